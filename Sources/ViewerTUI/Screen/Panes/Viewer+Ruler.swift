import VolumeModel
import Pictures

extension Viewer {
  /// A dotted line between the ruler's ends where one of them lies on the slice shown.
  func drawRuler(on painted: inout [PaintedSample], _ viewport: Viewport, slice: Int) {
    guard let ruler = place.ruler else { return }
    let ends = [ruler.start, ruler.end ?? place.cursor].map { viewport.geometry.position(of: $0) }
    guard ends.contains(where: { $0.slice == slice }) else { return }
    let samples = ends.map { viewport.sample(ofColumn: $0.column, row: $0.row) }
    drawLine(from: samples[0], to: samples[1], every: 2, on: &painted, viewport)
  }

  /// A line of dots between two samples.
  /// - Parameter step: how many samples the dots are apart.
  func drawLine(
    from start: (column: Int, row: Int), to end: (column: Int, row: Int), every step: Int,
    on painted: inout [PaintedSample], _ viewport: Viewport
  ) {
    let steps = max(abs(end.column - start.column), abs(end.row - start.row), 1)
    for place in stride(from: 0, through: steps, by: step) {
      let column = start.column + (end.column - start.column) * place / steps
      let row = start.row + (end.row - start.row) * place / steps
      drawDot(column: column, row: row, opacity: 0.9, on: &painted, viewport)
    }
  }
}
