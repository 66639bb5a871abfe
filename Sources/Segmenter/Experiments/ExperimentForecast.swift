internal import Foundation
internal import VolumeModel

/// How long cells will take: passes of a network of their shape are timed, and counted.
public struct ExperimentForecast: Sendable {
  /// Of each cell, in order.
  public let seconds: [Double]

  init(_ cells: [ExperimentCell], cases: [ExperimentCase], threads: Int) {
    guard let plan = cells.first?.plan else {
      seconds = []
      return
    }
    let scans = cases.map { Scan($0, multiple: plan.architecture.sliceMultiple) }
    let width = scans.map(\.width).max() ?? 16
    let height = scans.map(\.height).max() ?? 16
    let size = plan.inputSize(sliceWidth: width, sliceHeight: height)
    let pool = WorkerPool(workerCount: threads)
    let step = Self.secondsOfPass(plan, size.width, size.height, batch: plan.batchSize, trains: true, pool)
    let slice = Self.secondsOfPass(plan, width, height, batch: 4, trains: false, pool) / 4
    seconds = cells.map { cell in
      let lesionSlices = scans.reduce(0) { $0 + ($1.patient == cell.leftOut ? 0 : $1.lesionSlices) }
      let plan = cell.plan
      let steps = Double(lesionSlices) * (1 - plan.validationFraction) / Double(plan.batchSize)
      let validated = Double(lesionSlices) * plan.validationFraction
      let method = plan.method.name.details
      let fraction = method.trustedSlices == .only ? plan.method.trustedFraction : 1
      let epochs = Double(plan.epochs ?? 1)
      let samples = method.samplesAfterEpochs ? Double(plan.method.relabelling.sampler.count) : 0
      let sampled = Double(lesionSlices) * (1 - plan.validationFraction) * samples
      return epochs * (steps * fraction * step * method.stepCost + (validated + sampled) * slice)
        + scans.reduce(0) { $0 + Double($1.brainSlices) } * slice + Double(scans.count) * Self.secondsBeside
    }
  }

  /// Reading intensities, choosing the threshold and comparing one scan.
  private static let secondsBeside = 0.3

  private struct Scan {
    let patient: String
    let width: Int
    let height: Int
    let lesionSlices: Int
    let brainSlices: Int

    init(_ scan: ExperimentCase, multiple: Int) {
      let frame = AxialFrame(scan.brain.grid)
      let whole = SliceWindow(column: 0, row: 0, width: frame.width, height: frame.height)
      let box = frame.box(of: scan.brain)
      let window = SliceWindow(around: box?.window ?? whole, margin: SliceWindow.margin, multiple: multiple)
      patient = scan.patient
      (width, height) = (window.width, window.height)
      lesionSlices = AxialSlices(scan.clean.grid).occupied(by: scan.clean).count
      brainSlices = box?.slices.count ?? 0
    }
  }

  /// The quickest of a few passes over zeros, after one that warms up; trains: forward and backward.
  private static func secondsOfPass(
    _ plan: TrainingPlan, _ width: Int, _ height: Int, batch: Int, trains: Bool, _ pool: WorkerPool
  ) -> Double {
    let network = UNet(
      plan.architecture, width: width, height: height, capacity: batch, trains: trains, pool: pool)
    if let weights = try? UNetWeights(architecture: plan.architecture, seed: 1, foregroundFraction: 0.01) {
      network.load(weights)
    }
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
