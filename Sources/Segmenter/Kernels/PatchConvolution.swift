internal import CKernels

/// A 3x3 convolution as a product of explicit patches (im2col) with the weights, a few rows at a time.
///
/// Columns of a patch are ordered by source, tap, channel.
struct PatchConvolution: ConvolutionKernel {
  private let geometry: ConvolutionGeometry
  private let products: PatchProducts
  private let depth: Int
  private let dataDepth: Int
  private let rowsPerItem: Int
  private let workerFloats: Int
  private let packed: ArenaSlot
  private let packedTransposed: ArenaSlot?
  private let scratch: ArenaSlot
  private let backwardScratch: ArenaSlot?
  private let partSums: ArenaSlot?
  private let bias: ArenaSlot

  init(
    _ geometry: ConvolutionGeometry, products: PatchProducts, layer: Int, planner: inout NetworkPlanner
  ) {
    self.geometry = geometry
    self.products = products
    if case .openBLAS = products { PatchProducts.quietOpenBLAS() }
    depth = 9 * geometry.inputs
    dataDepth = 9 * geometry.outputs
    // Patches of one item stay within about 200 KB.
    let rowFloats = geometry.width * max(depth, geometry.handovers.contains { $0 != nil } ? dataDepth : 0)
    rowsPerItem = max(1, min(geometry.height, 50_000 / max(rowFloats, 1)))
    workerFloats = rowsPerItem * rowFloats + 80
    let outputs = geometry.paddedOutputs
    packed = planner.packedWeights(depth * outputs, layer: layer)
    bias = planner.packedWeights(outputs, layer: layer)
    scratch = planner.forwardScratch(workerFloats * planner.workerCount, layer: layer)
    packedTransposed = planner.backwardScratch(dataDepth * geometry.paddedInputs.paddedToPanel, layer: layer)
    backwardScratch = planner.backwardScratch(workerFloats * planner.workerCount, layer: layer)
    partSums = planner.backwardScratch(reductionParts * (depth + 1) * outputs, layer: layer)
  }

  private var itemsPerImage: Int { geometry.height.dividedRoundingUp(by: rowsPerItem) }

  private func rows(ofItem item: Int) -> (image: Int, rows: Range<Int>) {
    let image = item / itemsPerImage
    let first = item % itemsPerImage * rowsPerItem
    return (image, first..<min(geometry.height, first + rowsPerItem))
  }

  /// Patches of all sources for some rows of one image.
  private func gather(_ workspace: Workspace, image: Int, rows: Range<Int>, into patches: UnsafeMutablePointer<Float>) {
    for (map, firstInput, _) in geometry.placedSources {
      fs_patches(
        workspace.values(map) + image * map.floatsPerImage, Int32(map.height), Int32(map.width), Int32(map.channels),
        map.paddedChannels, Int32(rows.lowerBound), Int32(rows.count), patches + 9 * firstInput, depth)
    }
  }

  func forward(_ workspace: Workspace) {
    let outputs = geometry.paddedOutputs
    let weights = workspace.arena.pointer(packed)
    let addend = workspace.arena.pointer(bias)
    if workspace.repacksWeights { pack(workspace, weights, addend) }
    let base = workspace.arena.pointer(scratch)
    let output = workspace.values(geometry.output)
    workspace.pool.run(workspace.imageCount * itemsPerImage) { item, worker in
      let (image, rows) = self.rows(ofItem: item)
      let patches = base + worker * workerFloats
      gather(workspace, image: image, rows: rows, into: patches)
      let target = output + image * geometry.output.floatsPerImage + rows.lowerBound * geometry.width * outputs
      products.multiply(
        patches: patches, rows: rows.count * geometry.width, depth: depth, weights: weights, outputs: outputs,
        target: target, bias: addend, rectifies: geometry.output.isRectified, accumulates: false,
        kernels: workspace.kernels)
    }
  }

  /// Weights by column of a patch and output channel, as the products want them.
  private func pack(
    _ workspace: Workspace, _ packed: UnsafeMutablePointer<Float>, _ addend: UnsafeMutablePointer<Float>
  ) {
    let weights = workspace.parameters(geometry.weight)
    let biases = workspace.parameters(geometry.bias)
    let outputs = geometry.paddedOutputs
    for output in 0..<outputs {
      let exists = output < geometry.outputs
      addend[output] = exists ? biases[output] : 0
      for (map, firstInput, _) in geometry.placedSources {
        for tap in 0..<9 {
          for channel in 0..<map.channels {
            let column = 9 * firstInput + tap * map.channels + channel
            let from = (output * geometry.inputs + firstInput + channel) * 9 + tap
            packed[products.weightIndex(column: column, output: output, depth: depth, outputs: outputs)] =
              exists ? weights[from] : 0
          }
        }
      }
    }
  }

  func backwardWeights(_ workspace: Workspace) {
    let outputs = geometry.paddedOutputs
    let base = workspace.arena.pointer(backwardScratch)
    let sums = workspace.arena.pointer(partSums)
    let partFloats = (depth + 1) * outputs
    let outputGradient = workspace.gradients(geometry.output)
    let items = workspace.imageCount * itemsPerImage
    workspace.pool.run(reductionParts) { part, worker in
      let sum = sums + part * partFloats
      sum.update(repeating: 0, count: partFloats)
      let patches = base + worker * workerFloats
      for item in stretch(part, of: reductionParts, over: items) {
        let (image, rows) = self.rows(ofItem: item)
        gather(workspace, image: image, rows: rows, into: patches)
        let pixels = rows.count * geometry.width
        let gradient =
          outputGradient + image * geometry.output.floatsPerImage + rows.lowerBound * geometry.width * outputs
        products.addTransposed(
          patches: patches, rows: pixels, depth: depth, gradient: gradient, outputs: outputs, sums: sum,
          kernels: workspace.kernels)
        fs_column_sums(workspace.kernels, gradient, Int32(pixels), Int32(outputs), outputs, sum + depth * outputs)
      }
    }
    let weightGradient = workspace.gradients(geometry.weight)
    let biasGradient = workspace.gradients(geometry.bias)
    func total(_ index: Int) -> Float {
      var sum: Float = 0
      for part in 0..<reductionParts { sum += sums[part * partFloats + index] }
      return sum
    }
    for output in 0..<geometry.outputs {
      for (map, firstInput, _) in geometry.placedSources {
        for tap in 0..<9 {
          for channel in 0..<map.channels {
            let column = 9 * firstInput + tap * map.channels + channel
            weightGradient[(output * geometry.inputs + firstInput + channel) * 9 + tap] =
              total(column * outputs + output)
          }
        }
      }
      biasGradient[output] = total(depth * outputs + output)
    }
  }

  func backwardData(_ workspace: Workspace) {
    let packed = workspace.arena.pointer(packedTransposed)
    let base = workspace.arena.pointer(backwardScratch)
    let weights = workspace.parameters(geometry.weight)
    let output = geometry.output
    let outputGradient = workspace.gradients(output)
    for ((map, firstInput, _), handover) in zip(geometry.placedSources, geometry.handovers) {
      guard let handover else { continue }
      // Weights turned by 180 degrees and transposed: by (tap, output channel) and source channel.
      let channels = map.paddedChannels.paddedToPanel
      for channel in 0..<channels {
        for tap in 0..<9 {
          for from in 0..<geometry.outputs {
            let value =
              channel < map.channels ? weights[(from * geometry.inputs + firstInput + channel) * 9 + 8 - tap] : 0
            let column = tap * geometry.outputs + from
            packed[products.weightIndex(column: column, output: channel, depth: dataDepth, outputs: channels)] = value
          }
        }
      }
      let gradient = workspace.gradients(map)
      let value = workspace.values(map)
      workspace.pool.run(workspace.imageCount * itemsPerImage) { item, worker in
        let (image, rows) = self.rows(ofItem: item)
        let patches = base + worker * workerFloats
        fs_patches(
          outputGradient + image * output.floatsPerImage, Int32(output.height), Int32(output.width),
          Int32(output.channels), output.paddedChannels, Int32(rows.lowerBound), Int32(rows.count), patches, dataDepth)
        let offset = image * map.floatsPerImage + rows.lowerBound * map.width * map.paddedChannels
        products.multiply(
          patches: patches, rows: rows.count * map.width, depth: dataDepth, weights: packed, outputs: channels,
          target: gradient + offset, bias: nil, rectifies: false, accumulates: handover.accumulates,
          kernels: workspace.kernels)
        if handover.gates {
          fs_gate(workspace.kernels, value + offset, gradient + offset, rows.count * map.width * map.paddedChannels)
        }
      }
    }
  }
}
