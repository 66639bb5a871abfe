internal import Foundation
internal import VolumeModel

/// Trains on annotations whose uncertain pixels are turned round by the network itself, anew after every epoch, from the
/// epoch on that ``RelabelStart`` finds (Redekop and Chernyavskiy, ISBI 2021).
///
/// The start shows an epoch late; the run then goes back to the weights it had there.
final class RelabelLearning: LearningMethod {
  private unowned let session: TrainingSession
  private let plain = PlainLearning()
  private let settings: RelabelSettings
  /// As annotated, of every training slice.
  private let original: [[UInt8]]
  /// S_0, S_1, ...
  private var sums: [Double] = []
  private var startEpoch: Int?
  /// The run at the end of the epoch before, while the start is open.
  private var earlier: Snapshot?
  /// What the present annotations were made by.
  private var relabeller: Relabeller?

  private struct Snapshot {
    var weights: [Float]
    var average: [Float]
    var optimizer: any Optimizer
  }
  private struct Relabeller {
    var weights: [Float]
    var epoch: Int
  }

  init(_ session: TrainingSession) {
    self.session = session
    settings = session.plan.method.relabelling
    original = session.store.training.map(\.classes)
    sums = [meanUncertainty(uncertainties(by: session.weights, epoch: 0))]
  }

  func step(_ session: TrainingSession) -> Double? {
    plain.step(session)
  }

  func endEpoch(_ session: TrainingSession) -> [String] {
    let epoch = session.state.epoch + 1
    if startEpoch != nil { return relabel(Relabeller(weights: session.judgedWeights, epoch: epoch)) }
    sums.append(meanUncertainty(uncertainties(by: session.judgedWeights, epoch: epoch)))
    guard let start = RelabelStart.epoch(sums: sums) else {
      earlier = Snapshot(
        weights: session.weights, average: session.state.averageWeights, optimizer: session.state.optimizer)
      return []
    }
    startEpoch = start
    if start < epoch, let earlier {
      session.load(earlier.weights)
      session.state.averageWeights = earlier.average
      session.state.optimizer = earlier.optimizer
    }
    earlier = nil
    let changes = RelabelStart.relativeChanges(sums).map { String(format: "%.3f", $0) }.joined(separator: ", ")
    return [
      "epoch \(epoch): relabelling starts from the weights of epoch \(start); the uncertainty changed by \(changes) from "
        + "epoch to epoch"
    ] + relabel(Relabeller(weights: session.judgedWeights, epoch: epoch))
  }

  func pixelMaps(_ session: TrainingSession) -> [PixelMapKind: [Float]] {
    let passes = StochasticPasses(network: session.network, sampler: settings.sampler, seed: session.plan.seed)
    passes.drop(imageCount: session.batch.imageCount, firstSlice: 0)
    return [
      .uncertainty: passes.sums.prefix(session.batch.imageCount).flatMap { sums in
        (0..<sums.pixelCount).map { Float(sums.aleatoric($0)) }
      }
    ]
  }

  // MARK: Uncertainty

  private struct SliceUncertainty {
    var mean: [Float]
    var aleatoric: [Float]
  }

  private func uncertainties(by weights: [Float], epoch: Int) -> [SliceUncertainty] {
    let network = session.sliceNetwork
    let trained = session.weights
    _ = network.parameters.update(fromContentsOf: weights)
    network.weightsChanged()
    defer { if network === session.network { session.load(trained) } }
    var random = RandomStream(seed: session.plan.seed, name: "relabelling", index: UInt64(epoch))
    let passes = StochasticPasses(network: network, sampler: settings.sampler, seed: random.next())
    let slices = session.store.training
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

  private func meanUncertainty(_ found: [SliceUncertainty]) -> Double {
    found.reduce(0) { $0 + $1.aleatoric.reduce(0) { $0 + Double($1) } } / Double(max(found.count, 1))
  }

  // MARK: Relabelling

  /// Turns the uncertain pixels of every training slice round, starting from the original annotation.
  private func relabel(_ by: Relabeller) -> [String] {
    relabeller = by
    let found = uncertainties(by: by.weights, epoch: by.epoch)
    let rule = settings.rule
    var sentences: [String] = []
    let slicesOfCases = Dictionary(grouping: original.indices) { session.store.training[$0].caseNumber }
    for (caseNumber, slices) in slicesOfCases.sorted(by: { $0.key < $1.key }) {
      var candidates: [(slice: Int, pixel: Int, uncertainty: Double)] = []
      var lesionPixels = 0
      for slice in slices {
        session.store.training[slice].classes = original[slice]
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
      var flips = 0
      for candidate in candidates where candidate.uncertainty > delta {
        let isLesion = original[candidate.slice][candidate.pixel] == TrainingSlice.expert
        session.store.training[candidate.slice].classes[candidate.pixel] =
          isLesion ? TrainingSlice.brain : TrainingSlice.expert
        flips += 1
      }
      let share = 100 * Double(flips) / Double(max(lesionPixels, 1))
      sentences.append(
        "epoch \(by.epoch): \(session.store.caseNames[caseNumber]): \(flips) pixels relabelled, \(String(format: "%.1f", share)) % of its "
          + "lesion pixels"
          + (delta > rule.delta ? "; delta raised to \(String(format: "%.4f", delta)) to stay within the largest share" : ""))
    }
    return sentences
  }

  // MARK: Memory

  var memory: MethodMemory {
    get {
      var memory = MethodMemory()
      for (number, sum) in sums.enumerated() {
        memory.numbers["sum.\(number)"] = Int64(bitPattern: sum.bitPattern)
      }
      if let startEpoch { memory.numbers["start"] = Int64(startEpoch) }
      if let relabeller {
        memory.numbers["relabelled"] = Int64(relabeller.epoch)
        memory.slabs["relabeller"] = relabeller.weights
      }
      if let earlier {
        memory.slabs["earlier.weights"] = earlier.weights
        memory.slabs["earlier.average"] = earlier.average
        memory.store(earlier.optimizer, of: "earlier")
      }
      return memory
    }
    set {
      /// A slab of the length that this network has; a checkpoint is a file.
      func slab(_ name: String) -> [Float]? {
        newValue.slabs[name].flatMap { $0.count == session.network.parameterCount ? $0 : nil }
      }
      sums = []
      while let bits = newValue.numbers["sum.\(sums.count)"] {
        sums.append(Double(bitPattern: UInt64(bitPattern: bits)))
      }
      startEpoch = newValue.numbers["start"].map { Int($0) }
      relabeller = nil
      if let weights = slab("relabeller"), let epoch = newValue.numbers["relabelled"] {
        _ = relabel(Relabeller(weights: weights, epoch: Int(epoch)))
      }
      earlier = nil
      if let weights = slab("earlier.weights") {
        var optimizer = session.state.optimizer
        newValue.restore(&optimizer, of: "earlier")
        earlier = Snapshot(weights: weights, average: slab("earlier.average") ?? [], optimizer: optimizer)
      }
    }
  }
}
