import VolumeModel
import Pictures

extension Viewer {
  /// The command line that shows this view again.
  package var commandLine: String {
    (["flairscope"] + scan.words + viewFlags).map(\.quotedForShell).joined(separator: " ")
  }

  /// The flags of `view` and `render` for what differs from the view that the case opens with.
  package var viewFlags: [String] {
    let theme = interface.theme.name == interface.openingTheme ? [] : ["--theme", interface.theme.name]
    return SavedView(of: self).changes(from: scan.openingView).flags + theme
  }

  /// `:yank-cmd`: shows the command line and puts it into the terminal's clipboard where it has one.
  mutating func yankCommandLine() -> [Effect] {
    open(
      NoteSheet(
        title: "Command line for this view",
        lines: commandLine.wrapped(to: 100) + [
          "", "Copied, where this terminal lets programs copy (OSC 52); printed again at the end.",
        ]))
    return [.copy(commandLine)]
  }
}

extension String {
  /// Lines of at most so many characters, broken at blanks, with the shell's mark for a continued line.
  fileprivate func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty, line.count + word.count + 3 > width {
        lines.append(line + " \\")
        line = "  " + word
      } else {
        line += line.isEmpty ? String(word) : " " + word
      }
    }
    return lines + [line]
  }
}

extension CaseFiles {
  /// The flags that name these files one by one.
  package var flags: [String] {
    var words = ["--flair", flair]
    for (index, rater) in raters.prefix(2).enumerated() { words += ["--rater\(index + 1)", rater.path] }
    for rater in raters.dropFirst(2) + furtherMasks { words += ["--rater", rater.path] }
    if let prediction { words += ["--prediction", prediction] }
    for image in images { words += ["--image", "\(image.role)=\(image.path)"] }
    if let brainMask { words += ["--brain-mask", brainMask] }
    return words
  }
}
