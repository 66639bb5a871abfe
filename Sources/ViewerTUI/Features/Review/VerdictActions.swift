import TerminalIO

extension Action.Group {
  static let verdict = Action.Group(
    title: "Verdict on the lesion",
    actions: [
      .asking("approve", "approve", ["A"]) { $0.approve() }.hinted("approve"),
      .asking("reject", "reject", ["X"]) { $0.reject() }.hinted("reject"),
      .asking("flag", "flag, or take the flag back", ["F"]) { $0.toggleFlag() }.hinted("flag"),
      Action("advance", "after a verdict go to the next undecided lesion, or stay") { $0.toggleAdvance() },
      Action("comment", "comment", ["C"]) { $0.openCommentPrompt() }.hinted("comment"),
      Action("class", "class: periventricular, juxtacortical, ...", ["D"]) { $0.openClassMenu() }.hinted("class"),
      Action("reason", "reason of a rejection: artefact, vessel, ...", [.alt("d")]) { $0.openReasonMenu() }
        .hinted("reason"),
      Action("edit", "choose, grow, paint the lesion's voxels", ["E"]) { $0.toggleEditing() }.hinted("edit"),
      .asking("undo", "undo the last action", ["u", "z"]) { $0.undoReview() }.hinted("undo"),
      .asking("redo", "redo", [.control("r"), .control("y")]) { $0.redoReview() }.hinted("undo"),
    ])
}
