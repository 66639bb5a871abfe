import Pictures
import TerminalIO
import VolumeModel

/// Keys choose how a lesion is cut; the picture shows the pieces meanwhile.
struct CuttingMode: ScreenComponent {
  package var mode: KeyMode { .cutting }

  package func cancel(in viewer: inout Viewer) {
    guard viewer.review.cutting != nil else { return }
    viewer.review.cutting = nil
    viewer.say("nothing was cut")
  }

  package func draw(_ layout: Layout, of viewer: Viewer, on frame: inout Frame) {
    guard let cutting = viewer.review.cutting else { return }
    let theme = viewer.interface.theme
    let area = layout.status
    frame.fill(area, Pen(theme.text, on: theme.bar))
    let title = " Cut lesion \(cutting.lesion) "
    let x = frame.write(title, x: area.x, y: area.y, Pen(theme.accent, on: theme.bar, .bold))
    frame.write(
      "\(viewer.title(of: cutting)): \(viewer.summary(of: cutting.pieces))", x: x, y: area.y,
      Pen(theme.text, on: theme.bar),
      limit: area.right - x - 1)
  }
}

extension Action.Group {
  static let division = Action.Group(
    title: "Cutting and joining lesions",
    actions: [
      Action("cut", "cut the lesion into pieces, which are lesions from then on", ["h"]) { $0.openCutting() }
        .hinted("cut"),
      .asking("join", "join two lesions: once on each of them", ["&"]) { $0.markOrJoin() }.hinted("join"),
    ])

  static let cutting = Action.Group(
    title: "Cutting a lesion (h)", mode: .cutting,
    actions: [
      Action("fewer-pieces", "fewer pieces: only at the narrowest necks", ["["]) { $0.changePieces(by: -1) }
        .hinted("fewer"),
      Action("more-pieces", "more pieces: at wider necks too", ["]"]) { $0.changePieces(by: 1) }.hinted("more"),
      Action("next-cut", "another way: necks, slice, row, column, a rater's lesions", [.tab]) { $0.nextCut(by: 1) }
        .hinted("another way"),
      Action("previous-cut", "the way before", [.backTab]) { $0.nextCut(by: -1) },
    ]
      + (0..<9).map { rater in
        Action(
          "cut-by-rater-\(rater + 1)", "around what rater \(rater + 1) drew as one lesion",
          [.key(.character(Character("\(rater + 1)")))]
        ) {
          $0.cut(by: .rater(rater))
        }.hinted("by rater")
      } + [
        .asking("make-cut", "cut as shown", [.enter]) { $0.makeCut() }.hinted("cut")
      ])
}
