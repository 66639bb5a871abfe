internal import CKernels

extension NetworkDescription {
  /// 2x2 maximum with stride 2. Among equal maxima the first (row by row) passes the gradient.
  /// - Parameter source: of even height and width.
  package mutating func maxPooling(_ name: String, of source: FeatureMap) -> FeatureMap {
    add(MaxPooling(), name, of: [source])
  }
}

private struct MaxPooling: LayerDescription {
  func output(of sources: [FeatureMap]) -> MapShape {
    // Not marked as rectified: the ReLU's derivative is applied where the source's gradient is written.
    MapShape(height: sources[0].height / 2, width: sources[0].width / 2, channels: sources[0].channels)
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    MaxPoolingLayer(source: site.sources[0], output: site.output, gradientWrite: site.gradientWrites[0])
  }
}

private struct MaxPoolingLayer: Layer {
  let source: FeatureMap
  let output: FeatureMap
  let gradientWrite: GradientWrite?

  private static let rowsPerItem = 8

  private var itemsPerImage: Int { output.height.dividedRoundingUp(by: Self.rowsPerItem) }

  private func rows(ofItem item: Int) -> (image: Int, rows: FSPooling) {
    let first = item % itemsPerImage * Self.rowsPerItem
    let rows = FSPooling(
      width: source.width, channels: source.paddedChannels, firstRow: first,
      rowCount: min(Self.rowsPerItem, output.height - first))
    return (item / itemsPerImage, rows)
  }

  func forward(_ part: BatchPart) {
    let from = part.values(source)
    let to = part.values(output)
    part.run(part.imageCount * itemsPerImage) { item, _ in
      let (image, rows) = rows(ofItem: item)
      part.kernels.pool(from + image * source.floatsPerImage, rows, to + image * output.floatsPerImage)
    }
  }

  func backward(_ part: BatchPart) {
    guard let gradientWrite else { return }
    let values = part.values(source)
    let from = part.gradients(output)
    let to = part.gradients(source)
    part.run(part.imageCount * itemsPerImage) { item, _ in
      let (image, rows) = rows(ofItem: item)
      part.kernels.pool_gradient(
        values + image * source.floatsPerImage, from + image * output.floatsPerImage, rows,
        to + image * source.floatsPerImage, gradientWrite.accumulates, gradientWrite.gates)
    }
  }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    MaxPoolingTangent(primal: self, source: tangents.known(source), output: tangents.make(of: output))
  }

  fileprivate func tangent(
    _ part: BatchPart, from: UnsafeMutablePointer<Float>, to: UnsafeMutablePointer<Float>
  ) {
    let values = part.values(source)
    part.run(part.imageCount * itemsPerImage) { item, _ in
      let (image, rows) = rows(ofItem: item)
      part.kernels.pool_tangent(
        values + image * source.floatsPerImage, from + image * source.floatsPerImage, rows,
        to + image * output.floatsPerImage)
    }
  }
}

/// The tangent of the maximum: that of the first pixel that is as large.
private struct MaxPoolingTangent: TangentLayer {
  let primal: MaxPoolingLayer
  let source: FeatureMap
  let output: FeatureMap

  func forward(_ part: BatchPart) { primal.tangent(part, from: part.values(source), to: part.values(output)) }
}
