import VolumeModel

extension Session {
  /// Draws the slice with letters and captions into `area`; `samples` are the cells of the picture itself.
  func drawPicture(in area: Rectangle, samples: Rectangle, on frame: inout Frame) {
    let viewport = viewport(for: samples)
    frame.fill(area, Pen(theme.text, on: .black))
    var painted = paintedSamples(viewport, greyLevels: display.colors == .trueColor ? 64 : 256)
    if showsCrosshair, !layers.isPeeking { drawCrosshair(on: &painted, viewport) }
    CellPainter(display: display, theme: theme)
      .draw(painted, columns: viewport.columns, in: samples, of: &frame)
    drawLetters(around: area, on: &frame)
    drawCaptions(area, viewport, on: &frame)
  }

  func paintedSamples(_ viewport: Viewport, greyLevels: Int) -> [PaintedSample] {
    let sampled = SampledSlice(
      image: channels[channel].image, masks: visibleMasks, viewport: viewport, slice: slice)
    return SamplePainter(
      window: channels[channel].window, layers: layers, theme: theme, softLabel: softMask?.label ?? 0,
      greyLevels: greyLevels
    ).paint(sampled)
  }

  package func viewport(for area: Rectangle) -> Viewport {
    viewport(
      columns: area.width, rows: area.height * display.samplesPerCellRow, sampleAspect: display.sampleAspect)
  }

  func viewport(columns: Int, rows: Int, sampleAspect: Double) -> Viewport {
    let geometry = geometry
    var centre: SIMD2<Double>?
    if let viewCentre {
      func coordinate(_ axis: SliceGeometry.ScreenAxis) -> Double {
        let value = viewCentre[axis.voxelAxis]
        return axis.isReversed ? Double(axis.count) - value : value
      }
      centre = SIMD2(coordinate(geometry.right), coordinate(geometry.down))
    }
    return Viewport(
      geometry: geometry, crop: crop, columns: columns, rows: rows, sampleAspect: sampleAspect, zoom: zoom,
      centre: centre)
  }

  private var visibleMasks: MarkedMasks {
    var masks = MarkedMasks()
    guard !layers.isPeeking else { return masks }
    if layers.isShown(.rater1) { masks.rater1 = raters.first?.mask }
    if layers.isShown(.rater2), raters.count > 1 { masks.rater2 = raters[1].mask }
    if layers.isShown(.softMask) {
      masks.softExpert = softMask?.expert
      masks.softGrown = softMask?.grown
    }
    if layers.isShown(.prediction) { masks.prediction = prediction?.mask }
    return masks
  }

  /// The voxel of the present slice under a cell of the screen.
  package func voxel(atColumn column: Int, row: Int) -> SIMD3<Int>? {
    guard let layout = Layout(width: screen.width, height: screen.height, showsPanel: showsPanel) else { return nil }
    let area = layout.samples
    guard area.contains(column: column, row: row) else { return nil }
    let viewport = viewport(for: area)
    let perCell = Double(display.samplesPerCellRow)
    let place = viewport.planePosition(
      sampleColumn: Double(column - area.x) + 0.5, sampleRow: (Double(row - area.y) + 0.5) * perCell)
    let geometry = geometry
    let inside = place.x >= 0 && place.y >= 0 && place.x < Double(geometry.right.count) && place.y < Double(geometry.down.count)
    return inside ? geometry.voxel(column: Int(place.x), row: Int(place.y), slice: slice) : nil
  }

  /// Four arms that leave the place itself free, so that the crosshair never hides what it points at.
  private func drawCrosshair(on painted: inout [PaintedSample], _ viewport: Viewport) {
    let at = geometry.position(of: cursor)
    let centre = viewport.sample(ofColumn: at.column, row: at.row)
    let halfBlocks = display.drawsHalfBlocks
    let gap = halfBlocks ? 4 : 2
    let arm = 3
    for distance in gap..<gap + arm {
      for (dx, dy) in [(distance, 0), (-distance, 0), (0, distance), (0, -distance)] {
        let column = centre.column + dx
        let row = centre.row + dy
        guard column >= 0, row >= 0, column < viewport.columns, row < viewport.rows else { continue }
        let index = row * viewport.columns + column
        painted[index].blend(theme.crosshair, 0.8)
        painted[index].isHatched = false
        if painted[index].texture == .none { painted[index].texture = .crosshair }
      }
    }
  }

  private func drawLetters(around area: Rectangle, on frame: inout Frame) {
    let pen = Pen(theme.accent.mixed(with: .white, amount: 0.4), on: .black, .bold)
    let middleX = area.x + area.width / 2
    let middleY = area.y + area.height / 2
    guard let edges = geometry.edges else {
      for (x, y) in [(middleX, area.y), (middleX, area.bottom - 1), (area.x, middleY), (area.right - 1, middleY)] {
        frame.write("?", x: x, y: y, Pen(theme.warning, on: .black, .bold))
      }
      return
    }
    frame.write(String(edges.top.rawValue), x: middleX, y: area.y, pen)
    frame.write(String(edges.bottom.rawValue), x: middleX, y: area.bottom - 1, pen)
    frame.write(String(edges.left.rawValue), x: area.x, y: middleY, pen)
    frame.write(String(edges.right.rawValue), x: area.right - 1, y: middleY, pen)
  }

  private func drawCaptions(_ area: Rectangle, _ viewport: Viewport, on frame: inout Frame) {
    let quiet = Pen(RGB(red: 150, green: 158, blue: 166), on: .black)
    let middle = area.width / 2
    frame.write(
      "\(plane.rawValue) \(slice + 1)/\(geometry.normal.count)", x: area.x + 1, y: area.y,
      Pen(.white, on: .black, .bold), limit: middle - 2)
    let window = channels[channel].window
    frame.write(
      "window \(Wording.range(Double(window.low), Double(window.high)))",
      endingAt: area.right - 1, y: area.y, quiet)
    frame.write(
      "1 sample = \(Wording.fixed(viewport.sampleWidthMM, viewport.sampleWidthMM < 1 ? 2 : 1)) mm",
      x: area.x + 1, y: area.bottom - 1, quiet, limit: middle - 2)
    var view = zoom == 1 ? "brain" : "zoom \(Wording.fixed(zoom, 1))"
    if layers.isPeeking { view = "plain image; Space shows the marks" }
    if viewport.voxelsPerSample.x > 1.01 || viewport.voxelsPerSample.y > 1.01, !layers.isPeeking { view += ", marks pooled" }
    frame.write(view, endingAt: area.right - 1, y: area.bottom - 1, quiet)
  }
}
