internal import CKernels

extension NetworkDescription {
  /// Two 3x3 convolutions to 8 channels with ReLU and a 1x1 convolution to a logit, as one layer that works in strips of
  /// rows: the margins of a strip are computed anew in each, so that no map but the result is stored.
  /// - Parameter source: an input of one or two channels; its gradient is not computed.
  mutating func metaMaskLayers(_ name: String, of source: FeatureMap) -> FeatureMap {
    add(MetaMaskLayers(), name, of: [source])
  }
}

private struct MetaMaskLayers: LayerDescription {
  func output(of sources: [FeatureMap]) -> MapShape {
    MapShape(height: sources[0].height, width: sources[0].width, channels: 1).unpadded
  }

  func parameters(for sources: [FeatureMap]) -> [ParameterShape] {
    let (inputs, channels) = (sources[0].channels, MetaMaskLayout.channels)
    // One stream of random numbers draws them all (`MetaMaskNetwork`).
    return [
      ParameterShape("conv1.weight", [channels, inputs, 3, 3], start: .constant(0)),
      ParameterShape("conv1.bias", [channels], start: .constant(0)),
      ParameterShape("conv2.weight", [channels, channels, 3, 3], start: .constant(0)),
      ParameterShape("conv2.bias", [channels], start: .constant(0)),
      ParameterShape("head.weight", [1, channels, 1, 1], start: .constant(0)),
      ParameterShape("head.bias", [1], start: .constant(0)),
    ]
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    MetaMaskLayer(site, planner: &planner)
  }
}

private struct MetaMaskLayer: Layer {
  private let source: FeatureMap
  private let output: FeatureMap
  private let layout: MetaMaskLayout
  private let packed: ArenaSlot
  private let scratch: WorkerSlot
  /// What each strip of each image adds to the gradient.
  private let sums: ArenaSlot?

  init(_ site: LayerSite, planner: inout NetworkPlanner) {
    precondition(site.gradientWrites[0] == nil)
    source = site.sources[0]
    output = site.output
    layout = MetaMaskLayout(inputs: source.channels)
    // Needed in both directions; the frames of the lines stay zero from the beginning.
    packed = planner.arena.reserve(floats: layout.packedCountWithTurned, during: planner.always)
    scratch = planner.workerArena.reserveForWorker(
      floats: MetaMaskStrip.floats(width: source.width, inputs: source.channels), during: planner.always)
    let strips = source.height.dividedRoundingUp(by: MetaMaskStrip.rowCount)
    sums = planner.backwardScratch(planner.capacity * strips * layout.packedCount, layer: site.number)
  }

  private var stripsPerImage: Int { source.height.dividedRoundingUp(by: MetaMaskStrip.rowCount) }

  func prepareForward(_ workspace: Workspace) {
    layout.pack(UnsafePointer(workspace.parameters), into: workspace.arena.pointer(packed))
  }

  func prepareBackward(_ workspace: Workspace) { prepareForward(workspace) }

  /// Calls `body` with every strip of the part and its number in the batch.
  private func forEachStrip(_ part: BatchPart, _ body: (MetaMaskStrip, Int) -> Void) {
    let strips = stripsPerImage
    let input = UnsafePointer(part.values(source))
    let parameters = UnsafePointer(part.pointer(packed))
    part.run(part.imageCount * strips) { item, worker in
      let (image, number) = item.quotientAndRemainder(dividingBy: strips)
      let first = number * MetaMaskStrip.rowCount
      body(
        MetaMaskStrip(
          part.pointer(scratch, worker: worker), width: source.width, height: source.height, inputs: source.channels,
          image: image, rows: first..<min(source.height, first + MetaMaskStrip.rowCount), input: input,
          parameters: parameters),
        part.images.lowerBound * strips + item)
    }
  }

  func forward(_ part: BatchPart) {
    let logits = part.values(output)
    forEachStrip(part) { strip, _ in
      strip.loadInputs(beyond: 2)
      firstLayer(part, strip, beyond: 1)
      for row in strip.rows {
        secondLayer(part, strip, row: row)
        part.kernels.head(
          strip.wide, panelWidth, source.width, strip.parameters + layout.packedLast,
          strip.parameters[layout.packedLastBias], logits + strip.firstPixel(ofRow: row))
      }
    }
  }

  func backward(_ part: BatchPart) {
    let gradients = part.gradients(output)
    let allSums = part.pointer(sums)
    forEachStrip(part) { strip, number in
      let sums = allSums + number * layout.packedCount
      sums.update(repeating: 0, count: layout.packedCount)
      strip.loadInputs(beyond: 3)
      firstLayer(part, strip, beyond: 2)
      for row in strip.rows.lowerBound - 1..<strip.rows.upperBound + 1 {
        guard strip.isInside(row) else {
          strip.clearSecondGradient(row)
          continue
        }
        secondLayer(part, strip, row: row)
        // Rows of the margin are another strip's to add up.
        let isOwn = strip.rows.contains(row)
        part.kernels.head_gradient(
          strip.wide, gradients + strip.firstPixel(ofRow: row), panelWidth, source.width,
          strip.parameters + layout.packedLast, strip.wideGradients,
          isOwn ? sums + layout.packedLast : strip.discarded,
          isOwn ? sums + layout.packedLastBias : strip.discarded + panelWidth)
        strip.keepSecondGradient(row)
        guard isOwn else { continue }
        part.kernels.thin_convolution_gradient(
          strip.hiddenLines(around: row), strip.wideGradients, panelWidth, sums + layout.packedSecond,
          sums + layout.packedSecondBias)
      }
      for row in strip.rows {
        part.kernels.thin_convolution(
          strip.secondGradientLines(around: row), strip.parameters + layout.packedTurned, strip.zeros, panelWidth,
          false, strip.wide)
        strip.gateByHidden(row)
        part.kernels.thin_convolution_gradient(
          strip.inputLines(around: row), strip.wide, panelWidth, sums, sums + layout.packedFirstBias)
      }
    }
  }

  /// One sum over the strips of all images, in their order, so that bits do not depend on who worked on which.
  func finishBackward(_ batch: BatchPart) {
    let sums = batch.pointer(sums)
    let gradients = batch.workspace.parameterGradients
    layout.forEachParameter { index, place in
      var sum = 0.0
      for strip in 0..<batch.imageCount * stripsPerImage { sum += Double(sums[strip * layout.packedCount + place]) }
      gradients[index] = Float(sum)
    }
  }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    preconditionFailure("the layers of the meta mask network have no tangent pass")
  }

  private func firstLayer(_ part: BatchPart, _ strip: MetaMaskStrip, beyond: Int) {
    for row in strip.rows.lowerBound - beyond..<strip.rows.upperBound + beyond {
      guard strip.isInside(row) else {
        strip.clearHidden(row)
        continue
      }
      part.kernels.thin_convolution(
        strip.inputLines(around: row), strip.parameters, strip.parameters + layout.packedFirstBias, panelWidth, true,
        strip.wide)
      strip.keepHidden(row)
    }
  }

  private func secondLayer(_ part: BatchPart, _ strip: MetaMaskStrip, row: Int) {
    part.kernels.thin_convolution(
      strip.hiddenLines(around: row), strip.parameters + layout.packedSecond,
      strip.parameters + layout.packedSecondBias, panelWidth, true, strip.wide)
  }
}
