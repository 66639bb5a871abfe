import Pictures
import TerminalIO
import VolumeModel

/// The changes that relabelling proposes, in the panel's place.
struct RelabelList: ScreenComponent {
  package var mode: KeyMode { .relabelling }
  package var isBesidePicture: Bool { true }

  package func move(_ step: ListStep, in viewer: inout Viewer) { viewer.stepChange(step) }

  package func choose(in viewer: inout Viewer) -> ComponentReply { .closed }

  package func press(column: Int, row: Int, in viewer: inout Viewer) -> ComponentReply? {
    guard let area = viewer.layout?.lesionList, let proposal = viewer.model.relabelling,
      let index = panel(in: area, proposal).row(atColumn: column, row: row)
    else { return nil }
    viewer.select(change: proposal.changes[index])
    return .stays
  }

  /// The rows below the heading.
  private func panel(in area: Rectangle, _ proposal: RelabelReview) -> ListPanel {
    let inner = area.besidePicture
    let heading = min(inner.height, area.height >= 12 ? 6 : 5)
    return ListPanel(
      area: Rectangle(x: inner.x, y: inner.y + heading, width: inner.width, height: inner.height - heading),
      count: proposal.changes.count, selected: proposal.selectedIndex ?? 0)
  }

  package func draw(_ layout: Layout, of viewer: Viewer, on frame: inout Frame) {
    guard let area = layout.lesionList, let proposal = viewer.model.relabelling else { return }
    let theme = viewer.interface.theme
    let isASCII = viewer.interface.display.glyphs == .ascii
    var column = PanelColumn(besidePicture: area, theme: theme, isASCII: isASCII, on: &frame)
    column.heading("Relabelling", trailing: "\(proposal.changes.count) changes", on: &frame)
    column.line("\(proposal.annotation) by \(proposal.sampling)", ink: theme.text, on: &frame)
    if area.height >= 12 {
      let raised = proposal.isDeltaRaised ? ", raised" : ""
      column.line("where U > \(Wording.fixed(proposal.delta, 3))\(raised)", ink: theme.quiet, on: &frame)
    }
    column.line(viewer.relabelProgressText, ink: theme.accent, on: &frame)
    drawLegend(&column, of: viewer, on: &frame)
    guard column.hasRoom else { return }
    let quiet = Pen(theme.quiet, on: theme.background)
    for (title, place) in [("#", Place.number), ("volume", .volume), ("U", .uncertainty), ("slice", .slice)] {
      frame.write(title, endingAt: column.area.x + place.rawValue, y: column.y, quiet)
    }
    frame.write("change", x: column.area.x + Place.kind.rawValue, y: column.y, quiet)
    let normal = viewer.geometry.normal
    panel(in: area, proposal).draw(theme: theme, paper: theme.background, isASCII: isASCII, on: &frame) {
      index, place, pen, frame in
      let change = proposal.changes[index]
      let status = proposal.status(of: change, adjudicated: viewer.review.adjudicated)
      let pen = status == .open ? pen : pen.withInk(theme.quiet)
      let (x, y) = (place.x, place.y)
      let mark = status == .accepted ? "A" : status == .refused ? "X" : "-"
      frame.write(mark, x: x + 1, y: y, Pen(theme.accent, on: pen.paper, .bold))
      frame.write("\(change.id)", endingAt: x + Place.number.rawValue, y: y, pen)
      let kind = change.adds ? "+ add" : "- take"
      frame.write(kind, x: x + Place.kind.rawValue, y: y, pen.withInk(change.adds ? theme.rater2 : theme.rater1))
      frame.write(Wording.volume(mm3: change.lesion.volumeMM3), endingAt: x + Place.volume.rawValue, y: y, pen)
      frame.write(Wording.fixed(change.meanUncertainty, 3), endingAt: x + Place.uncertainty.rawValue, y: y, pen)
      let slice = normal.index(change.lesion.largestSlice(alongVoxelAxis: normal.voxelAxis)) + 1
      frame.write("\(slice)", endingAt: x + Place.slice.rawValue, y: y, pen)
    }
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
  private func drawLegend(_ column: inout PanelColumn, of viewer: Viewer, on frame: inout Frame) {
    guard column.hasRoom else { return }
    let theme = viewer.interface.theme
    let painter = CellPainter(display: viewer.interface.display, looks: MarkLooks([], theme: theme))
    var x = column.area.x
    for (region, title) in [
      (DisagreementRegion.onlyRater1, "taken away"), (.onlyRater2, "added"), (.bothRaters, "stays"),
    ] {
      frame[x, column.y] = painter.legendCell(region, isAgreement: false)
      let pen = Pen(theme.colour(of: region), on: theme.background)
      x = frame.write(" \(title)", x: x + 1, y: column.y, pen) + 2
    }
    column.advance()
  }
}

extension Action.Group {
  static let relabelling = Action.Group(
    title: "Changes proposed by relabelling", mode: .relabelling,
    actions: [
      Action("next-change", "next change", ["n"]) { $0.stepChange(.by(1)) },
      Action("previous-change", "previous change", ["N"]) { $0.stepChange(.by(-1)) },
      .asking("accept-change", "make the change", ["A"]) { $0.acceptChange() }.hinted("make it"),
      Action("refuse-change", "refuse the change, or take the refusal back", ["X"]) { $0.refuseChange() }
        .hinted("refuse it"),
      Action("zoom-to-change", "zoom to the change", ["Z"]) { $0.zoomToChange() }.hinted("zoom"),
    ])
}
