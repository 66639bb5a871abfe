package import VolumeModel

/// A slice on a screen of pixels: which samples are taken, and how large each of them is drawn.
///
/// Samples finer than the voxels would say nothing more, so that magnified slices take a whole number of samples a voxel
/// on the voxels' own edges, and the screen enlarges them.
package struct PixelView: Sendable, Hashable {
  package let viewport: Viewport
  /// Width (x) and height (y) of a sample in pixels of the screen.
  package let enlargement: SIMD2<Double>

  /// About as large are the largest samples, in pixels: thin enough for the lines of crosshair, outlines and hatches.
  private static let largestSample = 3.0
  /// More samples than this are not interpolated between voxels: the screen enlarges what is finer than can be seen.
  private static let mostInterpolated = 300_000.0

  /// - Parameters:
  ///   - width: pixels of the screen across; they are square.
  ///   - height: pixels of the screen down.
  ///   - coarseness: how many times larger samples are than they need be, for slow lines.
  ///   - isInterpolated: whether the image is smoothed between voxels.
  package init(
    geometry: SliceGeometry, crop: VoxelBox, width: Int, height: Int, zoom: Double, centre: SIMD2<Double>?,
    isInterpolated: Bool, coarseness: Int = 1
  ) {
    let screen = Viewport(
      geometry: geometry, crop: crop, columns: width, rows: height, sampleAspect: 1, zoom: zoom, centre: centre)
    let pixelsPerVoxel = SIMD2(1, 1) / screen.voxelsPerSample
    var samples = screen.voxelsPerSample
    var origin = SIMD2(screen.originColumn, screen.originRow)
    if isInterpolated {
      let pixels = Double(width) * Double(height)
      samples *= max(1, (pixels / Self.mostInterpolated).squareRoot())
    } else if pixelsPerVoxel.min() >= 2 {
      for axis in 0..<2 {
        let perVoxel = (pixelsPerVoxel[axis] / Self.largestSample).rounded(.up)
        samples[axis] = 1 / max(1, perVoxel)
        origin[axis] = origin[axis].rounded()
      }
    }
    samples *= Double(max(1, coarseness))
    enlargement = samples * pixelsPerVoxel
    viewport = screen.resampled(
      voxelsPerSample: samples, origin: origin, columns: Int((Double(screen.columns) / enlargement.x).rounded(.up)),
      rows: Int((Double(screen.rows) / enlargement.y).rounded(.up)))
  }
}
