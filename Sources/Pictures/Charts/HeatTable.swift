package import TerminalIO

/// A table of numbers from 0 to 1 as a picture, each cell the darker the larger its number.
package enum HeatTable {
  /// - Parameters:
  ///   - names: of the rows and columns.
  ///   - values: by row and column; nil leaves a cell empty.
  package static func raster(title: String, names: [String], values: [[Double?]]) -> Raster {
    let room = (names.map(PictureLetters.width(of:)).max() ?? 0) + 24
    let cell = (width: max(room, PictureLetters.width(of: "0.000") + 24), height: 48)
    let top = 2 * PictureLetters.height + 40
    var raster = Raster(
      width: max(room + names.count * cell.width + 20, PictureLetters.width(of: title) + 40),
      height: top + names.count * cell.height + 20, filledWith: .white)
    PictureLetters.draw(title, x: 20, y: 12, ink: ChartFrame.text, on: &raster)
    for (column, name) in names.enumerated() {
      PictureLetters.draw(
        name, x: room + column * cell.width + (cell.width - PictureLetters.width(of: name)) / 2,
        y: top - PictureLetters.height - 10, ink: ChartFrame.text, on: &raster)
    }
    for (row, (name, numbers)) in zip(names, values).enumerated() {
      let y = top + row * cell.height
      let middle = y + (cell.height - PictureLetters.height) / 2
      PictureLetters.draw(name, x: 12, y: middle, ink: ChartFrame.text, on: &raster)
      for (column, value) in numbers.enumerated() {
        guard let value else { continue }
        let x = room + column * cell.width
        let shade = RGB.white.mixed(with: LineChart.inks[4], amount: min(max(value, 0), 1))
        raster.fill(x: x + 1, y: y + 1, width: cell.width - 2, height: cell.height - 2, with: shade)
        let text = Wording.fixed(value, 3)
        PictureLetters.draw(
          text, x: x + (cell.width - PictureLetters.width(of: text)) / 2, y: middle, ink: ChartFrame.text, on: &raster)
      }
    }
    return raster
  }
}
