import VolumeModel
import Pictures
import TerminalIO

extension Session {
  /// Draws all panes of the picture into `area`.
  func drawPicture(in area: Rectangle, on frame: inout Frame) {
    frame.fill(area, Pen(theme.text, on: .black))
    let panes = panes(in: area)
    for pane in panes { draw(pane, on: &frame) }
    if panes.isEmpty {
      frame.write(
        "no lesion to show: no rater mask, or all are empty", x: area.x + 2, y: area.y + 1,
        Pen(theme.quiet, on: .black), limit: area.width - 4)
    }
    if mapsDisagreement { drawRegionLegend(in: area, on: &frame) }
    drawMapLegend(in: area, on: &frame)
  }

  func draw(_ pane: Pane, on frame: inout Frame) {
    let viewport = viewport(of: pane)
    var painted = paintedSamples(
      viewport, slice: pane.slice, layers: pane.layers, channel: shownChannel(of: pane))
    if showsCrosshair, pane.showsCrosshair, !layers.isPeeking { drawCrosshair(on: &painted, viewport) }
    if pane.showsCrosshair { drawRuler(on: &painted, viewport, slice: pane.slice) }
    CellPainter(display: display, theme: theme, mapsRegions: mapsDisagreement, greyLevels: greyLevels)
      .draw(painted, columns: viewport.columns, in: pane.samples, of: &frame)
    drawCaptions(of: pane, viewport, on: &frame)
  }

  /// The image under a pane.
  func shownChannel(of pane: Pane) -> Channel { channels[pane.channel ?? channel] }

  /// The samples of a slice with every mark that `layers` shows.
  func paintedSamples(_ viewport: Viewport, slice: Int, layers: LayerStack, channel: Channel) -> [PaintedSample] {
    let masks = markedMasks(layers)
    let sampled = SampledSlice(
      image: channel.image, window: channel.window, masks: masks,
      map: layers.isShown(.entropy) ? drawnMap : nil, viewport: viewport, slice: slice, isInterpolated: isInterpolated)
    return SamplePainter(
      window: channel.window, layers: drawnLayers(layers), theme: theme, softLabel: softMask?.label ?? 0,
      mappedMasks: masks.mapsRegions ? masks.regionBits : nil
    ).paint(sampled)
  }

  func markedMasks(_ layers: LayerStack) -> MarkedMasks {
    if let relabelled = relabelledMasks(layers) { return relabelled }
    var masks = MarkedMasks()
    guard !layers.isPeeking else { return masks }
    if layers.isShown(.rater1) { masks.rater1 = raters.first?.mask }
    if layers.isShown(.rater2), raters.count > 1 { masks.rater2 = raters[1].mask }
    if layers.isShown(.softMask), !mapsDisagreement {
      masks.softExpert = softMask?.expert
      masks.softGrown = softMask?.grown
    }
    if layers.isShown(.prediction) { masks.prediction = prediction?.mask }
    if layers.isShown(.further) {
      masks.further = furtherMask
      masks.furtherHalf = furtherHalf
    }
    if layers.isShown(.adjudicated) { masks.adjudicated = desk.adjudicated }
    masks.mapsRegions = mapsDisagreement
    return masks
  }

  /// Four arms that leave the place itself free, so that the crosshair never hides what it points at.
  private func drawCrosshair(on painted: inout [PaintedSample], _ viewport: Viewport) {
    let at = viewport.geometry.position(of: cursor)
    let centre = viewport.sample(ofColumn: at.column, row: at.row)
    // In lengths on the screen: four cells free and three drawn to the sides, half as many up and down.
    let perCell = display.samplesPerCell
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
    painted[index].blend(theme.crosshair, opacity)
    painted[index].isHatched = false
    if painted[index].texture == .none { painted[index].texture = .crosshair }
  }
}
