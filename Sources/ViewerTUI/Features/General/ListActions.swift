import TerminalIO

extension Action.Group {
  /// The keys of every list and every page of text.
  static let lists = Action.Group(
    title: "Lists and pages", mode: .list,
    actions: [
      Action("next-row", "next line", [.down, "j"]) { $0.moveInList(.by(1)) }.hinted("choose"),
      Action("previous-row", "previous line", [.up, "k"]) { $0.moveInList(.by(-1)) }.hinted("choose"),
      Action("next-page", "ten lines on", [.pageDown]) { $0.moveInList(.page(1)) },
      Action("previous-page", "ten lines back", [.pageUp]) { $0.moveInList(.page(-1)) },
      Action("first-row", "first line", [.home]) { $0.moveInList(.first) },
      Action("last-row", "last line", [.end]) { $0.moveInList(.last) },
      .asking("choose-row", "take the chosen line", [.enter]) { $0.chooseInList() }.hinted("take"),
    ])
}
