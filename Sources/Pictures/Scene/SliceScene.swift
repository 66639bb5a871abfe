package import TerminalIO
package import VolumeModel

/// What pictures of slices are made of, whichever slice and whatever size: an image, its overlays and how they are drawn.
package struct SliceScene: Sendable {
  package let grid: VoxelGrid
  /// What is shown at zoom 1, in voxels.
  package let crop: VoxelBox
  package let image: Volume<Float>
  package let window: IntensityWindow
  /// What is drawn over the image, from the bottom up.
  package var overlays: [DrawnOverlay]
  /// Whether raters and prediction are drawn as the regions of the disagreement map.
  package var mapsRegions = false
  package let theme: Theme
  package var isInterpolated = false
  /// Whether a part is looked at closely: masks are outlines then where samples are finer than voxels.
  package var isZoomed = false
  /// Whether fills are hatched where raters differ, which says the same without colour.
  package var hatchesFills = true
  /// Whether regions of the disagreement map are.
  package var hatchesRegions = true
  package var convention: SliceGeometry.Convention = .radiological
  package var nose: SliceGeometry.Nose = .left

  package init(
    grid: VoxelGrid, crop: VoxelBox, image: Volume<Float>, window: IntensityWindow, overlays: [DrawnOverlay],
    theme: Theme
  ) {
    self.grid = grid
    self.crop = crop
    self.image = image
    self.window = window
    self.overlays = overlays
    self.theme = theme
  }

  package func geometry(of plane: Plane) -> SliceGeometry {
    SliceGeometry(plane: plane, grid: grid, convention: convention, nose: nose)
  }

  /// How the marks of the overlays look in cells and as strokes.
  package var looks: MarkLooks { MarkLooks(overlays, theme: theme) }

  /// The samples of a slice with every mark of the overlays.
  package func paintedSamples(_ viewport: Viewport, slice: Int) -> [PaintedSample] {
    // Along the side of a square as large as a sample.
    let fineness = (viewport.voxelsPerSample.x * viewport.voxelsPerSample.y).squareRoot()
    let overlays = isZoomed ? overlays.drawn(at: fineness) : overlays
    let sampled = SampledSlice(
      image: image, window: window, overlays: overlays, mapsRegions: mapsRegions, viewport: viewport, slice: slice,
      isInterpolated: isInterpolated)
    var painted = SamplePainter(
      window: window, overlays: overlays, theme: theme, mapsRegions: mapsRegions, hatchesFills: hatchesFills,
      hatchesRegions: hatchesRegions
    ).paint(sampled)
    if viewport.voxelsPerSample.min() > 1 { SmallMarks.emphasise(&painted, columns: viewport.columns, looks) }
    return painted
  }

  /// The slice as pixels: area means and downsampled masks like the screen's, but one sample a pixel, with the letters of
  /// the edges around it. Bare, it is the samples alone, to the edge and without hatches.
  package func raster(
    plane: Plane, slice: Int, zoom: Double = 1, centre: SIMD3<Double>? = nil, width: Int, height: Int,
    isBare: Bool = false
  ) -> Raster {
    var raster = Raster(width: width, height: height)
    let margin = isBare ? 0 : PictureLetters.margin
    let columns = max(1, width - 2 * margin)
    let rows = max(1, height - 2 * margin)
    let geometry = geometry(of: plane)
    let viewport = Viewport(
      geometry: geometry, crop: crop, columns: columns, rows: rows, sampleAspect: 1, zoom: zoom,
      centre: centre.map(geometry.planePosition))
    let painted = paintedSamples(viewport, slice: slice)
    let looks = looks
    for row in 0..<rows {
      for column in 0..<columns {
        let sample = painted[row * columns + column]
        let (x, y) = (margin + column, margin + row)
        raster[x, y] = isBare ? sample.colour : Self.pixel(of: sample, x: x, y: y, looks)
      }
    }
    if !isBare { Self.drawLetters(of: geometry, on: &raster) }
    return raster
  }

  /// Painted samples as pixels, with the strokes of those that are hatched.
  package func raster(of painted: [PaintedSample], columns: Int) -> Raster {
    let looks = looks
    var pixels: [RGB] = []
    pixels.reserveCapacity(painted.count)
    for (index, sample) in painted.enumerated() {
      pixels.append(
        sample.isHatched ? Self.pixel(of: sample, x: index % columns, y: index / columns, looks) : sample.colour)
    }
    return Raster(width: columns, pixels: pixels)
  }

  private static func pixel(of sample: PaintedSample, x: Int, y: Int, _ looks: MarkLooks) -> RGB {
    guard sample.isHatched, looks[sample.texture].stroke.isStroke(x: x, y: y) else { return sample.colour }
    return looks[sample.texture].hatchPaper(sample.colour).mixed(with: .black, amount: 0.6)
  }

  private static func drawLetters(of geometry: SliceGeometry, on raster: inout Raster) {
    let (width, height) = (raster.width, raster.height)
    let margin = PictureLetters.margin
    let letters: (left: Character, right: Character, top: Character, bottom: Character) =
      geometry.edges.map { ($0.left.rawValue, $0.right.rawValue, $0.top.rawValue, $0.bottom.rawValue) }
      ?? ("?", "?", "?", "?")
    let ink = RGB(red: 200, green: 220, blue: 240)
    PictureLetters.draw(letters.left, centreX: margin / 2, centreY: height / 2, ink: ink, on: &raster)
    PictureLetters.draw(letters.right, centreX: width - margin / 2, centreY: height / 2, ink: ink, on: &raster)
    PictureLetters.draw(letters.top, centreX: width / 2, centreY: margin / 2, ink: ink, on: &raster)
    PictureLetters.draw(letters.bottom, centreX: width / 2, centreY: height - margin / 2, ink: ink, on: &raster)
  }
}

extension SliceGeometry {
  /// A place in voxel coordinates as column and row of the plane.
  package func planePosition(_ voxel: SIMD3<Double>) -> SIMD2<Double> {
    func coordinate(_ axis: ScreenAxis) -> Double {
      let value = voxel[axis.voxelAxis]
      return axis.isReversed ? Double(axis.count) - value : value
    }
    return SIMD2(coordinate(right), coordinate(down))
  }

  /// How much to zoom in so that a box of voxels fills the view, with a field of at least 40 mm so that its surroundings
  /// stay.
  /// - Parameter crop: what is shown at zoom 1.
  package func fieldZoom(around box: VoxelBox, in crop: VoxelBox) -> Double {
    func needed(_ axis: ScreenAxis) -> Double {
      let extent = Double(crop.upper[axis.voxelAxis] - crop.lower[axis.voxelAxis]) * axis.spacingMM
      let lesion = Double(box.upper[axis.voxelAxis] - box.lower[axis.voxelAxis]) * axis.spacingMM
      return extent / max(40, lesion * 1.5)
    }
    return min(16, max(1, min(needed(right), needed(down))))
  }
}

extension Mask {
  /// What a picture of a brain shows: the mask's box with a margin of 3 mm; the whole volume where the mask is empty.
  package var cropBox: VoxelBox {
    guard let box = boundingBox else { return VoxelBox(lower: .zero, upper: grid.shape) }
    return box.padded(byMM: 3, in: grid)
  }
}
