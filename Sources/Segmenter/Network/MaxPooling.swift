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

  func forward(_ workspace: Workspace) {
    let from = workspace.values(source)
    let to = workspace.values(output)
    workspace.pool.run(workspace.imageCount * itemsPerImage) { item, _ in
      let (image, first, count) = rows(ofItem: item)
      fs_pool(
        workspace.kernels, from + image * source.floatsPerImage, Int32(source.width), Int32(source.paddedChannels),
        Int32(first), Int32(count), to + image * output.floatsPerImage)
    }
  }

  func backward(_ workspace: Workspace) {
    let values = workspace.values(source)
    let from = workspace.gradients(output)
    let to = workspace.gradients(source)
    workspace.pool.run(workspace.imageCount * itemsPerImage) { item, _ in
      let (image, first, count) = rows(ofItem: item)
      fs_pool_gradient(
        workspace.kernels, values + image * source.floatsPerImage, from + image * output.floatsPerImage,
        Int32(source.width), Int32(source.paddedChannels), Int32(first), Int32(count),
        to + image * source.floatsPerImage, handover.accumulates, handover.gates)
    }
  }
}
