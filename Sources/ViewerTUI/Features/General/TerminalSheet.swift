import Pictures
import TerminalIO

/// What the terminal can show, how that was found out, and what overrides it.
struct TerminalSheet: SheetComponent {
  var scroll = 0

  package var mode: KeyMode { .terminal }

  func sheet(of viewer: Viewer) -> Sheet {
    let meter = viewer.interface.meter
    guard let report = viewer.interface.terminalReport else {
      return Sheet(title: "Terminal", rows: [.text("drawn without a terminal")], width: 60)
    }
    var rows: [Sheet.Row] = [.text(report.name), .blank]
    for row in report.rows {
      rows.append(.pair(row.subject, "\(row.choice): \(row.reason)"))
      if !row.override.isEmpty { rows.append(.pair("", "otherwise \(row.override)")) }
    }
    rows += [
      .blank, .pair("last frame", meter.text),
      .pair("all frames", "\(FrameMeter.kilobytes(meter.totalBytes)) in \(Wording.count(meter.frames)) frames"),
    ]
    if report.isRemote { rows.append(.pair("line", meter.isHigh ? Viewer.compressionHint : "SSH; ssh -C sends less")) }
    return Sheet(title: "Terminal", rows: rows, keyWidth: 16, width: 100)
  }
}
