internal import Foundation
internal import VolumeModel

/// Trains on annotations whose uncertain pixels are inverted by the network itself, anew after every epoch, from the
/// epoch on that ``RelabelStart`` finds (Redekop and Chernyavskiy, ISBI 2021).
///
/// The start shows an epoch late; the run then goes back to the weights it had there.
final class RelabelLearning: LearningMethod {
  private let plain = PlainLearning()
  private let settings: RelabelSettings
  /// As annotated, of every training slice.
  private let original: [[UInt8]]
  /// S_0, S_1, ...
  private var sums: [Double] = []
  private var startEpoch: Int?
  /// The run at the end of the epoch before, while the start is open.
  private var earlier: NetworkSnapshot?
  /// What the present annotations were made by.
  private var relabeller: Relabeller?

  private struct Relabeller {
    var weights: [Float]
    var epoch: Int
  }

  init(_ context: any MethodContext) {
    settings = context.plan.method.relabelling
    original = context.trainingSlices.map(\.classes)
    sums = [meanUncertainty(uncertainties(by: context.snapshot.weights, epoch: 0, context))]
  }

  /// Bytes of the run at the end of the epoch before, of what relabels, and double sums of a few slices. Mean and uncertainty
  /// of every slice come with the slices.
  static func bytes(_ run: MethodSizes) -> Int {
    run.plan.architecture.parameterCount * 4 * 7 + 4 * run.width * run.height * 40
  }

  func step(_ context: any StepContext) -> Double? { plain.step(context) }

  func endEpoch(_ context: any EpochContext) -> [String] {
    let epoch = context.progress.epoch + 1
    if startEpoch != nil {
      let (sentences, found) = relabel(Relabeller(weights: context.judgedWeights, epoch: epoch), context)
      sums.append(meanUncertainty(found))
      return sentences
    }
    sums.append(meanUncertainty(uncertainties(by: context.judgedWeights, epoch: epoch, context)))
    guard let start = RelabelStart.epoch(sums: sums) else {
      earlier = context.snapshot
      return []
    }
    startEpoch = start
    if start < epoch, let earlier { context.restore(earlier) }
    earlier = nil
    let changes = RelabelStart.relativeChanges(sums).map { String(format: "%.3f", $0) }.joined(separator: ", ")
    return [
      "epoch \(epoch): relabelling starts from the weights of epoch \(start); the uncertainty changed by \(changes) from "
        + "epoch to epoch"
    ] + relabel(Relabeller(weights: context.judgedWeights, epoch: epoch), context).sentences
  }

  var uncertaintyChange: Double? { RelabelStart.relativeChanges(sums).last }

  func pixelMaps(_ context: any StepContext) -> [PixelMapKind: [Float]] {
    let passes = StochasticPasses(network: context.network, sampler: settings.sampler, seed: context.plan.seed)
    passes.drop(imageCount: context.batch.imageCount, firstSlice: 0)
    return [
      .uncertainty: passes.sums.prefix(context.batch.imageCount).flatMap { sums in
        (0..<sums.pixelCount).map { Float(sums.aleatoric($0)) }
      }
    ]
  }

  // MARK: Uncertainty

  private struct SliceUncertainty {
    var mean: [Float]
    var aleatoric: [Float]
  }

  private func uncertainties(by weights: [Float], epoch: Int, _ context: any EpochContext) -> [SliceUncertainty] {
    let slices = context.trainingSlices
    var random = RandomStream(seed: context.plan.seed, name: "relabelling", index: UInt64(epoch))
    let seed = random.next()
    return context.withSliceNetwork(weights: weights) { network in
      let passes = StochasticPasses(network: network, sampler: settings.sampler, seed: seed)
      var found: [SliceUncertainty] = []
      found.reserveCapacity(slices.count)
      for start in stride(from: 0, to: slices.count, by: network.capacity) {
        let part = slices[start..<min(slices.count, start + network.capacity)]
        passes.reset()
        passes.run(part.map(\.intensities), firstSlice: start)
        for item in part.indices {
          let sums = passes.sums[item - start]
          found.append(
            SliceUncertainty(
              mean: (0..<sums.pixelCount).map { Float(sums.mean($0)) },
              aleatoric: (0..<sums.pixelCount).map { Float(sums.aleatoric($0)) }))
        }
      }
      return found
    }
  }

  private func meanUncertainty(_ found: [SliceUncertainty]) -> Double {
    found.reduce(0) { $0 + $1.aleatoric.reduce(0) { $0 + Double($1) } } / Double(max(found.count, 1))
  }

  // MARK: Relabelling

  /// Inverts the label of the uncertain pixels of every training slice, starting from the original annotation.
  private func relabel(
    _ by: Relabeller, _ context: any EpochContext
  ) -> (sentences: [String], found: [SliceUncertainty]) {
    relabeller = by
    let found = uncertainties(by: by.weights, epoch: by.epoch, context)
    let rule = settings.rule
    var sentences: [String] = []
    let caseNumbers = context.trainingSlices.map(\.caseNumber)
    let slicesOfCases = Dictionary(grouping: original.indices) { caseNumbers[$0] }
    for (caseNumber, slices) in slicesOfCases.sorted(by: { $0.key < $1.key }) {
      var candidates: [(slice: Int, pixel: Int, uncertainty: Double)] = []
      var lesionPixels = 0
      for slice in slices {
        for (pixel, kind) in original[slice].enumerated() where kind != 0 {
          let label = kind == TrainingSlice.expert
          if label { lesionPixels += 1 }
          let uncertainty = Double(found[slice].aleatoric[pixel])
          if uncertainty > rule.delta, rule.isCandidate(label: label, mean: Double(found[slice].mean[pixel])) {
            candidates.append((slice, pixel, uncertainty))
          }
        }
      }
      let delta = rule.delta(candidates: candidates.map(\.uncertainty), lesionPixels: lesionPixels)
      var classes = Dictionary(uniqueKeysWithValues: slices.map { ($0, original[$0]) })
      var changed = 0
      for candidate in candidates where candidate.uncertainty > delta {
        let isLesion = original[candidate.slice][candidate.pixel] == TrainingSlice.expert
        classes[candidate.slice]?[candidate.pixel] = isLesion ? TrainingSlice.brain : TrainingSlice.expert
        changed += 1
      }
      for (slice, classes) in classes { context.setClasses(classes, ofTrainingSlice: slice) }
      let percent = 100 * Double(changed) / Double(max(lesionPixels, 1))
      sentences.append(
        "epoch \(by.epoch): \(context.caseName(caseNumber)): \(changed) pixels relabelled, "
          + "\(String(format: "%.1f", percent)) % of its lesion pixels"
          + (delta > rule.delta
            ? "; delta raised to \(String(format: "%.4f", delta)) to stay within the largest fraction" : ""))
    }
    return (sentences, found)
  }

  // MARK: Memory

  var memory: MethodMemory {
    var memory = MethodMemory()
    for (number, sum) in sums.enumerated() { memory[.uncertaintySum(number)] = sum }
    memory[.startEpoch] = startEpoch
    if let relabeller {
      memory[.relabelledEpoch] = relabeller.epoch
      memory[.relabellerWeights] = relabeller.weights
    }
    if let earlier {
      memory[.earlierWeights] = earlier.weights
      memory[.earlierAverage] = earlier.average
      memory.store(earlier.optimizer, of: "earlier")
    }
    return memory
  }

  func restore(_ memory: MethodMemory, in context: any EpochContext) {
    let count = context.network.parameterCount
    sums = []
    while let sum = memory[.uncertaintySum(sums.count)] { sums.append(sum) }
    startEpoch = memory[.startEpoch]
    relabeller = nil
    if let weights = memory.slab(.relabellerWeights, count: count), let epoch = memory[.relabelledEpoch] {
      _ = relabel(Relabeller(weights: weights, epoch: epoch), context)
    }
    earlier = nil
    if let weights = memory.slab(.earlierWeights, count: count) {
      var snapshot = context.snapshot
      snapshot.weights = weights
      snapshot.average = memory.slab(.earlierAverage, count: count) ?? []
      memory.restore(&snapshot.optimizer, of: "earlier")
      earlier = snapshot
    }
  }
}

extension MemoryKey<Double> {
  fileprivate static func uncertaintySum(_ epoch: Int) -> Self { Self("sum.\(epoch)") }
}

extension MemoryKey<Int> {
  fileprivate static let startEpoch = Self("start")
  fileprivate static let relabelledEpoch = Self("relabelled")
}

extension MemoryKey<[Float]> {
  fileprivate static let relabellerWeights = Self("relabeller")
  fileprivate static let earlierWeights = Self("earlier.weights")
  fileprivate static let earlierAverage = Self("earlier.average")
}
