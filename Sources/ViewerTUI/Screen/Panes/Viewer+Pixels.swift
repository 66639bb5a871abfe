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
      coarseness: view.isHurried ? 2 : 1)
  }

  /// Lays a picture over the cells of a pane.
  func place(_ raster: Raster, in area: Rectangle, _ enlargement: SIMD2<Double>, on frame: inout Frame) {
    guard area.width > 0, area.height > 0 else { return }
    let step = view.isHurried ? 16 : 2
    frame.place(FramePicture(area: area, raster: raster.rounded(to: step), enlargement: enlargement))
  }
}
