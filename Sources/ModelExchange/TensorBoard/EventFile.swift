import Foundation
package import Segmenter
import SwiftProtobuf
package import VolumeModel

/// The curves of a training run as a TensorBoard event file, written while it runs.
///
/// Scalars `loss/training` (each step), `loss/validation`, `dice/validation`, `dice/best` and `slices_per_second` (each
/// epoch); all against steps. A file is a chain of records: length, its checksum, an `Event` message, its checksum.
package struct EventFile {
  package let path: String
  private let handle: FileHandle
  private var lastStep = 0

  /// A new file in a folder, named after the time in whole seconds, as TensorBoard looks for it.
  /// - Parameter seconds: the time since 1970.
  package init(folder: String, seconds: Double) throws(FileError) {
    // A run resumed within the second must not write over its first file.
    var number = Int(seconds)
    while FileManager.default.fileExists(atPath: Self.path(folder, number)) { number += 1 }
    path = Self.path(folder, number)
    guard FileManager.default.createFile(atPath: path, contents: nil), let handle = FileHandle(forWritingAtPath: path)
    else { throw FileError(.cannotCreate, path: path, problem: "cannot be created") }
    self.handle = handle
    try write(Self.record(Self.event(seconds: seconds, step: 0) { $0.fileVersion = "brain.Event:2" }))
  }

  private static func path(_ folder: String, _ number: Int) -> String {
    "\(folder)/events.out.tfevents.\(number).flairscope"
  }

  /// Appends what an event has of curves.
  package mutating func record(_ event: TrainingEvent, seconds: Double) throws(FileError) {
    switch event {
    case .step(let record):
      lastStep = record.step
      try append(["loss/training": record.loss], seconds: seconds)
    case .epoch(let record):
      try append(
        [
          "loss/validation": record.validationLoss, "dice/validation": record.validationDice,
          "dice/best": record.bestDice, "slices_per_second": record.slicesPerSecond,
        ], seconds: seconds)
    default: break
    }
  }

  private func append(_ scalars: KeyValuePairs<String, Double>, seconds: Double) throws(FileError) {
    try write(
      Self.record(
        Self.event(seconds: seconds, step: lastStep) { event in
          event.summary.value = scalars.map { tag, number in
            var value = Tensorboard_Summary.Value()
            value.tag = tag
            value.simpleValue = Float(number)
            return value
          }
        }))
  }

  private func write(_ bytes: Data?) throws(FileError) {
    do {
      guard let bytes else { throw CocoaError(.coderInvalidValue) }
      try handle.write(contentsOf: bytes)
    } catch {
      throw FileError(.transferFailed, path: path, problem: "could not be written (\(error.localizedDescription))")
    }
  }

  private static func event(
    seconds: Double, step: Int, _ fill: (inout Tensorboard_Event) -> Void
  ) -> Tensorboard_Event {
    var event = Tensorboard_Event()
    event.wallTime = seconds
    event.step = Int64(step)
    fill(&event)
    return event
  }

  private static func record(_ event: Tensorboard_Event) -> Data? {
    guard let message: Data = try? event.serializedData() else { return nil }
    let length = withUnsafeBytes(of: UInt64(message.count).littleEndian) { Data($0) }
    return length + checksum(length) + message + checksum(message)
  }

  /// CRC-32C, turned and shifted so that a checksum of data with checksums in it is none of its own.
  private static func checksum(_ bytes: Data) -> Data {
    let plain = CRC32C.checksum(bytes)
    let masked = (plain >> 15 | plain << 17) &+ 0xa282_ead8
    return withUnsafeBytes(of: masked.littleEndian) { Data($0) }
  }
}
