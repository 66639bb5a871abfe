import VolumeModel

extension Session {
  /// How many slices the present plane has.
  package var sliceCount: Int { geometry.normal.count }

  /// The picture alone, with its letters and captions, as large as the screen.
  package func pictureFrame() -> Frame {
    var frame = Frame(width: screen.width, height: screen.height)
    let whole = Rectangle(x: 0, y: 0, width: screen.width, height: screen.height)
    drawPicture(in: whole, on: &frame)
    return frame
  }

  /// The slice as pixels: area means and pooled marks like the screen's, but one sample a pixel.
  package func raster(width: Int, height: Int) -> Raster {
    var raster = Raster(width: width, height: height)
    let margin = PictureLetters.height + 6
    let columns = max(1, width - 2 * margin)
    let rows = max(1, height - 2 * margin)
    let viewport = viewport(
      plane: plane, columns: columns, rows: rows, sampleAspect: 1, zoom: zoom, centre: viewCentre)
    let painted = paintedSamples(viewport, slice: slice, layers: layers, channel: channels[channel], greyLevels: 256)
    for row in 0..<rows {
      for column in 0..<columns {
        let sample = painted[row * columns + column]
        let x = margin + column
        let y = margin + row
        raster[x, y] = sample.colour
        if sample.isHatched, PictureHatch.isStroke(sample.texture, x: x, y: y) {
          raster[x, y] = sample.colour.mixed(with: sample.colour.luminance > 0.55 ? .black : .white, amount: 0.6)
        }
      }
    }
    let letters: (left: Character, right: Character, top: Character, bottom: Character) =
      geometry.edges.map { ($0.left.rawValue, $0.right.rawValue, $0.top.rawValue, $0.bottom.rawValue) }
      ?? ("?", "?", "?", "?")
    let ink = RGB(red: 200, green: 220, blue: 240)
    PictureLetters.draw(letters.left, centreX: margin / 2, centreY: height / 2, ink: ink, on: &raster)
    PictureLetters.draw(letters.right, centreX: width - margin / 2, centreY: height / 2, ink: ink, on: &raster)
    PictureLetters.draw(letters.top, centreX: width / 2, centreY: margin / 2, ink: ink, on: &raster)
    PictureLetters.draw(letters.bottom, centreX: width / 2, centreY: height - margin / 2, ink: ink, on: &raster)
    return raster
  }
}

/// Hatches in pixels, the same strokes as the glyphs of the terminal.
enum PictureHatch {
  static func isStroke(_ texture: PaintedSample.Texture, x: Int, y: Int) -> Bool {
    let period = 7
    switch texture {
    case .onlyRater1, .onlyRater1Predicted: return (x + y) % period == 0
    case .onlyRater2, .onlyRater2Predicted: return (x - y + 7 * 100_000) % period == 0
    case .bothRaters, .bothRatersPredicted: return (x + y) % period == 0 || (x - y + 7 * 100_000) % period == 0
    case .prediction, .softRim, .uncertain: return x % 4 == 0 && y % 4 == 0
    case .none, .crosshair: return false
    }
  }
}

/// The letters of patient directions, five by seven dots, drawn twice as large.
enum PictureLetters {
  static let scale = 2
  static let height = 7 * scale

  static func draw(_ letter: Character, centreX: Int, centreY: Int, ink: RGB, on raster: inout Raster) {
    guard let rows = dots[letter] else { return }
    let left = centreX - 5 * scale / 2
    let top = centreY - 7 * scale / 2
    for (y, row) in rows.enumerated() {
      for x in 0..<5 where row >> (4 - x) & 1 == 1 {
        raster.fill(x: left + x * scale, y: top + y * scale, width: scale, height: scale, with: ink)
      }
    }
  }

  private static let dots: [Character: [Int]] = [
    "R": [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001],
    "L": [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111],
    "A": [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
    "P": [0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000],
    "S": [0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110],
    "I": [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b11111],
    "?": [0b01110, 0b10001, 0b00001, 0b00110, 0b00100, 0b00000, 0b00100],
  ]
}
