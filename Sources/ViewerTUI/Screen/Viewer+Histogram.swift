import VolumeModel
import TerminalIO
import Pictures

extension Viewer {
  /// How bright the FLAIR is inside the expert mask, on the rim and in the rest of the brain, each against its own peak,
  /// with the threshold below which nothing grows.
  func drawHistogram(_ column: inout PanelColumn, on frame: inout Frame) {
    guard let histogram = scan.histogram, let threshold = scan.softMask?.report.threshold,
      interface.display.glyphs != .ascii
    else { return }
    let labelWidth = 8
    let width = column.area.width - labelWidth
    let bins = FlairHistogram.binCount
    let bin = histogram.bin(of: threshold)
    let rows: [(String, [Int], RGB)] = [
      ("inside", histogram.inside, interface.theme.rater1), ("rim", histogram.rim, interface.theme.soft),
      ("outside", histogram.outside, interface.theme.quiet),
    ]
    let bars = Rectangle(x: column.area.x + labelWidth, y: column.y, width: max(0, width), height: rows.count)
    let mark: Int
    if let cell = interface.display.cellPixels {
      let place = (Double(bin) + 0.5) / Double(bins)
      mark = Int(place * Double(width))
      let chart = HistogramRows(
        rows: rows.map { .init(counts: $0.1, ink: $0.2) }, mark: (place, interface.theme.accent))
      self.place(
        chart: chart.raster(
          width: bars.width * cell.x, rowHeight: cell.y, paper: cellColour(interface.theme.background),
          rule: interface.theme.rule), in: bars, on: &frame)
    } else {
      mark = bin * width / bins
      for (row, (_, counts, ink)) in rows.enumerated() {
        drawBars(of: counts, ink, mark: mark, x: bars.x, y: bars.y + row, width: bars.width, on: &frame)
      }
    }
    for (label, _, _) in rows {
      frame.write(label, x: column.area.x, y: column.y, Pen(interface.theme.quiet, on: interface.theme.background))
      column.advance()
    }
    let note = "▲ nothing darker grows"
    let x = column.area.x + labelWidth + mark
    let fits = x + note.unicodeScalars.count <= column.area.right
    if fits {
      frame.write(note, x: x, y: column.y, Pen(interface.theme.accent, on: interface.theme.background))
    } else {
      frame.write(
        "nothing darker grows ▲", endingAt: x + 1, y: column.y,
        Pen(interface.theme.accent, on: interface.theme.background))
    }
    column.advance()
  }

  /// A histogram in eighths of a cell's height, with the cell of the threshold marked.
  private func drawBars(
    of counts: [Int], _ ink: RGB, mark: Int, x: Int, y: Int, width: Int, on frame: inout Frame
  ) {
    let bars = Self.resampled(counts, to: width)
    let peak = max(1, bars.max() ?? 1)
    for (i, bar) in bars.enumerated() {
      let eighth = bar <= 0 ? 0 : max(1, Int((bar / peak * 8).rounded()))
      let glyph = eighth == 0 ? (i == mark ? "│" : " ") : Unicode.Scalar(0x2580 + UInt32(eighth)) ?? " "
      let isMark = i == mark
      frame[x + i, y] = Cell(
        glyph: glyph, ink: isMark ? interface.theme.accent : ink, paper: interface.theme.background,
        attributes: isMark ? .bold : [])
    }
  }

  private static func resampled(_ counts: [Int], to width: Int) -> [Double] {
    (0..<max(0, width)).map { i in
      let low = i * counts.count / width
      let high = max(low + 1, (i + 1) * counts.count / width)
      return Double(counts[low..<min(counts.count, high)].reduce(0, +)) / Double(high - low)
    }
  }
}
