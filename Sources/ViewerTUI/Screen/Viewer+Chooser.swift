import TerminalIO
import Pictures

/// The list of themes, each with the colours of its regions, beside the picture that already wears the chosen one.
extension Viewer {
  func drawThemes(on frame: inout Frame) {
    let width = min(frame.width - 2, 38)
    let height = min(frame.height - 4, interface.themes.count + 3)
    let area = Rectangle(x: 1, y: 2, width: width, height: height)
    let chosen = interface.themes.firstIndex { $0.name == interface.theme.name } ?? 0
    frame.fill(area, Pen(interface.theme.text, on: interface.theme.bar))
    drawBorder(area, "Themes", on: &frame)
    let rows = height - 2
    let first = max(0, min(chosen - rows / 2, interface.themes.count - rows))
    for (offset, candidate) in interface.themes.dropFirst(first).prefix(rows).enumerated() {
      let y = area.y + 1 + offset
      let isChosen = first + offset == chosen
      let pen = Pen(isChosen ? interface.theme.accent : interface.theme.text, on: interface.theme.bar, isChosen ? .bold : [])
      frame.write(isChosen ? "›" : " ", x: area.x + 2, y: y, pen)
      frame.write(candidate.name, x: area.x + 4, y: y, pen, limit: 12)
      var x = area.x + 17
      for colour in [candidate.text] + candidate.regions where x < area.right - 3 {
        frame.write("██", x: x, y: y, Pen(colour, on: candidate.background))
        x += 2
      }
    }
    frame.write(
      " Enter keeps, Esc goes back ", x: area.x + 2, y: area.bottom - 1, Pen(interface.theme.quiet, on: interface.theme.bar),
      limit: width - 4)
  }
}
