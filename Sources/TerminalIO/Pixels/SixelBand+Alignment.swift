extension SixelBand {
  /// Rows that are drawn less high than this can't be told from those next to them.
  private static let leastHeight = 2

  /// Moves edges between the rows of an enlarged raster by a pixel of the screen where they then lie between two bands: a
  /// band that shows one row fewer takes a fourth fewer bytes.
  ///
  /// - Parameters:
  ///   - rows: for each pixel of the screen from the picture's top on, its row of the raster, in ascending order.
  ///   - raster: rows that look the same have no edge between them.
  /// - Returns: as many rows; each that is drawn two pixels high at least stays so.
  static func aligned(_ rows: [Int], of raster: Raster) -> [Int] {
    var edges = [0]
    for place in rows.indices.dropFirst() where rows[place] != rows[place - 1] {
      if !raster.isSameRow(rows[place - 1], rows[place]) { edges.append(place) }
    }
    edges.append(rows.count)
    var moved = rows
    var last = 0
    for number in edges.indices.dropFirst().dropLast() {
      let edge = edges[number]
      var place = edge
      // Up or down to the end of a band, if neither of the rows gets too thin.
      let distance = edge % height == 1 ? -1 : edge % height == height - 1 ? 1 : 0
      if distance != 0, edge + distance - last >= leastHeight, edges[number + 1] - edge - distance >= leastHeight {
        place += distance
        if distance > 0 { moved[edge] = rows[edge - 1] } else { moved[edge - 1] = rows[edge] }
      }
      last = place
    }
    return moved
  }
}

extension Raster {
  /// Whether two rows look the same.
  fileprivate func isSameRow(_ row: Int, _ other: Int) -> Bool {
    guard (0..<height).contains(row), (0..<height).contains(other) else { return false }
    return pixels[row * width..<(row + 1) * width].elementsEqual(pixels[other * width..<(other + 1) * width])
  }
}
