public import VolumeModel

/// What sampled predictions of a scan give: 0 outside the brain.
public struct VolumeUncertainty: Sendable {
  /// Mean probability.
  public var mean: Volume<Float>
  /// Mean of p (1 - p).
  public var aleatoric: Volume<Float>
  /// Variance of p between samples.
  public var epistemic: Volume<Float>

  /// Three volumes on one grid.
  public init(mean: Volume<Float>, aleatoric: Volume<Float>, epistemic: Volume<Float>) {
    self.mean = mean
    self.aleatoric = aleatoric
    self.epistemic = epistemic
  }
}

/// Samples predictions of whole volumes, all axial slices through the brain.
public struct UncertaintyPredictor: Sendable {
  /// One model, or the members of an ensemble; all of one architecture.
  public let models: [TrainedModel]
  /// How predictions are sampled.
  public let sampler: UncertaintySampler
  /// The seed of everything that is drawn.
  public let seed: UInt64
  /// Worker threads, at least 1. The result does not depend on it.
  public let threads: Int
  /// Added to the niceness of the worker threads.
  public let niceness: Int

  private static let slicesAtOnce = 4

  /// - Parameter sampler: an ensemble has as many samples as there are models; of other samplers the first model is used.
  public init(
    models: [TrainedModel], sampler: UncertaintySampler, seed: UInt64 = 1, threads: Int, niceness: Int = 0
  ) {
    self.models = models
    self.sampler = sampler
    self.seed = seed
    self.threads = max(1, threads)
    self.niceness = niceness
  }

  /// Whether the weights were trained without the dropout that is sampled with: they are then more uncertain than they
  /// were made to be.
  public var samplesUnusedDropout: Bool {
    sampler.kind == .dropout && models.first?.architecture.dropout == nil
  }

  /// - Parameters: as of ``Predictor/probability(channels:brain:progress:)``.
  public func uncertainty(
    channels: [Volume<Float>], brain: Mask, progress: (Double) -> Bool = { _ in true }
  ) throws(PredictionError) -> VolumeUncertainty {
    guard let model = models.first, models.allSatisfy({ $0.architecture.sharesWeights(with: model.architecture) })
    else { throw .ensemble }
    guard !model.architecture.kind.seesBlocks else { throw .blocks(architecture: model.architecture.name) }
    guard sampler.kind != .dropout || model.architecture.kind == .unet else {
      throw .noDropout(architecture: model.architecture.name)
    }
    var architecture = model.architecture
    if sampler.kind == .dropout, architecture.dropout == nil { architecture.dropout = UncertaintySampler.dropout }
    let scan = try PredictedScan(model: model, channels: channels, brain: brain)
    let pool = WorkerPool(workerCount: threads, niceness: niceness)
    let network = UNet(
      architecture, width: scan.cutter.window.width, height: scan.cutter.window.height, capacity: Self.slicesAtOnce,
      trains: false, pool: pool)
    network.load(model.weights)
    let passes = StochasticPasses(network: network, sampler: sampler, seed: seed)
    let zero = Volume<Float>(grid: scan.grid, filledWith: 0)
    var result = VolumeUncertainty(mean: zero, aleatoric: zero, epistemic: zero)
    let members = sampler.kind == .ensemble ? models : [model]
    for start in stride(from: 0, to: scan.slices.count, by: Self.slicesAtOnce) {
      guard progress(Double(start) / Double(scan.slices.count)) else { throw .cancelled }
      let numbers = Array(scan.slices.dropFirst(start).prefix(Self.slicesAtOnce))
      let slices = numbers.map { scan.cutter.intensities(slice: $0) }
      passes.reset()
      for member in members {
        if members.count > 1 { network.load(member.weights) }
        passes.run(slices, firstSlice: start)
      }
      for (item, slice) in numbers.enumerated() {
        let sums = passes.sums[item]
        let pixels = scan.cutter.brainPixels(slice: slice)
        result.mean.withMutableScalars { for (pixel, index) in pixels { $0[index] = Float(sums.mean(pixel)) } }
        result.aleatoric.withMutableScalars {
          for (pixel, index) in pixels { $0[index] = Float(sums.aleatoric(pixel)) }
        }
        result.epistemic.withMutableScalars {
          for (pixel, index) in pixels { $0[index] = Float(max(0, sums.epistemic(pixel))) }
        }
      }
    }
    guard progress(1) else { throw .cancelled }
    return VolumeUncertainty(
      mean: scan.probabilities(ofProbabilities: result.mean), aleatoric: scan.back(result.aleatoric),
      epistemic: scan.back(result.epistemic))
  }
}
