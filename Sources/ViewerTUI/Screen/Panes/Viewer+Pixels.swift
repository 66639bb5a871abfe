import Pictures
import TerminalIO

/// Panes in pixels, where the terminal has them.
extension Viewer {
  /// What of a slice a pane shows in pixels; nil where it is drawn in glyphs.
  func pixelView(of pane: Pane) -> PixelView? {
    guard let cell = interface.display.cellPixels else { return nil }
    let area = pane.samples
    let geometry = geometry(of: pane.plane)
    return PixelView(
      geometry: geometry, crop: scan.crop, width: area.width * cell.x, height: area.height * cell.y, zoom: pane.zoom,
      centre: pane.centre.map(geometry.planePosition), isInterpolated: view.isInterpolated,
      coarseness: view.hurry.coarseness)
  }

  /// Lengths of scale bars in mm.
  private static let barLengthsMM = [0.5, 1, 2, 5, 10, 20, 50, 100]

  /// The length of the scale bar of a pane in pixels: the longest that is no longer than a quarter of the pane.
  func scaleBarMM(_ viewport: Viewport) -> Double {
    let widthMM = Double(viewport.columns) * viewport.sampleWidthMM
    return Self.barLengthsMM.last { $0 <= widthMM / 4 } ?? Self.barLengthsMM[0]
  }

  /// A line as long as the scale bar's length in the lower left corner, with its ends marked.
  func drawScaleBar(on painted: inout [PaintedSample], _ viewport: Viewport, perCell: SIMD2<Double>) {
    let length = max(1, Int((scaleBarMM(viewport) / viewport.sampleWidthMM).rounded()))
    let start = Int(perCell.x.rounded())
    let row = viewport.rows - max(2, Int((perCell.y / 2).rounded()))
    for column in start...start + length { drawDot(column: column, row: row, opacity: 0.9, on: &painted, viewport) }
    let tick = max(1, Int((perCell.y / 4).rounded()))
    for column in [start, start + length] {
      for above in 1...tick { drawDot(column: column, row: row - above, opacity: 0.9, on: &painted, viewport) }
    }
  }

  /// Lays a picture over the cells of a pane.
  func place(_ raster: Raster, in area: Rectangle, _ enlargement: SIMD2<Double>, on frame: inout Frame) {
    guard area.width > 0, area.height > 0 else { return }
    // 64 greys, as in glyphs; the noise of images hides the steps.
    let step = view.hurry.isHurried ? 16 : 4
    frame.place(FramePicture(area: area, raster: raster.rounded(to: step), enlargement: enlargement))
  }
  // MARK: - Charts

  /// Lays a chart over the cells that it was drawn for, pixel by pixel.
  func place(chart raster: Raster, in area: Rectangle, on frame: inout Frame) {
    guard raster.width > 0, raster.height > 0 else { return }
    frame.place(FramePicture(area: area, raster: raster))
  }

  /// The colour that cells of the screen have where they are asked for this one, so that a chart's paper is theirs.
  func cellColour(_ colour: RGB) -> RGB {
    guard interface.display.colors != .trueColor else { return colour }
    var palette = PaletteMatcher(interface.display.colors)
    return PaletteMatcher.color(palette.number(nearestTo: colour))
  }
}
