import Foundation
import Synchronization
import ViewerTUI
import VolumeModel

/// Where the maps of cases that are not on the screen lie; those of earlier weights are not found any more.
final class CasePredictions: Sendable {
  struct Kept: Sendable {
    let path: String
    let source: String
    let threshold: Double
    let filter: LesionSizeFilter
    let doubts: [String]
  }

  private struct State {
    var kept: [String: Kept] = [:]
    var cancellation = Cancellation()
  }

  private let state = Mutex(State())

  /// Ends what is being predicted, and drops the maps that there are.
  /// - Returns: what ends the predictions that begin now.
  func begin() -> Cancellation {
    state.withLock { state in
      state.cancellation.cancel()
      state = State()
      return state.cancellation
    }
  }

  /// Ends what is being predicted.
  func cancel() { state.withLock { $0.cancellation.cancel() } }

  func kept(ofFlair path: String) -> Kept? { state.withLock { $0.kept[path] } }

  /// Writes a map, unless the predictions that it belongs to were ended.
  func keep(
    _ prediction: Prediction, of review: ReviewCase, at path: String, _ cancellation: Cancellation
  ) throws {
    guard !cancellation.isCancelled else { return }
    let folder = (path as NSString).deletingLastPathComponent
    try OutputFolder.make(folder)
    try Images.write(prediction.probability, like: review.flair.spatial, to: path, force: false)
    let kept = Kept(
      path: path, source: prediction.source, threshold: prediction.threshold, filter: prediction.filter,
      doubts: prediction.doubts)
    state.withLock { state in
      guard !cancellation.isCancelled else { return }
      state.kept[review.flair.path] = kept
    }
  }
}
