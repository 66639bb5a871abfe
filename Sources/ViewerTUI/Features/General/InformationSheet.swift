/// Files, matrices and notes of the case.
struct InformationSheet: SheetComponent {
  var scroll = 0

  package var mode: KeyMode { .information }

  func sheet(of viewer: Viewer) -> Sheet {
    let rows = viewer.scan.information.flatMap {
      Self.rows($0, width: min(Self.width, viewer.interface.screen.width - 4) - 4)
    }
    return Sheet(title: "Case", rows: rows, width: Self.width)
  }

  private static let width = 110
  private static let continuation = "  "

  /// A sentence over as many lines as it needs; the columns of a matrix are left as they are.
  private static func rows(_ line: String, width: Int) -> [Sheet.Row] {
    guard !line.isEmpty else { return [.blank] }
    guard line.count > width, !line.hasPrefix(" ") else { return [.text(line)] }
    let lines = line.lines(ofWidth: max(20, width - continuation.count))
    return lines.enumerated().map { .text($0 == 0 ? $1 : continuation + $1) }
  }
}
