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
    if view.mapsDisagreement { drawRegionLegend(in: area, on: &frame) }
    drawMapLegend(in: area, on: &frame)
  }

  func draw(_ pane: Pane, on frame: inout Frame) {
    let viewport = viewport(of: pane)
    var painted = scene(layers: pane.layers, channel: shownChannel(of: pane)).paintedSamples(viewport, slice: pane.slice)
    if view.showsCrosshair, pane.showsCrosshair, !view.layers.isPeeking { drawCrosshair(on: &painted, viewport) }
    if pane.showsCrosshair { drawRuler(on: &painted, viewport, slice: pane.slice) }
    CellPainter(display: interface.display, theme: interface.theme, mapsRegions: view.mapsDisagreement, greyLevels: view.greyLevels)
      .draw(painted, columns: viewport.columns, in: pane.samples, of: &frame)
    drawCaptions(of: pane, viewport, on: &frame)
  }

  /// The image under a pane.
  func shownChannel(of pane: Pane) -> Channel { scan.channels[pane.channel ?? place.channel] }

  /// An image of the case with the overlays that `layers` shows.
  func scene(layers: LayerStack, channel: Channel) -> SliceScene {
    var scene = SliceScene(
      grid: scan.grid, crop: scan.crop, image: channel.image, window: channel.window, layers: drawnLayers(layers),
      theme: interface.theme)
    scene.masks = markedMasks(layers)
    scene.map = layers.isShown(.entropy) ? drawnMap : nil
    scene.softLabel = scan.softMask?.label ?? 0
    scene.isInterpolated = view.isInterpolated
    scene.convention = view.convention
    scene.nose = view.sagittalNose
    return scene
  }

  func markedMasks(_ layers: LayerStack) -> MarkedMasks {
    if let relabelled = relabelledMasks(layers) { return relabelled }
    var masks = MarkedMasks()
    guard !layers.isPeeking else { return masks }
    if layers.isShown(.rater1) { masks.rater1 = scan.raters.first?.mask }
    if layers.isShown(.rater2), scan.raters.count > 1 { masks.rater2 = scan.raters[1].mask }
    if layers.isShown(.softMask), !view.mapsDisagreement {
      masks.softExpert = scan.softMask?.expert
      masks.softGrown = scan.softMask?.grown
    }
    if layers.isShown(.prediction) { masks.prediction = scan.prediction?.mask }
    if layers.isShown(.further) {
      masks.further = scan.consensusMask
      masks.furtherHalf = scan.consensusHalf
    }
    if layers.isShown(.adjudicated) { masks.adjudicated = review.adjudicated }
    masks.mapsRegions = view.mapsDisagreement
    return masks
  }

  /// Four arms that leave the place itself free, so that the crosshair never hides what it points at.
  private func drawCrosshair(on painted: inout [PaintedSample], _ viewport: Viewport) {
    let at = viewport.geometry.position(of: place.cursor)
    let centre = viewport.sample(ofColumn: at.column, row: at.row)
    // In lengths on the screen: four cells free and three drawn to the sides, half as many up and down.
    let perCell = interface.display.samplesPerCell
    let across = (4 * perCell.x..<7 * perCell.x).flatMap { [($0, 0), (-$0, 0)] }
    let down = (2 * perCell.y..<(7 * perCell.y + 1) / 2).flatMap { [(0, $0), (0, -$0)] }
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
    painted[index].blend(interface.theme.crosshair, opacity)
    painted[index].isHatched = false
    if painted[index].texture == .none { painted[index].texture = .crosshair }
  }
}
