import VolumeModel
import Pictures

extension Viewer {
  /// A dotted line between the ruler's ends where one of them lies on the slice shown.
  func drawRuler(on painted: inout [PaintedSample], _ viewport: Viewport, slice: Int) {
    guard let ruler = place.ruler else { return }
    let ends = [ruler.start, ruler.end ?? place.cursor].map { viewport.geometry.position(of: $0) }
    guard ends.contains(where: { $0.slice == slice }) else { return }
    let samples = ends.map { viewport.sample(ofColumn: $0.column, row: $0.row) }
    let steps = max(abs(samples[1].column - samples[0].column), abs(samples[1].row - samples[0].row), 1)
    for step in stride(from: 0, through: steps, by: 2) {
      let column = samples[0].column + (samples[1].column - samples[0].column) * step / steps
      let row = samples[0].row + (samples[1].row - samples[0].row) * step / steps
      drawDot(column: column, row: row, opacity: 0.9, on: &painted, viewport)
    }
  }
}
