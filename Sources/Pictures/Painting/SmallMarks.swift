import TerminalIO

/// Marks of lesions that are smaller than a sample, which a tint of one sample would hide from the eye.
enum SmallMarks {
  /// How much of the mark's own colour such a sample gets.
  private static let strength = 0.85

  /// Gives marks that stand alone, or in twos, the full colour that their look has. The rims of soft masks and the values
  /// of maps keep theirs, which says how much they are.
  /// - Parameter columns: samples a row.
  static func emphasise(_ samples: inout [PaintedSample], columns: Int, _ looks: MarkLooks) {
    guard columns > 0 else { return }
    let rows = samples.count / columns
    func isMark(_ sample: PaintedSample) -> Bool {
      guard sample.texture != .none, sample.texture != .crosshair else { return false }
      let look = looks[sample.texture]
      return look.rank > 1 && !look.isMap
    }
    var small: [Int] = []
    for index in samples.indices where isMark(samples[index]) {
      let (column, row) = (index % columns, index / columns)
      var marked = 0
      for y in max(0, row - 1)...min(rows - 1, row + 1) {
        for x in max(0, column - 1)...min(columns - 1, column + 1) where isMark(samples[y * columns + x]) {
          marked += 1
        }
      }
      if marked <= 2 { small.append(index) }
    }
    for index in small { samples[index].blend(looks[samples[index].texture].ink, strength) }
  }
}
