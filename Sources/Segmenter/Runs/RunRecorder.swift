internal import Foundation
internal import VolumeModel

/// Writes a run's events, rows, weights and checkpoints as they come.
struct RunRecorder {
  let folder: RunFolder
  private let encoder: JSONEncoder
  private let writer = BackgroundWriter()
  private var hasUnwrittenBest = false
  private var lock: RunLock?

  init(_ folder: RunFolder) {
    self.folder = folder
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  }

  private struct Line<Record: Encodable>: Encodable {
    let event: String
    let record: Record

    enum Key: String, CodingKey { case event }

    func encode(to encoder: any Encoder) throws {
      try record.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(event, forKey: .event)
    }
  }
  private struct Text: Encodable { let text: String }

  func record(_ event: TrainingEvent) throws(FileError) {
    switch event {
    case .prepared(let record): try line("prepared", record)
    case .step(let record): try line("step", record)
    case .epoch(let record):
      try line("epoch", record)
      try folder.append(record.csvRow, to: "metrics.csv")
    case .maps: break
    case .note(let text): try line("note", Text(text: text))
    case .finished(let record):
      try line("finished", record)
      try folder.write(data(record, isPretty: true), to: "summary.json")
    case .failed(let text): try line("failed", Text(text: text))
    }
  }

  private func line(_ event: String, _ record: some Encodable) throws(FileError) {
    try folder.append(String(decoding: data(Line(event: event, record: record)), as: UTF8.self), to: "events.jsonl")
  }

  private func data(_ record: some Encodable, isPretty: Bool = false) throws(FileError) -> Data {
    do {
      if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
      defer { encoder.outputFormatting.remove(.prettyPrinted) }
      return try encoder.encode(record)
    } catch {
      throw RunFolder.unwritable(folder.path, "\(error)")
    }
  }

  /// Takes the folder for this run alone.
  mutating func begin() throws(FileError) { lock = try RunLock(folder: folder.path) }

  /// Lets others have the folder.
  mutating func end() { lock = nil }

  mutating func noteBetterWeights() { hasUnwrittenBest = true }

  /// Has the checkpoint written beside the training, and the best weights when they are new.
  mutating func save(
    _ state: TrainingState, weights: UNetWeights, best: TrainedModel?, isEnd: Bool
  ) throws(ModelError) {
    let folder = folder
    let writesBest = hasUnwrittenBest || isEnd
    hasUnwrittenBest = hasUnwrittenBest && best == nil
    try writer.write { () throws(ModelError) in
      try Checkpoint.write(state, weights: weights, to: folder.checkpointPath)
      if writesBest { try best?.write(to: folder.weightsPath, force: true) }
    }
  }

  /// Waits until all is on the disk.
  func finish() throws(ModelError) { try writer.finish() }
}
