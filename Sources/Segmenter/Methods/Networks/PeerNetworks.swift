internal import VolumeModel

/// Further networks beside the run's, of the same shape but from other first weights, each with its own optimiser and
/// its own moving average.
final class PeerNetworks {
  /// The run's network, then the others.
  let all: [UNet]
  private var optimizers: [any Optimizer]
  /// Empty before the first step, and when the plan wants none.
  private var averages: [[Float]]

  init(count: Int, for context: any MethodContext) {
    let (plan, network) = (context.plan, context.network)
    let others = (1..<count).map { number in
      let other = UNet(
        plan.architecture, width: network.width, height: network.height, capacity: network.capacity, trains: true,
        pool: context.network.pool)
      // Another seed than that of any restart of the run's network.
      let seed = plan.seed &+ UInt64(1000 * number + context.restarts)
      let weights = try? UNetWeights(
        architecture: plan.architecture, seed: seed, foregroundFraction: context.foregroundFraction)
      guard let weights else { preconditionFailure("the plan's architecture was checked") }
      other.load(weights)
      return other
    }
    all = [network] + others
    optimizers = others.map { plan.optimizer.optimizer(parameterCount: $0.parameterCount) }
    averages = others.map { _ in [] }
  }

  static func bytes(_ run: MethodSizes, count: Int) -> Int {
    let network = UNet.memoryBytes(
      run.plan.architecture, width: run.width, height: run.height, capacity: run.batchSize, trains: true,
      workerCount: run.plan.threads)
    // Two moments, the average, and a copy for the checkpoint.
    return (count - 1) * (network + run.plan.architecture.parameterCount * 4 * 6)
  }

  /// Shows all the batch that lies in the run's network, and passes it forward; each drops other units.
  func forward(_ context: any StepContext) {
    let batch = context.batch
    for (number, network) in all.enumerated() {
      if number > 0 {
        context.network.pool.run(batch.imageCount) { image, _ in
          _ = network.input(image: image).update(fromContentsOf: context.network.input(image: image))
        }
        network.dropout =
          context.network.dropout == .off
          ? .off : .drawn(seed: context.plan.seed &+ UInt64(number), firstSample: batch.firstSample)
      }
      network.forward(imageCount: batch.imageCount)
    }
  }

  /// Moves the weights of the given networks along their gradients, once all of these are numbers.
  /// - Returns: false, and nothing has changed, when one is not.
  func update(_ numbers: [Int], _ context: any StepContext) -> Bool {
    guard numbers.allSatisfy({ context.norm(all[$0].parameterGradients).isFinite }) else { return false }
    for number in numbers {
      guard number > 0 else {
        _ = context.update()
        continue
      }
      let network = all[number]
      _ = context.update(
        network.parameters, along: network.parameterGradients, by: &optimizers[number - 1])
      network.weightsChanged()
    }
    for number in averages.indices {
      context.average(all[number + 1].parameters, into: &averages[number])
    }
    return true
  }

  /// The weights of the others that are validated and kept.
  var judgedWeights: [[Float]] {
    averages.indices.map { averages[$0].isEmpty ? Array(all[$0 + 1].parameters) : averages[$0] }
  }

  var memory: MethodMemory {
    var memory = MethodMemory()
    for number in optimizers.indices {
      memory[.peerWeights(number)] = Array(all[number + 1].parameters)
      if !averages[number].isEmpty { memory[.peerAverage(number)] = averages[number] }
      memory.store(optimizers[number], of: Self.name(number))
    }
    return memory
  }

  func restore(_ memory: MethodMemory) {
    for number in optimizers.indices {
      let network = all[number + 1]
      guard let weights = memory.slab(.peerWeights(number), count: network.parameterCount) else { continue }
      weights.withUnsafeBufferPointer { network.copyWeights(from: $0) }
      averages[number] = memory.slab(.peerAverage(number), count: network.parameterCount) ?? []
      memory.restore(&optimizers[number], of: Self.name(number))
    }
  }

  /// In a checkpoint; the run's network is the first.
  fileprivate static func name(_ other: Int) -> String { "network\(other + 2)" }
}

extension MemoryKey<[Float]> {
  fileprivate static func peerWeights(_ other: Int) -> Self { Self(PeerNetworks.name(other)) }
  fileprivate static func peerAverage(_ other: Int) -> Self { Self(PeerNetworks.name(other) + ".average") }
}
