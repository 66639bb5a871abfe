import VolumeModel

/// Intensities between voxel centres by bilinear interpolation, for slices that are magnified past a sample a voxel.
struct LinearSampling {
  private let viewport: Viewport
  private let slice: Int

  init(viewport: Viewport, slice: Int) {
    self.viewport = viewport
    self.slice = slice
  }

  /// One sample's two neighbours along an axis and the fraction of the second; nil outside the volume.
  private struct Neighbours {
    let low: Int
    let high: Int
    let fraction: Float

    init?(_ place: Double, count: Int) {
      guard place >= 0, place < Double(count) else { return nil }
      let centre = min(Double(count - 1), max(0, place - 0.5))
      low = Int(centre)
      high = min(count - 1, low + 1)
      fraction = Float(centre - Double(low))
    }
  }

  /// A value a sample, row by row; NaN outside the volume. Where a neighbour is not finite the nearest voxel stands.
  func samples(of image: Volume<Float>) -> [Float] {
    let geometry = viewport.geometry
    let scale = viewport.voxelsPerSample
    let columns = (0..<viewport.columns).map {
      Neighbours(viewport.originColumn + (Double($0) + 0.5) * scale.x, count: geometry.right.count)
    }
    let strides = SampledSlice.Strides(geometry, slice: slice)
    var samples = [Float](repeating: .nan, count: viewport.columns * viewport.rows)
    image.withScalars { voxels in
      for j in 0..<viewport.rows {
        let place = viewport.originRow + (Double(j) + 0.5) * scale.y
        guard let row = Neighbours(place, count: geometry.down.count) else { continue }
        let upper = strides.start + row.low * strides.row
        let lower = strides.start + row.high * strides.row
        for i in 0..<viewport.columns {
          guard let column = columns[i] else { continue }
          let left = column.low * strides.column
          let right = column.high * strides.column
          let top = voxels[upper + left] * (1 - column.fraction) + voxels[upper + right] * column.fraction
          let bottom = voxels[lower + left] * (1 - column.fraction) + voxels[lower + right] * column.fraction
          let mean = top * (1 - row.fraction) + bottom * row.fraction
          samples[j * viewport.columns + i] =
            mean.isFinite
            ? mean : voxels[(row.fraction < 0.5 ? upper : lower) + (column.fraction < 0.5 ? left : right)]
        }
      }
    }
    return samples
  }
}
