public import VolumeModel

/// Why a volume cannot be predicted, in one sentence.
public enum PredictionError: Error, Sendable, Hashable, CustomStringConvertible {
  case channels(found: Int, expected: Int, roles: [String])
  case shapes(String)
  case cancelled

  public var description: String {
    switch self {
    case .channels(let found, let expected, let roles):
      "\(found) images given; these weights take \(expected): \(roles.joined(separator: ", "))"
    case .shapes(let reason): reason
    case .cancelled: "prediction was stopped"
    }
  }
}

/// Applies a trained model to whole volumes.
public struct Predictor: Sendable {
  public let model: TrainedModel
  public let threads: Int
  /// Added to the niceness of the worker threads.
  public let niceness: Int

  public init(model: TrainedModel, threads: Int, niceness: Int = 0) {
    self.model = model
    self.threads = max(1, threads)
    self.niceness = niceness
  }

  /// The probability map on the grid of the images; 0 outside the brain.
  /// - Parameters:
  ///   - channels: raw intensities in the order of the model's image roles, all on one grid.
  ///   - brain: where the head's tissue is; statistics and prediction stay inside.
  ///   - progress: called with the share done, from 0 to 1; returning false stops.
  public func probability(
    channels: [Volume<Float>], brain: Mask, progress: (Double) -> Bool = { _ in true }
  ) throws(PredictionError) -> Volume<Float> {
    throw .cancelled
  }
}
