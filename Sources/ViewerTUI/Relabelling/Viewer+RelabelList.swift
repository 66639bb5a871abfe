import VolumeModel
import Pictures
import TerminalIO

/// The changes that relabelling proposes: their list, and the picture before against after.
extension Viewer {
  func drawRelabelling(in area: Rectangle, of frame: inout Frame) {
    guard let proposal = model.relabelling else { return }
    let pen = Pen(interface.theme.text, on: interface.theme.background)
    frame.fill(area, pen)
    let isPanel = area.x > 0
    let rule = interface.display.glyphs == .ascii ? "|" : "│"
    if isPanel { for y in area.y..<area.bottom { frame.write(rule, x: area.x, y: y, pen.withInk(interface.theme.rule)) } }
    var column = PanelColumn(
      area: Rectangle(
        x: area.x + (isPanel ? 2 : 1), y: area.y, width: area.width - (isPanel ? 3 : 2), height: area.height),
      theme: interface.theme)
    column.heading("Relabelling", trailing: "\(proposal.changes.count) changes", on: &frame)
    column.line("\(proposal.annotation) by \(proposal.sampling)", ink: interface.theme.text, on: &frame)
    if area.height >= 12 {
      let raised = proposal.isDeltaRaised ? ", raised" : ""
      column.line("where U > \(Wording.fixed(proposal.delta, 3))\(raised)", ink: interface.theme.quiet, on: &frame)
    }
    column.line(relabelProgressText, ink: interface.theme.accent, on: &frame)
    drawChangeLegend(&column, on: &frame)
    if column.hasRoom {
      let quiet = pen.withInk(interface.theme.quiet)
      for (title, place) in [("#", Place.number), ("volume", .volume), ("U", .uncertainty), ("slice", .slice)] {
        frame.write(title, endingAt: column.area.x + place.rawValue, y: column.y, quiet)
      }
      frame.write("change", x: column.area.x + Place.kind.rawValue, y: column.y, quiet)
      column.advance()
    }
    drawChanges(proposal, &column, on: &frame)
  }

  /// Where columns of the list end; the kind of change begins there.
  private enum Place: Int {
    case number = 6
    case kind = 8
    case volume = 23
    case uncertainty = 30
    case slice = 37
  }

  /// The marks of the picture: what both have, what would be taken away, what would be added.
  private func drawChangeLegend(_ column: inout PanelColumn, on frame: inout Frame) {
    guard column.hasRoom else { return }
    let painter = CellPainter(display: interface.display, theme: interface.theme, mapsRegions: true)
    var x = column.area.x
    for (region, title) in [
      (DisagreementRegion.onlyRater1, "taken away"), (.onlyRater2, "added"), (.bothRaters, "stays"),
    ] {
      frame[x, column.y] = painter.legendCell(region, isAgreement: false)
      x = frame.write(" \(title)", x: x + 1, y: column.y, Pen(interface.theme.colour(of: region), on: interface.theme.background)) + 2
    }
    column.advance()
  }

  private func drawChanges(_ proposal: RelabelReview, _ column: inout PanelColumn, on frame: inout Frame) {
    let height = max(1, column.area.bottom - column.y)
    let selected = proposal.selectedIndex ?? 0
    let first = max(0, min(selected - height / 2, proposal.changes.count - height))
    let normal = geometry.normal
    for index in first..<min(proposal.changes.count, first + height) {
      let change = proposal.changes[index]
      let isSelected = index == selected
      let status = proposal.status(of: change, adjudicated: review.adjudicated)
      let paper = isSelected ? interface.theme.bar : interface.theme.background
      let pen = Pen(status == .open ? interface.theme.text : interface.theme.quiet, on: paper, isSelected ? [.bold] : [])
      let (x, y) = (column.area.x, column.y)
      frame.fill(Rectangle(x: x, y: y, width: column.area.width, height: 1), pen)
      let pointer = interface.display.glyphs == .ascii ? ">" : "›"
      frame.write(isSelected ? pointer : " ", x: x, y: y, Pen(interface.theme.accent, on: paper, .bold))
      let mark = status == .accepted ? "A" : status == .refused ? "X" : "-"
      frame.write(mark, x: x + 1, y: y, Pen(interface.theme.accent, on: paper, .bold))
      frame.write("\(change.id)", endingAt: x + Place.number.rawValue, y: y, pen)
      let kind = change.adds ? "+ add" : "- take"
      frame.write(kind, x: x + Place.kind.rawValue, y: y, pen.withInk(change.adds ? interface.theme.rater2 : interface.theme.rater1))
      frame.write(Wording.volume(mm3: change.lesion.volumeMM3), endingAt: x + Place.volume.rawValue, y: y, pen)
      frame.write(Wording.fixed(change.meanUncertainty, 3), endingAt: x + Place.uncertainty.rawValue, y: y, pen)
      let slice = normal.index(change.lesion.largestSlice(alongVoxelAxis: normal.voxelAxis)) + 1
      frame.write("\(slice)", endingAt: x + Place.slice.rawValue, y: y, pen)
      column.advance()
    }
  }

  /// The picture while changes are looked at: the annotation in the place of rater 1, the proposal in that of rater 2.
  func relabelledMasks(_ layers: LayerStack) -> MarkedMasks? {
    guard interface.mode == .relabelling, let proposal = model.relabelling, !layers.isPeeking else { return nil }
    var masks = MarkedMasks(rater1: proposal.original, rater2: proposal.proposed)
    if layers.isShown(.adjudicated) { masks.adjudicated = review.adjudicated }
    return masks
  }

  /// The layers as the picture draws them: both sides of a relabelling are always shown, and over a map of a training
  /// masks are outlines, because filled ones would hide it just where it matters most.
  func drawnLayers(_ layers: LayerStack) -> LayerStack {
    var drawn = layers
    if interface.mode == .relabelling, !layers.isPeeking {
      drawn[.rater1].isVisible = true
      drawn[.rater2].isVisible = true
    }
    return drawn.isShown(.entropy) && shownPixelMap != nil ? drawn.outlined : drawn
  }
}
