internal import VolumeModel

/// The weighting network of Meta-Weight-Net (Shu et al., NeurIPS 2019): the weight of an item follows from its own loss,
///
///     R = sigmoid(w2 relu(w1 min(L, 10) + b1) + b2)
///
/// with 100 hidden units. Parameters start as those of PyTorch's linear layers, but b2 at 2, so that weights start near
/// 0.88 and training near its plain rate.
package final class LossWeightNetwork: WeightNetwork {
  private static let hidden = 100
  private static let blockItems = 2048
  private typealias Lanes = SIMD16<Float>

  package var parameters: WeightNetworkParameters {
    WeightNetworkParameters(values: memory.values, gradients: memory.gradients)
  }

  private let memory: LossWeightMemory
  private let pool: WorkerPool

  /// - Parameter capacity: items of the largest batch.
  package init(capacity: Int, seed: UInt64, pool: WorkerPool) {
    self.pool = pool
    memory = LossWeightMemory(
      count: 3 * Self.hidden + 1, partCount: capacity.dividedRoundingUp(by: Self.blockItems))
    var random = RandomStream(seed: seed, name: "loss-weight-network")
    for index in 0..<2 * Self.hidden { memory.values[index] = Float(2 * random.uniform() - 1) }
    let span = 1 / Double(Self.hidden).squareRoot()
    for index in 0..<Self.hidden { memory.values[2 * Self.hidden + index] = Float((2 * random.uniform() - 1) * span) }
    memory.values[3 * Self.hidden] = 2
  }

  /// Bytes that such a network takes.
  static func memoryBytes(capacity: Int) -> Int {
    4 * (3 * hidden + 1) * (capacity.dividedRoundingUp(by: blockItems) + 2)
  }

  package func weigh(
    _ losses: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<Float>,
    into weights: UnsafeMutableBufferPointer<Float>
  ) {
    let theta = UnsafePointer(memory.values.baseAddress)
    let count = losses.count
    guard let theta, let losses = losses.baseAddress, let weights = weights.baseAddress else { return }
    let n = Self.hidden
    pool.run(count.dividedRoundingUp(by: Self.blockItems)) { item, _ in
      let items = item * Self.blockItems..<min(count, (item + 1) * Self.blockItems)
      for start in stride(from: items.lowerBound, to: items.upperBound, by: Lanes.scalarCount) {
        let lanes = min(Lanes.scalarCount, items.upperBound - start)
        let loss = Self.load(losses + start, lanes, limit: WeightNetworkParameters.largestLoss)
        var logit = Lanes(repeating: theta[3 * n])
        for unit in 0..<n {
          let value = loss * theta[unit] + theta[n + unit]
          logit += value.replacing(with: 0, where: value .<= 0) * theta[2 * n + unit]
        }
        for lane in 0..<lanes { weights[start + lane] = sigmoid(logit[lane]) }
      }
    }
  }

  package func differentiate(
    _ losses: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<Float>, weights: UnsafeBufferPointer<Float>,
    upstream: UnsafeBufferPointer<Float>
  ) {
    let theta = UnsafePointer(memory.values.baseAddress)
    let count = losses.count
    guard let theta, let losses = losses.baseAddress, let weights = weights.baseAddress,
      let upstream = upstream.baseAddress
    else { return }
    let n = Self.hidden
    let parts = count.dividedRoundingUp(by: Self.blockItems)
    let memory = memory
    pool.run(parts) { number, _ in
      let sums = memory.part(number)
      sums.update(repeating: 0)
      let items = number * Self.blockItems..<min(count, (number + 1) * Self.blockItems)
      for start in stride(from: items.lowerBound, to: items.upperBound, by: 16 * Lanes.scalarCount) {
        Self.addGradients(
          start..<min(items.upperBound, start + 16 * Lanes.scalarCount), theta, losses, weights, upstream, to: sums)
      }
    }
    for index in 0..<3 * n + 1 { memory.gradients[index] = memory.total(index, parts: parts) }
  }

  /// What up to 16 vectors of items add to the gradient.
  private static func addGradients(
    _ items: Range<Int>, _ theta: UnsafePointer<Float>, _ losses: UnsafePointer<Float>,
    _ weights: UnsafePointer<Float>, _ upstream: UnsafePointer<Float>, to sums: UnsafeMutableBufferPointer<Float>
  ) {
    let n = hidden
    let vectors = items.count.dividedRoundingUp(by: Lanes.scalarCount)
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 2 * vectors) { places in
      let loss = places.baseAddress, derivative = places.baseAddress.map { $0 + vectors }
      guard let loss, let derivative else { return }
      for vector in 0..<vectors {
        let start = items.lowerBound + vector * Lanes.scalarCount
        let lanes = min(Lanes.scalarCount, items.upperBound - start)
        let weight = load(weights + start, lanes)
        loss[vector] = load(losses + start, lanes, limit: WeightNetworkParameters.largestLoss)
        // Lanes beyond the items have no upstream, and add nothing.
        derivative[vector] = load(upstream + start, lanes) * weight * (1 - weight)
        sums[3 * n] += derivative[vector].sum()
      }
      for unit in 0..<n {
        var (activeSum, lossSum, valueSum) = (Lanes.zero, Lanes.zero, Lanes.zero)
        for vector in 0..<vectors {
          let value = loss[vector] * theta[unit] + theta[n + unit]
          let active = derivative[vector].replacing(with: 0, where: value .<= 0)
          activeSum += active
          lossSum += active * loss[vector]
          valueSum += active * value
        }
        sums[unit] += theta[2 * n + unit] * lossSum.sum()
        sums[n + unit] += theta[2 * n + unit] * activeSum.sum()
        sums[2 * n + unit] += valueSum.sum()
      }
    }
  }

  /// Some items, zeros behind them.
  @inline(__always)
  private static func load(_ from: UnsafePointer<Float>, _ count: Int, limit: Float = .infinity) -> Lanes {
    var lanes = Lanes.zero
    if count == Lanes.scalarCount {
      lanes = UnsafeRawPointer(from).loadUnaligned(as: Lanes.self)
    } else {
      for lane in 0..<count { lanes[lane] = from[lane] }
    }
    return lanes.replacing(with: limit, where: lanes .> limit)
  }
}

/// Theta, its gradient, and what each part of a batch adds to that.
private final class LossWeightMemory {
  let values: UnsafeMutableBufferPointer<Float>
  let gradients: UnsafeMutableBufferPointer<Float>
  private let sums: UnsafeMutableBufferPointer<Float>

  /// - Parameter partCount: parts of the largest batch.
  init(count: Int, partCount: Int) {
    values = .allocate(capacity: count)
    gradients = .allocate(capacity: count)
    sums = .allocate(capacity: count * partCount)
    values.initialize(repeating: 0)
    gradients.initialize(repeating: 0)
    sums.initialize(repeating: 0)
  }

  deinit {
    values.deallocate()
    gradients.deallocate()
    sums.deallocate()
  }

  /// What one part of the batch adds up.
  func part(_ number: Int) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(rebasing: sums[number * values.count..<(number + 1) * values.count])
  }

  /// One sum over the first parts, in their order, so that bits do not depend on who worked on which.
  func total(_ index: Int, parts: Int) -> Float {
    var sum = 0.0
    for part in 0..<parts { sum += Double(sums[part * values.count + index]) }
    return Float(sum)
  }
}
