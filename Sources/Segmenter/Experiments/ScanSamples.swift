package import VolumeModel

/// How many samples a network sees of a scan: slices, or blocks of them where it sees several at once.
package struct ScanSamples: Sendable, Hashable {
  /// Of the network's input around the brain, in pixels.
  package let width: Int
  package let height: Int
  /// With lesions.
  package let trainingSamples: Int
  /// Of the whole brain.
  package let predictedSamples: Int

  package init(brain: Mask, lesions: Mask, architecture: UNetArchitecture) {
    let frame = AxialFrame(brain.grid)
    let whole = SliceWindow(column: 0, row: 0, width: frame.width, height: frame.height)
    let box = frame.box(of: brain)
    let window = SliceWindow(
      around: box?.window ?? whole, margin: SliceWindow.margin, multiple: architecture.sliceMultiple)
    (width, height) = (window.width, window.height)
    let lesionSlices = AxialSlices(lesions.grid).occupied(by: lesions)
    let depth = architecture.slicesPerImage
    guard let slices = box?.slices, depth > 1 else {
      trainingSamples = lesionSlices.count
      predictedSamples = box?.slices.count ?? 0
      return
    }
    trainingSamples = SliceBlock.sideBySide(slices, depth: depth).count {
      lesionSlices.contains(where: $0.kept.contains)
    }
    predictedSamples = SliceBlock.overlapping(slices, depth: depth).count
  }
}
