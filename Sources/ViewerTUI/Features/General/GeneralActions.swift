import TerminalIO

extension Action.Group {
  static let general = Action.Group(
    title: "General",
    actions: [
      Action("command", "command line", [":"]) { $0.openPrompt(.command) }.hinted("commands"),
      Action("help", "this help", ["?", .function(1)]) { $0.toggle(HelpSheet(subject: $0.interface.mode)) }.hinted(
        "help"),
      Action("information", "files, matrices and notes of the case", ["H"]) { $0.toggle(InformationSheet()) },
      Action("term", "what the terminal can show, and why", []) { $0.toggle(TerminalSheet()) },
      Action("meter", "bytes of each frame in the title", []) { $0.interface.meter.isShown.toggle() },
      .asking("yank-cmd", "command line for this view") { $0.yankCommandLine() },
      Action("reset", "the view the case opens with") { $0.resetView() },
      Action("themes", "choose a theme") { $0.chooseTheme() },
      .asking("redraw", "redraw the screen", [.control("l")]) { _ in [.redraw] },
      .asking("suspend", "suspend", [.control("z")]) { _ in [.suspend] },
      .asking("picture", "write a PNG of what is seen, at voxel resolution", ["P"]) { $0.savePicture("") },
      Action("close", "close what is open", [.escape]) { $0.close() }.hinted("close"),
      .asking("back", "close what is open, or quit", ["q", .control("c")]) { $0.back() }.hinted("close"),
    ])
}
