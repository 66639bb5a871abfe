package import TerminalIO

/// Histograms over the same bins in pixels, one below the other, each against its own peak, with a place on the axis marked
/// through all of them.
package struct HistogramRows {
  package struct Row {
    package let counts: [Int]
    package let ink: RGB

    package init(counts: [Int], ink: RGB) {
      self.counts = counts
      self.ink = ink
    }
  }

  package let rows: [Row]
  /// The marked place on the axis, from 0 at its left end to 1, and its ink.
  package let mark: (place: Double, ink: RGB)

  package init(rows: [Row], mark: (place: Double, ink: RGB)) {
    self.rows = rows
    self.mark = mark
  }

  /// - Parameter rowHeight: pixels of a histogram from its baseline to its peak, with the blank line above it.
  package func raster(width: Int, rowHeight: Int, paper: RGB, rule: RGB) -> Raster {
    var raster = Raster(width: width, height: rows.count * max(0, rowHeight), filledWith: paper)
    let highest = rowHeight - 2
    guard width > 0, highest > 0 else { return raster }
    for (number, row) in rows.enumerated() {
      let baseline = (number + 1) * rowHeight - 1
      raster.fill(x: 0, y: baseline, width: width, height: 1, with: rule)
      let peak = Double(row.counts.max() ?? 0)
      guard peak > 0 else { continue }
      let area = paper.mixed(with: row.ink, amount: 0.6)
      for column in 0..<width {
        let bin = min(row.counts.count - 1, column * row.counts.count / width)
        guard row.counts[bin] > 0 else { continue }
        // What occurs at all is seen.
        let height = max(1, Int((Double(row.counts[bin]) / peak * Double(highest)).rounded()))
        raster.fill(x: column, y: baseline - height, width: 1, height: height, with: area)
        raster[column, baseline - height] = row.ink
      }
    }
    let column = Int((min(1, max(0, mark.place)) * Double(width)).rounded(.down))
    raster.fill(x: min(column, width - 2), y: 0, width: 2, height: raster.height, with: mark.ink)
    return raster
  }
}
