/// A picture in pixels that lies over a rectangle of cells.
///
/// Its raster may be coarser than the screen: slices hold a pixel a voxel, which the terminal, or what is sent to it,
/// enlarges. The raster starts in the rectangle's upper left corner; what would reach beyond the rectangle is not shown.
package struct FramePicture: Hashable, Sendable {
  /// The cells that it covers.
  package let area: Rectangle
  package let raster: Raster
  /// Width (x) and height (y) of a pixel of the raster, in pixels of the screen.
  package let enlargement: SIMD2<Double>

  package init(area: Rectangle, raster: Raster, enlargement: SIMD2<Double> = SIMD2(1, 1)) {
    self.area = area
    self.raster = raster
    self.enlargement = enlargement
  }

  /// Whether another picture has the same place, size and scale.
  func isCongruent(_ other: FramePicture) -> Bool {
    area == other.area && enlargement == other.enlargement && raster.width == other.raster.width
      && raster.height == other.raster.height
  }

  /// The cells that differ from those of an earlier congruent picture; empty where none does.
  /// - Parameter cell: width and height of a cell in pixels of the screen.
  func changedCells(from earlier: FramePicture, cell: SIMD2<Int>) -> Rectangle {
    guard isCongruent(earlier) else { return area }
    guard let changed = raster.differences(from: earlier.raster) else {
      return Rectangle(x: area.x, y: area.y, width: 0, height: 0)
    }
    func cells(_ pixels: Range<Int>, _ enlargement: Double, _ cell: Int, _ most: Int) -> Range<Int> {
      let first = Int(Double(pixels.lowerBound) * enlargement) / cell
      let last = Int((Double(pixels.upperBound) * enlargement).rounded(.up)) / cell
      return min(first, most)..<min(last + 1, most)
    }
    let columns = cells(changed.columns, enlargement.x, cell.x, area.width)
    let rows = cells(changed.rows, enlargement.y, cell.y, area.height)
    return Rectangle(
      x: area.x + columns.lowerBound, y: area.y + rows.lowerBound, width: columns.count, height: rows.count)
  }
}

extension Frame {
  /// The rectangles of cells through which a picture shows, from the top down; all of them where nothing hides it.
  func visibleParts(of picture: FramePicture) -> [Rectangle] {
    let area = picture.area
    var parts: [Rectangle] = []
    // Those that reach down to the row above and may go on.
    var open: [Rectangle] = []
    for y in max(0, area.y)..<max(max(0, area.y), min(height, area.bottom)) {
      var row: [Rectangle] = []
      var x = max(0, area.x)
      while x < min(width, area.right) {
        let start = x
        while x < min(width, area.right), self[x, y].glyph == Cell.picture.glyph { x += 1 }
        if x > start { row.append(Rectangle(x: start, y: y, width: x - start, height: 1)) } else { x += 1 }
      }
      for index in row.indices {
        guard let above = open.first(where: { $0.x == row[index].x && $0.width == row[index].width }) else { continue }
        row[index] = Rectangle(x: above.x, y: above.y, width: above.width, height: above.height + 1)
      }
      parts += open.filter { old in !row.contains { $0.x == old.x && $0.y == old.y } }
      open = row
    }
    return parts + open
  }
}

extension Raster {
  /// The columns and rows between which a picture of the same size differs; nil where it is the same.
  func differences(from other: Raster) -> (columns: Range<Int>, rows: Range<Int>)? {
    var rows: Range<Int>?
    var (left, right) = (width, 0)
    pixels.withUnsafeBufferPointer { ours in
      other.pixels.withUnsafeBufferPointer { theirs in
        guard ours.count == theirs.count else {
          (left, right, rows) = (0, width, 0..<height)
          return
        }
        for row in 0..<height {
          let start = row * width
          var isSame = true
          for column in 0..<width where ours[start + column] != theirs[start + column] {
            isSame = false
            left = min(left, column)
            right = max(right, column + 1)
          }
          if !isSame { rows = (rows?.lowerBound ?? row)..<row + 1 }
        }
      }
    }
    guard let rows, left < right else { return nil }
    return (left..<right, rows)
  }
}
