internal import CKernels
internal import VolumeModel

/// The meta mask network of Meta Corrupted Pixels Mining (Wang et al., MICCAI 2020): it sees the map of losses, so that the
/// weight of a pixel depends on the losses around it.
///
///     h1 = relu(conv3x3(min(L, 10))),   h2 = relu(conv3x3(h1)),   R = sigmoid(conv1x1(h2))
///
/// with 8 channels; a window of 5 x 5 pixels sees a contour drawn wrongly as a band of high losses. The paper's layout is
/// not known here; this one is a choice. The last bias starts at 2, so that weights start near 0.88 and training near its
/// plain rate.
///
/// Works in strips of rows, each with its margins computed anew, so that no map but the result is stored.
package final class MetaMaskNetwork: WeightNetwork {
  package let parameters: WeightNetworkParameters
  private let width: Int
  private let height: Int
  /// 1: the loss; 2: the label too.
  private let inputs: Int
  private let pool: WorkerPool
  private let kernels: FSKernels
  private let layout: MetaMaskLayout
  private let packed: UnsafeMutableBufferPointer<Float>
  private let scratch: UnsafeMutableBufferPointer<Float>

  /// - Parameters:
  ///   - capacity: images of the largest batch.
  ///   - seesLabel: gives the network the label of each pixel beside its loss, with which it can tell a missing lesion
  ///     from a spurious one. A deviation from the method.
  package init(
    width: Int, height: Int, capacity: Int, seesLabel: Bool = false, seed: UInt64, pool: WorkerPool,
    instructionSet: InstructionSet
  ) {
    self.width = width
    self.height = height
    self.pool = pool
    inputs = seesLabel ? 2 : 1
    kernels = instructionSet.kernels
    layout = MetaMaskLayout(inputs: inputs)
    parameters = WeightNetworkParameters(
      count: layout.count, partFloats: layout.packedCount,
      partCount: capacity * height.dividedRoundingUp(by: MetaMaskStrip.rowCount))
    packed = .allocate(capacity: layout.packedCountWithTurned)
    packed.initialize(repeating: 0)
    scratch = .allocate(capacity: pool.workerCount * MetaMaskStrip.floats(width: width, inputs: inputs))
    scratch.initialize(repeating: 0)
    draw(seed: seed)
  }

  deinit {
    packed.deallocate()
    scratch.deallocate()
  }

  /// Bytes that such a network takes.
  static func memoryBytes(width: Int, height: Int, capacity: Int, seesLabel: Bool, workerCount: Int) -> Int {
    let inputs = seesLabel ? 2 : 1
    let strips = capacity * height.dividedRoundingUp(by: MetaMaskStrip.rowCount)
    return 4
      * (workerCount * MetaMaskStrip.floats(width: width, inputs: inputs)
        + (strips + 3) * MetaMaskLayout(inputs: inputs).packedCount)
  }

  /// He et al.'s start, biases 0; the last layer small, so that all weights start alike.
  private func draw(seed: UInt64) {
    var random = RandomStream(seed: seed, name: "meta-mask-network")
    let values = parameters.values
    for index in layout.first { values[index] = Float(random.normal() * (2 / Double(9 * inputs)).squareRoot()) }
    for index in layout.second {
      values[index] = Float(random.normal() * (2 / Double(9 * MetaMaskLayout.channels)).squareRoot())
    }
    for index in layout.last {
      values[index] = Float(random.normal() * 0.1 * (2 / Double(MetaMaskLayout.channels)).squareRoot())
    }
    values[layout.lastBias] = 2
  }

  // MARK: Passes

  package func weigh(
    _ losses: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<Float>,
    into weights: UnsafeMutableBufferPointer<Float>
  ) {
    layout.pack(parameters.values, into: packed)
    forEachStrip(losses, labels) { strip, _ in
      strip.loadInputs(beyond: 2)
      firstLayer(strip, beyond: 1)
      guard let weights = weights.baseAddress else { return }
      for row in strip.rows {
        secondLayer(strip, row: row)
        let out = weights + strip.firstPixel(ofRow: row)
        kernels.head(
          strip.wide, panelWidth, width, strip.parameters + layout.packedLast,
          strip.parameters[layout.packedLastBias], out)
        for x in 0..<width { out[x] = sigmoid(out[x]) }
      }
    }
  }

  package func differentiate(
    _ losses: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<Float>, weights: UnsafeBufferPointer<Float>,
    upstream: UnsafeBufferPointer<Float>
  ) {
    layout.pack(parameters.values, into: packed)
    let parts = forEachStrip(losses, labels) { strip, number in
      let part = parameters.part(number)
      part.update(repeating: 0)
      guard let sums = part.baseAddress else { return }
      strip.loadInputs(beyond: 3)
      firstLayer(strip, beyond: 2)
      for row in strip.rows.lowerBound - 1..<strip.rows.upperBound + 1 {
        guard strip.isInside(row) else {
          strip.clearSecondGradient(row)
          continue
        }
        secondLayer(strip, row: row)
        let first = strip.firstPixel(ofRow: row)
        for x in 0..<width {
          let weight = weights[first + x]
          strip.logitGradients[x] = upstream[first + x] * weight * (1 - weight)
        }
        // Rows of the margin are another strip's to add up.
        let isOwn = strip.rows.contains(row)
        kernels.head_gradient(
          strip.wide, strip.logitGradients, panelWidth, width, strip.parameters + layout.packedLast,
          strip.wideGradients, isOwn ? sums + layout.packedLast : strip.unwanted,
          isOwn ? sums + layout.packedLastBias : strip.unwanted + MetaMaskLayout.panel)
        strip.keepSecondGradient(row)
        if isOwn {
          kernels.thin_convolution_gradient(
            strip.hiddenLines(around: row), strip.wideGradients, panelWidth, sums + layout.packedSecond,
            sums + layout.packedSecondBias)
        }
      }
      for row in strip.rows {
        kernels.thin_convolution(
          strip.secondGradientLines(around: row), strip.parameters + layout.packedTurned, strip.zeros, panelWidth,
          false, strip.wide)
        strip.gateByHidden(row)
        kernels.thin_convolution_gradient(
          strip.inputLines(around: row), strip.wide, panelWidth, sums, sums + layout.packedFirstBias)
      }
    }
    let gradients = parameters.gradients
    layout.forEachParameter { gradients[$0] = parameters.total($1, parts: parts) }
  }

  private func firstLayer(_ strip: MetaMaskStrip, beyond: Int) {
    for row in strip.rows.lowerBound - beyond..<strip.rows.upperBound + beyond {
      guard strip.isInside(row) else {
        strip.clearHidden(row)
        continue
      }
      kernels.thin_convolution(
        strip.inputLines(around: row), strip.parameters, strip.parameters + layout.packedFirstBias, panelWidth, true,
        strip.wide)
      strip.keepHidden(row)
    }
  }

  private func secondLayer(_ strip: MetaMaskStrip, row: Int) {
    kernels.thin_convolution(
      strip.hiddenLines(around: row), strip.parameters + layout.packedSecond,
      strip.parameters + layout.packedSecondBias, panelWidth, true, strip.wide)
  }

  /// - Returns: the number of strips.
  @discardableResult
  private func forEachStrip(
    _ losses: UnsafeBufferPointer<Float>, _ labels: UnsafeBufferPointer<Float>, _ body: (MetaMaskStrip, Int) -> Void
  ) -> Int {
    let pixels = width * height
    let strips = height.dividedRoundingUp(by: MetaMaskStrip.rowCount)
    precondition(losses.count % pixels == 0 && (inputs == 1 || labels.count >= losses.count))
    let count = losses.count / pixels * strips
    guard let losses = losses.baseAddress, let packed = packed.baseAddress, let scratch = scratch.baseAddress else {
      return 0
    }
    let floats = MetaMaskStrip.floats(width: width, inputs: inputs)
    pool.run(count) { item, worker in
      let (image, number) = item.quotientAndRemainder(dividingBy: strips)
      let first = number * MetaMaskStrip.rowCount
      body(
        MetaMaskStrip(
          scratch + worker * floats, width: width, height: height, inputs: inputs, image: image,
          rows: first..<min(height, first + MetaMaskStrip.rowCount), losses: losses, labels: labels.baseAddress,
          parameters: UnsafePointer(packed)), item)
    }
    return count
  }
}
