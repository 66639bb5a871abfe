/// Hatches in pixels, the same strokes as the glyphs of the terminal.
package enum PictureHatch {
  package static func isStroke(_ texture: PaintedSample.Texture, x: Int, y: Int) -> Bool {
    let period = 7
    switch texture {
    case .onlyRater1, .onlyRater1Predicted: return (x + y) % period == 0
    case .onlyRater2, .onlyRater2Predicted: return (x - y + 7 * 100_000) % period == 0
    case .bothRaters, .bothRatersPredicted: return (x + y) % period == 0 || (x - y + 7 * 100_000) % period == 0
    case .prediction, .softRim, .uncertain, .weighed, .mapMiddle, .adjudicated, .further: return x % 4 == 0 && y % 4 == 0
    case .mapHigh: return x % 2 == 0 && y % 2 == 0
    case .none, .crosshair: return false
    }
  }
}
