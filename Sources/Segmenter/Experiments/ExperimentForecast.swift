internal import Foundation
internal import VolumeModel

/// How long cells will take: passes of a network of their shape are timed, and counted.
public struct ExperimentForecast: Sendable {
  /// Of each cell, in order.
  public let seconds: [Double]

  init(_ cells: [ExperimentCell], cases: [ExperimentCase], threads: Int) {
    let pool = WorkerPool(workerCount: threads)
    var measured: [Pass: Double] = [:]
    func secondsOf(_ pass: Pass) -> Double {
      if let known = measured[pass] { return known }
      let seconds = pass.measured(pool)
      measured[pass] = seconds
      return seconds
    }
    var counted: [UNetArchitecture: [ScanSamples]] = [:]
    seconds = cells.map { cell in
      let plan = cell.plan
      let scans =
        counted[plan.architecture]
        ?? cases.map { ScanSamples(brain: $0.brain, lesions: $0.clean, architecture: plan.architecture) }
      counted[plan.architecture] = scans
      let width = scans.map(\.width).max() ?? 16
      let height = scans.map(\.height).max() ?? 16
      let size = plan.inputSize(sliceWidth: width, sliceHeight: height)
      let step = secondsOf(
        Pass(
          architecture: plan.architecture, width: size.width, height: size.height, batch: plan.batchSize, trains: true))
      let several = plan.architecture.usualImagesAtOnce
      let predicted =
        secondsOf(Pass(architecture: plan.architecture, width: width, height: height, batch: several, trains: false))
        / Double(several)
      let samples = zip(cases, scans).reduce(0.0) {
        $0 + (cell.leftOut.patients.contains($1.0.patient) ? 0 : Double($1.1.trainingSamples))
      }
      let trained = samples * (1 - plan.validationFraction)
      let method = plan.method.name.details
      let fraction = method.trustedSlices == .only ? plan.method.trustedFraction : 1
      let steps = trained / Double(plan.batchSize) * fraction
      let judged = samples * plan.validationFraction
      let drawn = trained * Double(method.samplesAfterEpochs ? plan.method.relabelling.sampler.count : 0)
      return Double(plan.epochs ?? 1) * (steps * step * method.stepCost + (judged + drawn) * predicted)
        + scans.reduce(0) { $0 + Double($1.predictedSamples) } * predicted + Double(scans.count) * Self.secondsBeside
    }
  }

  /// Reading intensities, choosing the threshold and comparing one scan.
  private static let secondsBeside = 0.3

  /// A pass of a network over zeros.
  private struct Pass: Hashable {
    let architecture: UNetArchitecture
    let width: Int
    let height: Int
    let batch: Int
    /// Forward and backward.
    let trains: Bool

    /// The quickest of a few, after one that warms up.
    func measured(_ pool: WorkerPool) -> Double {
      let network = UNet(architecture, width: width, height: height, capacity: batch, trains: trains, pool: pool)
      if let weights = try? UNetWeights(architecture: architecture, seed: 1, foregroundFraction: 0.01) {
        network.load(weights)
      }
      // Networks that draw samples have layers that only take part, and only can be trained, where something is drawn.
      network.dropout = trains ? .drawn(seed: 1, firstSample: 0) : .off
      var best = Double.infinity
      for _ in 0..<4 {
        let watch = Stopwatch()
        network.forward(imageCount: batch)
        if trains { network.backward() }
        best = min(best, watch.seconds)
      }
      return best
    }
  }
}
