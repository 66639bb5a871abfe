internal import CKernels

/// 2x2 maximum with stride 2. Among equal maxima the first (row by row) passes the gradient.
struct MaxPooling: Layer {
  let source: FeatureMap
  let output: FeatureMap
  let handover: GradientHandover

  private static let rowsPerItem = 8

  private var itemsPerImage: Int { output.height.dividedRoundingUp(by: Self.rowsPerItem) }

  private func rows(ofItem item: Int) -> (image: Int, first: Int, count: Int) {
    let first = item % itemsPerImage * Self.rowsPerItem
    return (item / itemsPerImage, first, min(Self.rowsPerItem, output.height - first))
  }

  func forward(_ part: BatchPart) {
    let from = part.values(source)
    let to = part.values(output)
    part.run(part.imageCount * itemsPerImage) { item, _ in
      let (image, first, count) = rows(ofItem: item)
      fs_pool(
        part.kernels, from + image * source.floatsPerImage, Int32(source.width), Int32(source.paddedChannels),
        Int32(first), Int32(count), to + image * output.floatsPerImage)
    }
  }

  func backward(_ part: BatchPart) {
    let values = part.values(source)
    let from = part.gradients(output)
    let to = part.gradients(source)
    part.run(part.imageCount * itemsPerImage) { item, _ in
      let (image, first, count) = rows(ofItem: item)
      fs_pool_gradient(
        part.kernels, values + image * source.floatsPerImage, from + image * output.floatsPerImage,
        Int32(source.width), Int32(source.paddedChannels), Int32(first), Int32(count),
        to + image * source.floatsPerImage, handover.accumulates, handover.gates)
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
      let (image, first, count) = rows(ofItem: item)
      fs_pool_tangent(
        part.kernels, values + image * source.floatsPerImage, from + image * source.floatsPerImage,
        Int32(source.width), Int32(source.paddedChannels), Int32(first), Int32(count),
        to + image * output.floatsPerImage)
    }
  }
}

/// The tangent of the maximum: that of the first pixel that is as large.
private struct MaxPoolingTangent: TangentLayer {
  let primal: MaxPooling
  let source: FeatureMap
  let output: FeatureMap

  func forward(_ part: BatchPart) { primal.tangent(part, from: part.values(source), to: part.values(output)) }
}
