package import Segmenter
import TerminalIO

/// The curves of a training run as a few lines of text, for a terminal that a command talks to.
package enum CurveLines {
  /// How a terminal can show them.
  package enum Style: Sendable {
    /// Braille dots, the curves told apart by colour.
    case colours
    /// ASCII marks.
    case plain
  }

  /// Training loss and validation Dice, both on an axis from 0 to 1, and a line that says which is which.
  package static func lines(_ epochs: [EpochRecord], width: Int, height: Int, style: Style) -> [String] {
    guard width >= 20, height >= 2, !epochs.isEmpty else { return [] }
    let inks = [RGB(red: 1, green: 0, blue: 0), RGB(red: 2, green: 0, blue: 0)]
    var frame = Frame(width: width - 4, height: height - 1)
    CurvePlot(series: [
      .init(values: epochs.map(\.loss), ink: inks[0], asciiMark: "."),
      .init(values: epochs.map(\.validationDice), ink: inks[1], asciiMark: "*"),
    ]).draw(
      in: Rectangle(x: 0, y: 0, width: frame.width, height: frame.height), paper: .black, ascii: style == .plain,
      on: &frame)
    let codes = [inks[0]: "33", inks[1]: "36"]
    func painted(_ text: String, _ ink: RGB) -> String {
      guard style == .colours, let code = codes[ink] else { return text }
      return "\u{1B}[\(code)m\(text)\u{1B}[39m"
    }
    var lines = (0..<frame.height).map { row in
      let label = row == 0 ? "1" : row == frame.height - 1 ? "0" : " "
      var line = label
      var blanks = " "
      for column in 0..<frame.width {
        let cell = frame[column, row]
        if cell.glyph == " " {
          blanks += " "
        } else {
          line += blanks + painted(String(cell.glyph), cell.ink)
          blanks = ""
        }
      }
      return line == " " ? "" : line
    }
    let marks = style == .plain ? [". ", "* "] : ["", ""]
    lines.append(
      "  " + painted(marks[0] + "training loss", inks[0]) + "  " + painted(marks[1] + "validation Dice", inks[1]))
    return lines
  }
}
