import TerminalIO

extension Action.Group {
  static let verdict = Action.Group(
    title: "Verdict on the lesion",
    actions: [
      .asking("approve", "approve", ["A"]) { $0.approve() },
      .asking("reject", "reject", ["X"]) { $0.reject() },
      .asking("flag", "flag, or take the flag back", ["F"]) { $0.toggleFlag() },
      Action("comment", "comment", ["C"]) { $0.openCommentPrompt() },
      Action("class", "class: periventricular, juxtacortical, ...", ["D"]) { $0.openClassMenu() },
      .asking("undo", "undo the last act", ["u", "z"]) { $0.undoReview() },
      .asking("redo", "redo", [.control("r"), .control("y")]) { $0.redoReview() },
    ])
}
