import VolumeModel
import Pictures
import TerminalIO

extension Viewer {
  /// The label against the distance from the expert mask, a bar a ring: how soft the soft rim really is.
  func drawRimProfile(_ column: inout PanelColumn, on frame: inout Frame) {
    guard let rim = scan.softMask?.rim, !rim.brainVoxels.isEmpty, interface.display.glyphs != .ascii else { return }
    let labels = rim.meanLabels
    let labelWidth = 8
    let right = "\(Wording.fixed(rim.reachMM, rim.reachMM < 10 ? 1 : 0)) mm"
    let width = column.area.width - labelWidth - right.count - 1
    guard width >= 10 else { return }
    let quiet = Pen(interface.theme.quiet, on: interface.theme.background)
    frame.write("label", x: column.area.x, y: column.y, quiet)
    let barWidth = max(1, width / (labels.count + 1))
    for (ring, label) in ([1] + labels).enumerated() {
      // The expert mask itself has label 1; the rings follow.
      let eighth = label <= 0 ? 0 : max(1, Int((label * 8).rounded()))
      let glyph = eighth == 0 ? "▁" : Unicode.Scalar(0x2580 + UInt32(eighth)) ?? " "
      let ink = ring == 0 ? interface.theme.rater1 : eighth == 0 ? interface.theme.rule : interface.theme.soft
      for x in 0..<barWidth {
        frame[column.area.x + labelWidth + ring * barWidth + x, column.y] = Cell(
          glyph: glyph, ink: ink, paper: interface.theme.background)
      }
    }
    frame.write(right, endingAt: column.area.right, y: column.y, quiet)
    column.advance()
  }
}
