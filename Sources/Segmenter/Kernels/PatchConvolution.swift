internal import CKernels

/// A 3x3 or 3x3x3 convolution as a product of explicit patches (im2col) with the weights, a few rows at a time.
///
/// Columns of a patch are ordered by source, tap, channel.
struct PatchConvolution: ConvolutionKernel {
  private let geometry: ConvolutionGeometry
  private let products: PatchProducts
  private let depth: Int
  private let dataDepth: Int
  private let rowsPerItem: Int
  private let packed: ArenaSlot
  private let packedTransposed: ArenaSlot?
  private let scratch: WorkerSlot
  private let backwardScratch: WorkerSlot?
  private let partSums: ArenaSlot?
  private let bias: ArenaSlot

  init(
    _ geometry: ConvolutionGeometry, products: PatchProducts, layer: Int, planner: inout NetworkPlanner
  ) {
    self.geometry = geometry
    self.products = products
    if case .openBLAS = products { PatchProducts.quietOpenBLAS() }
    depth = geometry.taps * geometry.columns
    dataDepth = geometry.taps * geometry.outputs
    // Patches of one item stay within about 200 KB.
    let rowFloats = geometry.width * max(depth, geometry.gradientWrites.contains { $0 != nil } ? dataDepth : 0)
    rowsPerItem = max(1, min(geometry.height, 50_000 / max(rowFloats, 1)))
    let outputs = geometry.paddedOutputs
    packed = planner.packedWeights(depth * outputs, layer: layer)
    bias = planner.packedWeights(outputs, layer: layer)
    let patchFloats = rowsPerItem * rowFloats
    scratch = planner.forwardWorkerScratch(patchFloats, layer: layer)
    packedTransposed = planner.backwardScratch(dataDepth * geometry.paddedInputs.paddedToPanel, layer: layer)
    backwardScratch = planner.backwardWorkerScratch(patchFloats, layer: layer)
    partSums = planner.backwardScratch(planner.sumLimit * (depth + 1) * outputs, layer: layer)
  }

  private var itemsPerSlice: Int { geometry.height.dividedRoundingUp(by: rowsPerItem) }
  private var itemsPerImage: Int { geometry.output.depth * itemsPerSlice }

  /// Some rows of one slice.
  private struct Item {
    let image: Int
    let slice: Int
    let rows: Range<Int>
    let pixels: Int

    /// Floats from the first image's first number of a map to the rows'.
    func offset(in map: FeatureMap) -> Int {
      image * map.floatsPerImage + slice * map.floatsPerSlice + rows.lowerBound * map.width * map.paddedChannels
    }
  }

  private func item(_ number: Int) -> Item {
    let (slice, row) = (number / itemsPerSlice, number % itemsPerSlice * rowsPerItem)
    let rows = row..<min(geometry.height, row + rowsPerItem)
    return Item(
      image: slice / geometry.output.depth, slice: slice % geometry.output.depth, rows: rows,
      pixels: rows.count * geometry.width)
  }

  /// Patches of all sources.
  private func gather(_ part: BatchPart, _ item: Item, into patches: UnsafeMutablePointer<Float>) {
    for term in geometry.terms {
      gather(term.map, part.values(term.map), item, into: patches + geometry.taps * term.firstColumn, rowStride: depth)
    }
  }

  /// Patches of one map; zeros where they reach above or below it.
  private func gather(
    _ map: FeatureMap, _ data: UnsafeMutablePointer<Float>, _ item: Item, into patches: UnsafeMutablePointer<Float>,
    rowStride: Int
  ) {
    for (number, offset) in geometry.sliceOffsets.enumerated() {
      let to = patches + number * 9 * map.channels
      let slice = item.slice + offset
      if (0..<map.depth).contains(slice) {
        let from = data + item.image * map.floatsPerImage + slice * map.floatsPerSlice
        fs_patches(map.rows(item.rows, at: from, dilation: geometry.dilation), to, rowStride)
      } else {
        for pixel in 0..<item.pixels { (to + pixel * rowStride).update(repeating: 0, count: 9 * map.channels) }
      }
    }
  }

  func prepareForward(_ workspace: Workspace) {
    pack(workspace, workspace.arena.pointer(packed), workspace.arena.pointer(bias))
  }

  func forward(_ part: BatchPart) {
    let outputs = geometry.paddedOutputs
    let weights = part.pointer(packed)
    let addend = part.pointer(bias)
    let output = part.values(geometry.output)
    part.run(part.imageCount * itemsPerImage) { number, worker in
      let item = item(number)
      let patches = part.pointer(scratch, worker: worker)
      gather(part, item, into: patches)
      let target = output + item.offset(in: geometry.output)
      products.multiply(
        patches: patches, rows: item.pixels, depth: depth, weights: weights, outputs: outputs,
        target: target, bias: addend, rectifies: geometry.output.isRectified, accumulates: false,
        kernels: part.kernels)
      if let gate = geometry.gate {
        let values = part.values(gate) + (target - output)
        part.kernels.gate(values, target, item.pixels * outputs)
      }
    }
  }

  /// Weights by column of a patch and output channel, as the products read them.
  private func pack(
    _ workspace: Workspace, _ packed: UnsafeMutablePointer<Float>, _ addend: UnsafeMutablePointer<Float>
  ) {
    let biases = workspace.parameters(geometry.bias, in: geometry.biasSlab)
    let outputs = geometry.paddedOutputs
    for output in 0..<outputs {
      let exists = output < geometry.outputs
      addend[output] = exists ? biases[output] : 0
      for term in geometry.terms {
        let weights = workspace.parameters(geometry.weight, in: term.slab)
        for tap in 0..<geometry.taps {
          for channel in 0..<term.map.channels {
            let column = geometry.taps * term.firstColumn + tap * term.map.channels + channel
            let from = (output * geometry.inputs + term.firstInput + channel) * geometry.taps + tap
            packed[products.weightIndex(column: column, output: output, depth: depth, outputs: outputs)] =
              exists ? weights[from] : 0
          }
        }
      }
    }
  }

  /// Weights turned by 180 degrees in every direction and transposed: by (tap, output channel) and source channel, source after source.
  func prepareBackward(_ workspace: Workspace) {
    let weights = workspace.parameters(geometry.weight)
    for ((map, firstInput, firstRow), gradientWrite) in zip(geometry.placedSources, geometry.gradientWrites)
    where gradientWrite != nil {
      let packed = workspace.arena.pointer(packedTransposed) + dataDepth * firstRow
      for channel in 0..<map.paddedChannels {
        for tap in 0..<geometry.taps {
          for from in 0..<geometry.outputs {
            let turned = geometry.taps - 1 - tap
            let value =
              channel < map.channels
              ? weights[(from * geometry.inputs + firstInput + channel) * geometry.taps + turned] : 0
            let column = tap * geometry.outputs + from
            let index = products.weightIndex(
              column: column, output: channel, depth: dataDepth, outputs: map.paddedChannels)
            packed[index] = value
          }
        }
      }
    }
  }

  func backward(_ part: BatchPart) {
    sumWeightGradients(part)
    let output = geometry.output
    let outputGradient = part.gradients(output)
    for ((map, _, firstRow), gradientWrite) in zip(geometry.placedSources, geometry.gradientWrites) {
      guard let gradientWrite else { continue }
      let packed = part.pointer(packedTransposed) + dataDepth * firstRow
      let gradient = part.gradients(map)
      let value = part.values(map)
      part.run(part.imageCount * itemsPerImage) { number, worker in
        let item = item(number)
        let patches = part.pointer(backwardScratch, worker: worker)
        gather(output, outputGradient, item, into: patches, rowStride: dataDepth)
        let offset = item.offset(in: map)
        products.multiply(
          patches: patches, rows: item.pixels, depth: dataDepth, weights: packed,
          outputs: map.paddedChannels, target: gradient + offset, bias: nil, rectifies: false,
          accumulates: gradientWrite.accumulates, kernels: part.kernels)
        if gradientWrite.gates {
          part.kernels.gate(value + offset, gradient + offset, item.pixels * map.paddedChannels)
        }
      }
    }
  }

  private var sumFloats: Int { (depth + 1) * geometry.paddedOutputs }

  private func sumWeightGradients(_ part: BatchPart) {
    let outputs = geometry.paddedOutputs
    let sums = part.pointer(partSums)
    let outputGradient = part.gradients(geometry.output)
    part.runSums(itemsPerImage) { number, items, worker in
      let sum = sums + number * sumFloats
      sum.update(repeating: 0, count: sumFloats)
      let patches = part.pointer(backwardScratch, worker: worker)
      for number in items {
        let item = item(number)
        gather(part, item, into: patches)
        let gradient = outputGradient + item.offset(in: geometry.output)
        products.addTransposed(
          patches: patches, rows: item.pixels, depth: depth, gradient: gradient, outputs: outputs, sums: sum,
          kernels: part.kernels)
        part.kernels.column_sums(FSMatrix(gradient, rows: item.pixels, columns: outputs), sum + depth * outputs)
      }
    }
  }

  func finishBackward(_ batch: BatchPart) {
    let outputs = geometry.paddedOutputs
    let sums = batch.pointer(partSums)
    let weightGradient = batch.workspace.gradients(geometry.weight)
    let biasGradient = batch.workspace.gradients(geometry.bias)
    func total(_ index: Int) -> Float {
      var sum: Float = 0
      for part in 0..<batch.sumCount { sum += sums[part * sumFloats + index] }
      return sum
    }
    for output in 0..<geometry.outputs {
      for (map, firstInput, _) in geometry.placedSources {
        for tap in 0..<geometry.taps {
          for channel in 0..<map.channels {
            let column = geometry.taps * firstInput + tap * map.channels + channel
            weightGradient[(output * geometry.inputs + firstInput + channel) * geometry.taps + tap] =
              total(column * outputs + output)
          }
        }
      }
      biasGradient[output] = total(depth * outputs + output)
    }
  }
}

extension FeatureMap {
  /// Some rows of one slice of the map.
  fileprivate func rows(
    _ rows: Range<Int>, at slice: UnsafeMutablePointer<Float>, dilation: Int
  ) -> FSImageRows {
    FSImageRows(
      data: slice, height: height, width: width, channels: channels, pixelStride: paddedChannels,
      firstRow: rows.lowerBound, rowCount: rows.count, dilation: dilation)
  }
}
