import VolumeModel
import Pictures
import TerminalIO

/// What is written around a pane: patient directions, slice, scale, window, and what kind of view it is.
extension Viewer {
  private static let quietOnPicture = Pen(RGB(red: 150, green: 158, blue: 166), on: .black)
  private static let boldOnPicture = Pen(.white, on: .black, .bold)

  func drawCaptions(of pane: Pane, _ viewport: Viewport, on frame: inout Frame) {
    let area = pane.area
    switch pane.captions {
    case .bare: break
    case .full, .over:
      drawLetters(viewport.geometry, around: area, on: &frame)
      drawCorners(of: pane, viewport, on: &frame)
      if view.showsColourBar { drawColourBar(beside: pane.samples, on: &frame) }
    case .named(let name):
      // The letter of the upper edge stands in the middle; a longer name gives way to it where there is room beside,
      // and where there is none it stands behind the name.
      let room = area.width / 2 - 2
      let shown = name.count <= room || name.count > area.width - 3 ? name : String(name.prefix { $0 != "/" })
      drawLetters(viewport.geometry, around: area, topFrom: area.x + 2 + shown.count, on: &frame)
      frame.write(
        shown, x: area.x + 1, y: area.y, Self.boldOnPicture, limit: shown.count <= room ? room : area.width - 3)
      writeScale(of: viewport, at: area.x + 1, area.bottom - 1, limit: room, on: &frame)
    case .tile(let text):
      let pen = pane.isChosen ? Pen(.black, on: interface.theme.accent, .bold) : Self.quietOnPicture
      frame.write(text, x: area.x, y: area.bottom - 1, pen, limit: area.width - 1)
    }
  }

  /// "1 pixel = 2.4 mm", or only the length where there is no room for more.
  private func writeScale(of viewport: Viewport, at x: Int, _ y: Int, limit: Int, on frame: inout Frame) {
    let length = "\(Wording.fixed(viewport.sampleWidthMM, viewport.sampleWidthMM < 1 ? 2 : 1)) mm"
    let sentence =
      interface.display.cellPixels == nil
      ? "1 pixel = \(length)" : "bar \(Wording.fixed(scaleBarMM(viewport), scaleBarMM(viewport) < 1 ? 1 : 0)) mm"
    frame.write(sentence.count <= limit ? sentence : length, x: x, y: y, Self.quietOnPicture, limit: limit)
  }

  private func drawCorners(of pane: Pane, _ viewport: Viewport, on frame: inout Frame) {
    let area = pane.area
    let middle = area.width / 2
    let geometry = viewport.geometry
    frame.write(
      "\(pane.plane.rawValue) \(pane.slice + 1)/\(geometry.normal.count)", x: area.x + 1, y: area.y,
      Self.boldOnPicture, limit: middle - 2)
    let window = shownChannel(of: pane).window
    let range = Wording.range(Double(window.low), Double(window.high))
    let room = area.width - middle - 3
    if let text = ["window \(range)", range].first(where: { $0.count <= room }) {
      frame.write(text, endingAt: area.right - 1, y: area.y, Self.quietOnPicture)
    }
    writeScale(of: viewport, at: area.x + 1, area.bottom - 1, limit: middle - 2, on: &frame)
    var view = viewText(viewport)
    // What there is no room for is left out rather than cut.
    while view.count > room, let comma = view.lastIndex(of: ",") { view = String(view[..<comma]) }
    let width = min(view.count, room)
    frame.write(view, x: area.right - 1 - width, y: area.bottom - 1, Self.quietOnPicture, limit: width)
  }

  private func viewText(_ viewport: Viewport) -> String {
    if view.overlays.isPeeking { return "plain image; \(keyLabel("peek")) shows the marks" }
    if let blink = place.blink { return title(of: blink) }
    var text = place.zoom == 1 ? brainText : "zoom \(Wording.fixed(place.zoom, 1))"
    if view.isInterpolated { text += ", smooth" }
    if viewport.voxelsPerSample.x > 1.01 || viewport.voxelsPerSample.y > 1.01 { text += ", masks downsampled" }
    return text
  }

  /// What is shown whole at zoom 1; nothing but an estimate may be wrong.
  private var brainText: String {
    if scan.brainMask.isDoubtful { return "brain doubtful" }
    return scan.brainMask.isEstimate ? "brain estimated" : "brain mask"
  }

  func keyLabel(_ action: Action.Name) -> String { interface.keyMap.label(action) ?? ":\(action)" }

  /// - Parameter topFrom: the first column where the letter of the upper edge may stand.
  private func drawLetters(
    _ geometry: SliceGeometry, around area: Rectangle, topFrom: Int = 0, on frame: inout Frame
  ) {
    let pen = Pen(interface.theme.accent.mixed(with: .white, amount: 0.4), on: .black, .bold)
    let middleX = area.x + area.width / 2
    let middleY = area.y + area.height / 2
    let places = [
      (min(max(middleX, topFrom), area.right - 1), area.y), (middleX, area.bottom - 1), (area.x, middleY),
      (area.right - 1, middleY),
    ]
    guard let edges = geometry.edges else {
      for (x, y) in places { frame.write("?", x: x, y: y, Pen(interface.theme.warning, on: .black, .bold)) }
      return
    }
    for (place, direction) in zip(places, [edges.top, edges.bottom, edges.left, edges.right]) {
      frame.write(String(direction.rawValue), x: place.0, y: place.1, pen)
    }
  }

  // MARK: - Colour bar

  /// The window as greys from white to black with its ends named, at the right edge of the picture.
  private func drawColourBar(beside samples: Rectangle, on frame: inout Frame) {
    guard samples.height >= 8 else { return }
    let height = min(16, samples.height - 4)
    let top = samples.y + (samples.height - height) / 2
    let x = samples.right - 1
    let window = scan.channels[place.channel].window
    let canShade = interface.display.colors == .trueColor || interface.display.colors == .palette256
    for row in 0..<height {
      let fraction = 1 - (Double(row) + 0.5) / Double(height)
      let grey = UInt8(fraction * 255)
      let colour = RGB(red: grey, green: grey, blue: grey)
      let ramp: [Unicode.Scalar] =
        interface.display.glyphs == .ascii ? [" ", ".", ":", "=", "*", "#", "@"] : [" ", "░", "▒", "▓", "█"]
      let glyph: Unicode.Scalar = canShade ? " " : ramp[min(ramp.count - 1, Int(fraction * Double(ramp.count)))]
      frame[x, top + row] = Cell(glyph: glyph, ink: .white, paper: canShade ? colour : .black)
    }
    let ticks: [(Int, Double)] = [
      (0, Double(window.high)), (height / 2, Double(window.level)), (height - 1, Double(window.low)),
    ]
    for (row, value) in ticks {
      frame.write(Wording.intensity(value), endingAt: x - 1, y: top + row, Self.quietOnPicture)
    }
  }

  // MARK: - Legend of the disagreement map

  /// The regions that this case can have, each in its colour and with its glyph.
  func drawRegionLegend(in area: Rectangle, on frame: inout Frame) {
    let drawn = drawnRegionBits
    let regions = DisagreementRegion.precedence(drawn: drawn).sorted { $0.rawValue < $1.rawValue }
    guard !regions.isEmpty, area.height > regions.count + 4 else { return }
    let painter = CellPainter(display: interface.display, looks: MarkLooks([], theme: interface.theme))
    let isHatched = hatchesRegions
    var y = area.bottom - 2 - regions.count
    for region in regions {
      let isAgreement = region.rawValue == drawn
      let key = painter.legendCell(region, isAgreement: isAgreement, isHatched: isHatched)
      frame[area.x + 1, y] = key
      frame[area.x + 2, y] = key
      let title = isAgreement && drawn > 4 && drawn != 7 ? "agreed" : scan.maskNames.title(region)
      frame.write(" \(title)", x: area.x + 3, y: y, Pen(interface.theme.colour(of: region), on: .black))
      y += 1
    }
  }

  /// Which of rater 1 (1), rater 2 (2) and prediction (4) take part in the disagreement map.
  var drawnRegionBits: UInt8 { drawnOverlays(view.overlays).regionBits }
}
