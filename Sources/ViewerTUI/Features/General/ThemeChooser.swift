import Pictures
import TerminalIO

/// The list of themes, each with the colours of its regions, beside the picture that already wears the chosen one.
struct ThemeChooser: ScreenComponent {
  /// What it goes back to.
  let before: Theme

  package var mode: KeyMode { .themes }

  package func move(_ step: ListStep, in viewer: inout Viewer) {
    let themes = viewer.interface.themes
    guard !themes.isEmpty else { return }
    let index = selected(viewer)
    // One step goes round at the ends: there are few.
    let target =
      if case .by(let lines) = step { (index + lines + themes.count) % themes.count } else {
        step.line(from: index, of: themes.count)
      }
    viewer.interface.theme = themes[target]
  }

  package func choose(in viewer: inout Viewer) -> ComponentReply {
    let name = viewer.interface.theme.name
    viewer.say("theme \(name); theme = \"\(name)\" in config.toml keeps it")
    return .closed
  }

  package func cancel(in viewer: inout Viewer) { viewer.interface.theme = before }

  package func press(column: Int, row: Int, in viewer: inout Viewer) -> ComponentReply? {
    let screen = viewer.interface.screen
    guard let index = panel(viewer, width: screen.width, height: screen.height).row(atColumn: column, row: row) else {
      return nil
    }
    viewer.interface.theme = viewer.interface.themes[index]
    return .stays
  }

  private func selected(_ viewer: Viewer) -> Int {
    viewer.interface.themes.firstIndex { $0.name == viewer.interface.theme.name } ?? 0
  }

  private func area(_ viewer: Viewer, width: Int, height: Int) -> Rectangle {
    Rectangle(x: 1, y: 2, width: min(width - 2, 38), height: min(height - 4, viewer.interface.themes.count + 3))
  }

  private func panel(_ viewer: Viewer, width: Int, height: Int) -> ListPanel {
    let area = area(viewer, width: width, height: height)
    let rows = Rectangle(x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2)
    return ListPanel(area: rows, count: viewer.interface.themes.count, selected: selected(viewer))
  }

  package func draw(_ layout: Layout, of viewer: Viewer, on frame: inout Frame) {
    let theme = viewer.interface.theme
    let isASCII = viewer.interface.display.glyphs == .ascii
    let area = area(viewer, width: frame.width, height: frame.height)
    frame.fill(area, Pen(theme.text, on: theme.bar))
    Sheet.drawBorder(area, "Themes", theme: theme, isASCII: isASCII, on: &frame)
    panel(viewer, width: frame.width, height: frame.height)
      .draw(theme: theme, paper: theme.bar, isASCII: isASCII, on: &frame) { index, place, pen, frame in
        let candidate = viewer.interface.themes[index]
        frame.write(candidate.name, x: place.x + 2, y: place.y, pen, limit: 12)
        var x = place.x + 15
        for colour in [candidate.text] + candidate.regions where x < place.right - 1 {
          frame.write("██", x: x, y: place.y, Pen(colour, on: candidate.background))
          x += 2
        }
      }
    let keys = viewer.interface.keyMap
    let footer = "\(keys.label("choose-row", in: mode) ?? "") keeps, \(keys.label("close", in: mode) ?? "") goes back"
    frame.write(
      " \(footer) ", x: area.x + 2, y: area.bottom - 1, Pen(theme.quiet, on: theme.bar), limit: area.width - 4)
  }
}

extension Viewer {
  mutating func chooseTheme() { open(ThemeChooser(before: interface.theme)) }
}
