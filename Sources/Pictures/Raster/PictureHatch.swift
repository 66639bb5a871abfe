/// Hatches in pixels, the same strokes as the glyphs of the terminal.
package enum PictureHatch: Sendable, Hashable {
  case none, rising, falling, crossed, upright, level, dots, dense

  private static let period = 7

  /// Whether the pixel at column `x` and row `y`, neither negative, belongs to a stroke.
  package func isStroke(x: Int, y: Int) -> Bool {
    let isRising = (x + y) % Self.period == 0
    let isFalling = (x - y) % Self.period == 0
    return switch self {
    case .none: false
    case .rising: isRising
    case .falling: isFalling
    case .crossed: isRising || isFalling
    case .upright: x % Self.period == 0
    case .level: y % Self.period == 0
    case .dots: x % 4 == 0 && y % 4 == 0
    case .dense: x % 2 == 0 && y % 2 == 0
    }
  }
}
