internal import VolumeModel

/// Further networks beside the session's, of the same shape but from other first weights, each with its own optimiser and
/// its own moving average.
final class PeerNetworks {
  /// The session's network, then the others.
  let all: [UNet]
  private var optimizers: [any Optimizer]
  /// Empty before the first step, and when the plan wants none.
  private var averages: [[Float]]

  init(count: Int, for session: TrainingSession) {
    let (plan, network) = (session.plan, session.network)
    let others = (1..<count).map { number in
      let other = UNet(
        plan.architecture, width: network.width, height: network.height, capacity: network.capacity, trains: true,
        pool: session.pool)
      // Another seed than that of any restart of the session's network.
      let seed = plan.seed &+ UInt64(1000 * number + session.state.restarts)
      let weights = try? UNetWeights(
        architecture: plan.architecture, seed: seed, foregroundFraction: session.store.foregroundFraction)
      guard let weights else { preconditionFailure("the plan's architecture was checked") }
      other.load(weights)
      return other
    }
    all = [network] + others
    optimizers = others.map { plan.optimizer.optimizer(parameterCount: $0.parameterCount) }
    averages = others.map { _ in [] }
  }

  static func bytes(_ plan: TrainingPlan, count: Int, width: Int, height: Int, batchSize: Int) -> Int {
    let network = UNet.memoryBytes(
      plan.architecture, width: width, height: height, capacity: batchSize, trains: true, workerCount: plan.threads)
    // Two moments, the average, and a copy for the checkpoint.
    return (count - 1) * (network + plan.architecture.parameterCount * 4 * 6)
  }

  /// Shows all the batch that lies in the session's network, and passes it forward; each drops other units.
  func forward(_ session: TrainingSession) {
    let batch = session.batch
    for (number, network) in all.enumerated() {
      if number > 0 {
        session.pool.run(batch.imageCount) { image, _ in
          _ = network.input(image: image).update(fromContentsOf: session.network.input(image: image))
        }
        network.dropout =
          session.network.dropout == .off
          ? .off : .drawn(seed: session.plan.seed &+ UInt64(number), firstSample: batch.firstSample)
      }
      network.forward(imageCount: batch.imageCount)
    }
  }

  /// Moves the weights of the given networks along their gradients, once all of these are numbers.
  /// - Returns: false, and nothing has changed, when one is not.
  func update(_ numbers: [Int], _ session: TrainingSession) -> Bool {
    guard numbers.allSatisfy({ session.norm(all[$0].parameterGradients).isFinite }) else { return false }
    for number in numbers {
      guard number > 0 else {
        _ = session.update()
        continue
      }
      let network = all[number]
      _ = session.update(
        network.parameters, along: network.parameterGradients, by: &optimizers[number - 1],
        learningRate: session.learningRate)
      network.weightsChanged()
    }
    if let decay = session.plan.averageDecay {
      for number in averages.indices {
        session.average(
          all[number + 1].parameters, into: &averages[number], step: session.state.stepsSinceStart + 1, decay: decay)
      }
    }
    return true
  }

  /// The weights of the others that are validated and kept.
  var judgedWeights: [[Float]] {
    averages.indices.map { averages[$0].isEmpty ? Array(all[$0 + 1].parameters) : averages[$0] }
  }

  var memory: MethodMemory {
    get {
      var memory = MethodMemory()
      for number in optimizers.indices {
        memory.slabs[Self.name(number)] = Array(all[number + 1].parameters)
        if !averages[number].isEmpty { memory.slabs[Self.name(number) + ".average"] = averages[number] }
        memory.store(optimizers[number], of: Self.name(number))
      }
      return memory
    }
    set {
      for number in optimizers.indices {
        let network = all[number + 1]
        guard let weights = newValue.slabs[Self.name(number)], weights.count == network.parameterCount else { continue }
        weights.withUnsafeBufferPointer { network.copyWeights(from: $0) }
        averages[number] = newValue.slabs[Self.name(number) + ".average"] ?? []
        newValue.restore(&optimizers[number], of: Self.name(number))
      }
    }
  }

  /// In a checkpoint; the session's network is the first.
  private static func name(_ other: Int) -> String { "network\(other + 2)" }
}
