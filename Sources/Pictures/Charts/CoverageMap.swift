import TerminalIO

/// How much of each pixel a line covers, 0 to 1: what smooth lines are blended by.
struct CoverageMap {
  let width: Int
  let height: Int
  private var fractions: [Float]

  /// Steps of a fraction: more are not seen, and colours are few in what is sent to a terminal.
  private static let steps: Float = 8

  init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    fractions = [Float](repeating: 0, count: self.width * self.height)
  }

  /// Adds a straight line with round ends. Places are in pixels, the middle of the first one at 0.5; lines that overlap
  /// cover a pixel no more than the fuller of them does.
  mutating func addLine(from start: SIMD2<Float>, to end: SIMD2<Float>, lineWidth: Float) {
    let reach = lineWidth / 2 + 0.5
    func range(_ a: Float, _ b: Float, _ most: Int) -> Range<Int> {
      let first = max(0, Int((min(a, b) - reach).rounded(.down)))
      return first..<max(first, min(most, Int((max(a, b) + reach).rounded(.up))))
    }
    let along = end - start
    let length = max((along * along).sum(), 1e-6)
    for y in range(start.y, end.y, height) {
      for x in range(start.x, end.x, width) {
        let place = SIMD2(Float(x) + 0.5, Float(y) + 0.5) - start
        let nearest = place - along * min(1, max(0, (place * along).sum() / length))
        let covered = min(1, reach - (nearest * nearest).sum().squareRoot())
        if covered > fractions[y * width + x] { fractions[y * width + x] = covered }
      }
    }
  }

  /// Draws what is covered in an ink over a picture of the same size.
  func draw(in ink: RGB, on raster: inout Raster) {
    for y in 0..<min(height, raster.height) {
      for x in 0..<min(width, raster.width) where fractions[y * width + x] > 0 {
        let fraction = (fractions[y * width + x] * Self.steps).rounded() / Self.steps
        raster[x, y] = raster[x, y].mixed(with: ink, amount: Double(fraction))
      }
    }
  }
}
