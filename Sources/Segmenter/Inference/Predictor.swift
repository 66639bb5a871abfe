public import VolumeModel

/// Why a volume cannot be predicted, in one sentence.
public enum PredictionError: Error, Sendable, Hashable, CustomStringConvertible {
  case channels(found: Int, expected: Int, roles: [String])
  case shapes
  case emptyBrain
  /// Members of an ensemble are of different architectures, or there are none.
  case ensemble
  case cancelled
  /// The weights are of a network that draws no samples.
  case noSamples(architecture: String)
  /// The weights are of a network of blocks of slices, which is not sampled slice by slice.
  case blocks(architecture: String)
  /// The weights are of a network in which nothing can be dropped.
  case noDropout(architecture: String)

  /// One sentence for people.
  public var description: String {
    switch self {
    case .channels(let found, let expected, let roles):
      "\(found) images given; these weights take \(expected): \(roles.joined(separator: ", "))"
    case .shapes: "the images and the brain mask have different shapes; they must lie on one grid"
    case .emptyBrain: "there is no brain to predict in: the brain mask, or the image, is zero everywhere"
    case .ensemble: "the weights of an ensemble must be there and of one architecture"
    case .cancelled: "prediction was stopped"
    case .noDropout(let architecture):
      "units can be dropped in a U-Net alone, not in these weights' network (\(architecture)); use --sampler test-time"
    case .blocks(let architecture):
      "uncertainty is sampled slice by slice, and these weights' network sees blocks of slices (\(architecture)); use weights of another network"
    case .noSamples(let architecture):
      "these weights are of a network that draws no samples (\(architecture)); train one with train --network probabilistic or phiseg"
    }
  }
}

/// Applies a trained model to whole volumes, all axial slices through the brain.
public struct Predictor: Sendable {
  /// The weights, and how images are prepared for them.
  public let model: TrainedModel
  /// Worker threads, at least 1. The result does not depend on it.
  public let threads: Int
  /// Added to the niceness of the worker threads.
  public let niceness: Int
  /// Whether each slice is predicted mirrored too, and the probabilities averaged.
  public let averagesFlips: Bool

  /// - Parameters:
  ///   - niceness: added to the niceness of the worker threads.
  ///   - averagesFlips: nil for what the model's metadata say.
  public init(model: TrainedModel, threads: Int, niceness: Int = 0, averagesFlips: Bool? = nil) {
    self.model = model
    self.threads = max(1, threads)
    self.niceness = niceness
    self.averagesFlips = averagesFlips ?? model.metadata.averagesFlips
  }

  /// The probability map on the grid of the images; 0 outside the brain.
  /// - Parameters:
  ///   - channels: raw intensities in the order of the model's image roles, all on one grid.
  ///   - brain: where the head's tissue is; statistics and prediction stay inside.
  ///   - firstPeak: of the first channel's brain, as a ``ScanLikeness`` has it; nil computes it where it is needed.
  ///   - progress: called with the fraction done, from 0 to 1; returning false stops.
  public func probability(
    channels: [Volume<Float>], brain: Mask, firstPeak: BrainPeak? = nil, progress: (Double) -> Bool = { _ in true }
  ) throws(PredictionError) -> Volume<Float> {
    var result: Volume<Float>?
    try forEachMap(channels: channels, brain: brain, firstPeak: firstPeak, draws: [.off], progress: progress) {
      _, map in
      result = map
    }
    guard let result else { throw .cancelled }
    return result
  }

  /// Calls `body` with a probability map for each draw, on the grid of the images.
  func forEachMap(
    channels: [Volume<Float>], brain: Mask, firstPeak: BrainPeak? = nil, draws: [RandomDraw],
    progress: (Double) -> Bool,
    body: (_ number: Int, _ map: Volume<Float>) -> Void
  ) throws(PredictionError) {
    let scan = try PredictedScan(model: model, channels: channels, brain: brain, firstPeak: firstPeak)
    let pool = WorkerPool(workerCount: threads, niceness: niceness)
    let network = UNet(
      model.architecture, width: scan.cutter.window.width, height: scan.cutter.window.height,
      capacity: model.architecture.usualImagesAtOnce, trains: false, pool: pool)
    let prediction = MeanPrediction(network: network, members: ([model.weights] + model.members).map(\.scalars))
    let volume = VolumePrediction(
      prediction: prediction, pool: pool, cutter: scan.cutter, averagesFlips: averagesFlips)
    // Maps that are brought back to another grid stay logits until then.
    let (isResampled, largest) = (scan.isResampled, InputPreparation.largestLogit)
    for (number, draw) in draws.enumerated() {
      network.dropout = draw
      var result = Volume<Float>(grid: scan.grid, filledWith: isResampled ? -largest : 0)
      let isComplete = volume.run(
        slices: scan.slices, progress: { progress((Double(number) + $0) / Double(draws.count)) }
      ) { _, brainPixels, logits in
        result.withMutableScalars { scalars in
          for (pixel, index) in brainPixels {
            scalars[index] = isResampled ? min(largest, max(-largest, logits[pixel])) : sigmoid(logits[pixel])
          }
        }
      }
      guard isComplete else { throw .cancelled }
      body(number, isResampled ? scan.probabilities(ofLogits: result) : result)
    }
  }
}
