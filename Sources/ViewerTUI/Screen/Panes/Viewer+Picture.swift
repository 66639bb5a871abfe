import VolumeModel
import Pictures
import TerminalIO

extension Viewer {
  /// Draws all panes of the picture into `area`.
  func drawPicture(in area: Rectangle, on frame: inout Frame) {
    frame.fill(area, Pen(interface.theme.text, on: .black))
    let panes = panes(in: area)
    for pane in panes { draw(pane, on: &frame) }
    if panes.isEmpty {
      frame.write(
        "no lesion to show: no rater mask, or all are empty", x: area.x + 2, y: area.y + 1,
        Pen(interface.theme.quiet, on: .black), limit: area.width - 4)
    }
    // Each side of a split shows one mask, of which there is nothing to tell apart.
    if view.mapsDisagreement, usableArrangement(in: area) != .split { drawRegionLegend(in: area, on: &frame) }
    drawMapLegend(in: area, on: &frame)
    drawPatternLegend(in: area, on: &frame)
  }

  func draw(_ pane: Pane, on frame: inout Frame) {
    let viewport = viewport(of: pane)
    let scene = scene(overlays: pane.overlays, channel: shownChannel(of: pane), zoom: pane.zoom)
    var painted = scene.paintedSamples(viewport, slice: pane.slice)
    if view.showsCrosshair, pane.showsCrosshair, !view.overlays.isPeeking {
      drawCrosshair(on: &painted, viewport, perCell: samplesPerCell(of: pane))
      drawBrush(on: &painted, viewport)
    }
    if pane.showsCrosshair {
      drawRuler(on: &painted, viewport, slice: pane.slice)
      drawPolygon(on: &painted, viewport, slice: pane.slice)
    }
    if let pixels = pixelView(of: pane) {
      if pane.captions.hasScale { drawScaleBar(on: &painted, viewport, perCell: samplesPerCell(of: pane)) }
      place(scene.raster(of: painted, columns: viewport.columns), in: pane.samples, pixels.enlargement, on: &frame)
    } else {
      CellPainter(display: interface.display, looks: scene.looks, greyLevels: view.greyLevels)
        .draw(painted, columns: viewport.columns, in: pane.samples, of: &frame)
    }
    drawCaptions(of: pane, viewport, on: &frame)
  }

  /// The image under a pane.
  func shownChannel(of pane: Pane) -> Channel { scan.channels[pane.channel ?? place.channel] }

  /// An image of the case with the overlays that are shown.
  func scene(overlays: OverlayStack, channel: Channel, zoom: Double) -> SliceScene {
    var scene = SliceScene(
      grid: scan.grid, crop: scan.crop, image: channel.image, window: channel.window,
      overlays: drawnOverlays(overlays), theme: interface.theme)
    scene.mapsRegions = view.mapsDisagreement && ![.relabelling, .cutting].contains(interface.mode)
    scene.isInterpolated = view.isInterpolated
    scene.isZoomed = zoom > Self.leastZoom
    scene.hatchesRegions = hatchesRegions
    scene.hatchesFills =
      interface.theme.lacksHues || interface.display.cellPixels == nil && interface.display.hasFewHues
    scene.convention = view.convention
    scene.nose = view.sagittalNose
    return scene
  }

  /// Whether regions of the disagreement map are hatched: in pixels hues are enough, unless a theme has none.
  var hatchesRegions: Bool { interface.theme.lacksHues || interface.display.cellPixels == nil }

  /// Below, the brain is looked at rather than a lesion.
  private static let leastZoom = 1.5

  /// Four arms that leave the place itself free, so that the crosshair never hides what it points at.
  /// - Parameter perCell: samples that a cell holds across and down.
  private func drawCrosshair(on painted: inout [PaintedSample], _ viewport: Viewport, perCell: SIMD2<Double>) {
    let at = viewport.geometry.position(of: place.cursor)
    let centre = viewport.sample(ofColumn: at.column, row: at.row)
    // In lengths on the screen: four cells free and three drawn to the sides, half as many up and down.
    func samples(_ cells: Double, _ perCell: Double) -> Int { max(1, Int((cells * perCell).rounded())) }
    let across = (samples(4, perCell.x)..<samples(7, perCell.x)).flatMap { [($0, 0), (-$0, 0)] }
    let down = (samples(2, perCell.y)..<samples(3.5, perCell.y)).flatMap { [(0, $0), (0, -$0)] }
    for (dx, dy) in across + down {
      drawDot(column: centre.column + dx, row: centre.row + dy, opacity: 0.8, on: &painted, viewport)
    }
  }

  /// A dot of a line over the picture; what lies outside is left out.
  func drawDot(
    column: Int, row: Int, opacity: Double, on painted: inout [PaintedSample], _ viewport: Viewport
  ) {
    guard column >= 0, row >= 0, column < viewport.columns, row < viewport.rows else { return }
    let index = row * viewport.columns + column
    // Neutral, since every colour means an overlay: white, or black on what is bright.
    painted[index].blend(painted[index].colour.luminance > 0.5 ? .black : .white, opacity)
    painted[index].isHatched = false
    if painted[index].texture == .none { painted[index].texture = .crosshair }
  }
}
