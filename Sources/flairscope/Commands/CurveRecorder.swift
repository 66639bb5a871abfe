import Foundation
import ModelExchange
import Segmenter
import Synchronization
import VolumeModel

/// Keeps a TensorBoard event file up to date while a run goes on; a failure does not stop the run and is told at its end.
final class CurveRecorder: Sendable {
  private struct State {
    var file: EventFile
    var failure: FileError?
  }
  private let state: Mutex<State>

  init(folder: String) throws(FileError) {
    state = Mutex(State(file: try EventFile(folder: folder, seconds: Date().timeIntervalSince1970)))
  }

  func record(_ event: TrainingEvent) {
    state.withLock { state in
      guard state.failure == nil else { return }
      do throws(FileError) {
        try state.file.record(event, seconds: Date().timeIntervalSince1970)
      } catch {
        state.failure = error
      }
    }
  }

  /// - Throws: what went wrong meanwhile.
  func check() throws(FileError) {
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }
}
