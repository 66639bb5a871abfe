internal import CKernels

/// A 3x3 convolution of the image itself, whose one to a few channels would leave a panel mostly empty: summed directly,
/// line by line. The image needs no gradient.
struct ThinConvolution: ConvolutionKernel {
  private let geometry: ConvolutionGeometry
  private let source: FeatureMap
  private let packed: ArenaSlot
  private let bias: ArenaSlot
  private let lines: WorkerSlot
  private let backwardLines: WorkerSlot?
  private let sums: ArenaSlot?

  private static let rowsPerItem = 8

  init(_ geometry: ConvolutionGeometry, source: FeatureMap, layer: Int, planner: inout NetworkPlanner) {
    self.geometry = geometry
    self.source = source
    let lineFloats = 3 * (geometry.width + 1 + Int(FS_THIN_MARGIN)) * source.channels
    packed = planner.packedWeights(9 * source.channels * geometry.paddedOutputs, layer: layer)
    bias = planner.packedWeights(geometry.paddedOutputs, layer: layer)
    lines = planner.forwardWorkerScratch(lineFloats, layer: layer)
    backwardLines = planner.backwardWorkerScratch(lineFloats, layer: layer)
    sums = planner.backwardScratch(
      planner.sumLimit * (9 * source.channels + 1) * geometry.paddedOutputs, layer: layer)
  }

  private var depth: Int { 9 * source.channels }
  private var lineStride: Int { (geometry.width + 1 + Int(FS_THIN_MARGIN)) * source.channels }

  /// Where the weight of an output, a tap and a channel lies.
  private func index(output: Int, tap: Int, channel: Int) -> Int {
    (output / panelWidth * depth + tap * source.channels + channel) * panelWidth + output % panelWidth
  }

  func prepareForward(_ workspace: Workspace) {
    let packed = workspace.arena.pointer(packed)
    let addend = workspace.arena.pointer(bias)
    let weights = workspace.parameters(geometry.weight)
    let biases = workspace.parameters(geometry.bias)
    for output in 0..<geometry.paddedOutputs {
      let exists = output < geometry.outputs
      addend[output] = exists ? biases[output] : 0
      for channel in 0..<source.channels {
        for tap in 0..<9 {
          packed[index(output: output, tap: tap, channel: channel)] =
            exists ? weights[(output * source.channels + channel) * 9 + tap] : 0
        }
      }
    }
  }

  /// Calls `body` with the three lines around every row, framed with zeros.
  private func forEachRow(
    _ rows: Range<Int>, of image: UnsafeMutablePointer<Float>, in buffer: UnsafeMutablePointer<Float>,
    _ body: (Int, FSLines) -> Void
  ) {
    let floats = geometry.width * source.channels
    func fill(_ row: Int) {
      let line = buffer + (row + 3) % 3 * lineStride
      guard row >= 0, row < geometry.height else { return line.update(repeating: 0, count: lineStride) }
      line.update(repeating: 0, count: source.channels)
      (line + source.channels).update(from: image + row * floats, count: floats)
      (line + source.channels + floats).update(repeating: 0, count: lineStride - source.channels - floats)
    }
    fill(rows.lowerBound - 1)
    fill(rows.lowerBound)
    for row in rows {
      fill(row + 1)
      func line(_ row: Int) -> UnsafePointer<Float> { UnsafePointer(buffer + (row + 3) % 3 * lineStride) }
      body(
        row,
        FSLines(
          above: line(row - 1), middle: line(row), below: line(row + 1), width: geometry.width,
          channels: source.channels))
    }
  }

  func forward(_ part: BatchPart) {
    let weights = part.pointer(packed)
    let addend = part.pointer(bias)
    let from = part.values(source)
    let to = part.values(geometry.output)
    let line = geometry.width * geometry.paddedOutputs
    let itemsPerImage = geometry.height.dividedRoundingUp(by: Self.rowsPerItem)
    part.run(part.imageCount * itemsPerImage) { item, worker in
      let image = item / itemsPerImage
      let first = item % itemsPerImage * Self.rowsPerItem
      forEachRow(
        first..<min(geometry.height, first + Self.rowsPerItem), of: from + image * source.floatsPerImage,
        in: part.pointer(lines, worker: worker)
      ) { row, lines in
        part.kernels.thin_convolution(
          lines, weights, addend, geometry.paddedOutputs, geometry.output.isRectified,
          to + image * geometry.output.floatsPerImage + row * line)
      }
    }
  }

  private var sumFloats: Int { (depth + 1) * geometry.paddedOutputs }

  func prepareBackward(_ workspace: Workspace) {}

  func backward(_ part: BatchPart) {
    let sums = part.pointer(self.sums)
    let from = part.values(source)
    let gradient = part.gradients(geometry.output)
    let line = geometry.width * geometry.paddedOutputs
    let height = geometry.height
    part.runSums(height) { number, rows, worker in
      let sum = sums + number * sumFloats
      sum.update(repeating: 0, count: sumFloats)
      // The block may reach over several images; each is framed by itself.
      var first = rows.lowerBound
      while first < rows.upperBound {
        let image = first / height
        let last = min(rows.upperBound, (image + 1) * height)
        forEachRow(
          first - image * height..<last - image * height, of: from + image * source.floatsPerImage,
          in: part.pointer(backwardLines, worker: worker)
        ) { row, lines in
          part.kernels.thin_convolution_gradient(
            lines, gradient + image * geometry.output.floatsPerImage + row * line, geometry.paddedOutputs, sum,
            sum + depth * geometry.paddedOutputs)
        }
        first = last
      }
    }
  }

  func finishBackward(_ batch: BatchPart) {
    let sums = batch.pointer(self.sums)
    func total(_ index: Int) -> Float {
      (0..<batch.sumCount).reduce(0) { $0 + sums[$1 * sumFloats + index] }
    }
    let weightGradient = batch.workspace.gradients(geometry.weight)
    let biasGradient = batch.workspace.gradients(geometry.bias)
    for output in 0..<geometry.outputs {
      for channel in 0..<source.channels {
        for tap in 0..<9 {
          weightGradient[(output * source.channels + channel) * 9 + tap] =
            total(index(output: output, tap: tap, channel: channel))
        }
      }
      biasGradient[output] = total(depth * geometry.paddedOutputs + output)
    }
  }
}
