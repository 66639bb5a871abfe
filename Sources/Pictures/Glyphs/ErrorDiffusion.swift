/// Hands on to neighbours what cells are too dark or too bright for want of greys, so that even areas do not fall into
/// bands (R. Floyd and L. Steinberg, "An adaptive algorithm for spatial greyscale", 1976).
///
/// It works on the means of cells, one row after the other from the left.
struct ErrorDiffusion {
  /// Of an error handed on in full the picture would become rougher than the bands were.
  private static let fraction: Float = 0.5
  /// An error in 0 to 255 beyond which a cell is no longer one of an even area.
  private static let most: Float = 30

  /// What the cells of this row and of the next one are handed, with a cell more at either end.
  private var row: [Float]
  private var next: [Float]

  init(width: Int) {
    row = [Float](repeating: 0, count: width + 2)
    next = row
  }

  /// What the cell in a column is handed.
  subscript(column: Int) -> Float { row[column + 1] }

  /// - Parameter error: what the cell should have shown less what it shows.
  mutating func spread(_ error: Float, from column: Int) {
    let sixteenth = Self.fraction * max(-Self.most, min(Self.most, error)) / 16
    row[column + 2] += 7 * sixteenth
    next[column] += 3 * sixteenth
    next[column + 1] += 5 * sixteenth
    next[column + 2] += sixteenth
  }

  mutating func startNextRow() {
    swap(&row, &next)
    for place in next.indices { next[place] = 0 }
  }
}
