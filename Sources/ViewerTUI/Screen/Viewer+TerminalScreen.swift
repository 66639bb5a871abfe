import Pictures
import TerminalIO

extension Viewer {
  /// `:term`: what the terminal can show, how that was found out, and what overrides it.
  func drawTerminalReport(on frame: inout Frame) {
    guard let report = interface.terminalReport else {
      drawSheet("Terminal", [.text("drawn without a terminal")], keyWidth: 0, width: 60, on: &frame)
      return
    }
    var rows: [Row] = [.text(report.name), .blank]
    for row in report.rows {
      rows.append(.pair(row.subject, "\(row.choice): \(row.reason)"))
      if !row.override.isEmpty { rows.append(.pair("", "otherwise \(row.override)")) }
    }
    rows += [
      .blank, .pair("last frame", interface.meter.text),
      .pair("all frames", "\(FrameMeter.kilobytes(interface.meter.totalBytes)) in \(Wording.count(interface.meter.frames)) frames"),
    ]
    if report.isRemote { rows.append(.pair("line", interface.meter.isHigh ? Self.compressionHint : "SSH; ssh -C sends less")) }
    drawSheet("Terminal", rows, keyWidth: 16, width: 100, on: &frame)
  }

  static let compressionHint = "frames are large for a slow line: connect with ssh -C, or start with --colors 256"

  /// Says once that compression would help.
  package mutating func noteFrame(bytes: Int, delayMilliseconds: Int?) {
    let wasHigh = interface.meter.isHigh
    interface.meter.note(bytes: bytes, delayMilliseconds: delayMilliseconds)
    let isSlow = (delayMilliseconds ?? 0) > 100
    guard !interface.hasHintedCompression, wasHigh, isSlow, interface.terminalReport?.isRemote == true, interface.message == nil else { return }
    interface.hasHintedCompression = true
    say(Self.compressionHint)
  }
}
