import TerminalIO

extension Viewer {
  /// Does what the panel's row at a cell says; nil beside the panel.
  mutating func pressPanel(column: Int, row: Int) -> [Effect]? {
    guard let panel = layout?.panel, panel.contains(column: column, row: row) else { return nil }
    // Which rows there are follows from drawing them.
    var scratch = Frame(width: interface.screen.width, height: interface.screen.height)
    switch drawPanel(in: panel, of: &scratch)[row] {
    case .overlay(let overlay):
      if let reason = missing(overlay) {
        warn(reason)
        return []
      }
      return toggle(overlay)
    case .finding(let index):
      selectFinding(index)
      return []
    case nil: return []
    }
  }
}
