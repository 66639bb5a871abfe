package import TerminalIO

extension CurvePlot {
  /// The curves in pixels, as smooth lines over rules at 0, one half and 1; a value at an end of the axis still has its
  /// whole line within the picture. The first series lies at the bottom.
  package func raster(width: Int, height: Int, lineWidth: Double, paper: RGB, rule: RGB) -> Raster {
    var raster = Raster(width: width, height: height, filledWith: paper)
    let margin = Float(lineWidth) / 2 + 0.5
    let range = Float(height) - 2 * margin
    guard width > 0, range > 0 else { return raster }
    func row(of value: Double) -> Float { margin + Float(1 - min(1, max(0, value))) * range }
    for value in [0, 0.5, 1] { raster.fill(x: 0, y: Int(row(of: value)), width: width, height: 1, with: rule) }
    for line in series {
      var coverage = CoverageMap(width: width, height: height)
      var previous: SIMD2<Float>?
      for column in 0..<width {
        guard let value = Self.value(of: line.values, at: column, of: width), value.isFinite else {
          previous = nil
          continue
        }
        let here = SIMD2(Float(column) + 0.5, row(of: value))
        coverage.addLine(from: previous ?? here, to: here, lineWidth: Float(lineWidth))
        previous = here
      }
      coverage.draw(in: line.ink, on: &raster)
    }
    return raster
  }
}
