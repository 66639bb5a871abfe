import TerminalIO

/// The axes of a chart with their ticks and labels, around the rectangle that is drawn in.
struct ChartFrame {
  let horizontal: ChartAxis
  let vertical: ChartAxis
  let area: (x: Int, y: Int, width: Int, height: Int)

  static let text = RGB(red: 0x20, green: 0x20, blue: 0x20)
  private static let rule = RGB(red: 0xdd, green: 0xdd, blue: 0xdd)

  /// - Parameters:
  ///   - top: the rows above the rectangle, for a legend.
  ///   - xs, ys: what the axes hold.
  /// - Returns: nil where there is no room.
  init?(x: Int, y: Int, width: Int, height: Int, top: Int, xs: [Double], ys: [Double]) {
    let below = 2 * PictureLetters.height + 18
    let left = PictureLetters.width(of: "0.0000") + 16
    area = (x: x + left, y: y + top, width: width - left - 24, height: height - top - below)
    guard area.width > 20, area.height > 20 else { return nil }
    horizontal = ChartAxis(holding: xs, from: area.x, to: area.x + area.width, ticks: 8)
    vertical = ChartAxis(holding: ys, from: area.y + area.height, to: area.y, ticks: 5)
  }

  /// Draws ticks, numbers, axes, and the label of the horizontal one.
  func draw(horizontalLabel: String, on raster: inout Raster) {
    for tick in vertical.ticks {
      let row = vertical.pixel(tick)
      raster.fill(x: area.x, y: row, width: area.width, height: 1, with: Self.rule)
      let number = vertical.text(tick)
      PictureLetters.draw(
        number, x: area.x - 8 - PictureLetters.width(of: number), y: row - PictureLetters.height / 2, ink: Self.text,
        on: &raster)
    }
    for tick in horizontal.ticks {
      let column = horizontal.pixel(tick)
      raster.fill(x: column, y: area.y + area.height, width: 1, height: 5, with: Self.text)
      let number = horizontal.text(tick)
      PictureLetters.draw(
        number, x: column - PictureLetters.width(of: number) / 2, y: area.y + area.height + 8, ink: Self.text,
        on: &raster)
    }
    raster.fill(x: area.x, y: area.y + area.height, width: area.width, height: 1, with: Self.text)
    raster.fill(x: area.x, y: area.y, width: 1, height: area.height, with: Self.text)
    PictureLetters.draw(
      horizontalLabel, x: area.x + area.width - PictureLetters.width(of: horizontalLabel),
      y: area.y + area.height + PictureLetters.height + 14, ink: Self.text, on: &raster)
  }
}
