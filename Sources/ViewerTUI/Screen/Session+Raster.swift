import VolumeModel
package import Pictures
package import TerminalIO

extension Session {
  /// How many slices the present plane has.
  package var sliceCount: Int { geometry.normal.count }

  /// The picture alone, as large as the screen, with its letters and captions; bare without them.
  package func pictureFrame(isBare: Bool = false) -> Frame {
    var frame = Frame(width: screen.width, height: screen.height)
    let whole = Rectangle(x: 0, y: 0, width: screen.width, height: screen.height)
    if isBare { draw(barePane(in: whole), on: &frame) } else { drawPicture(in: whole, on: &frame) }
    return frame
  }

  /// The slice as pixels: area means and pooled marks like the screen's, but one sample a pixel. Bare, it is
  /// the samples alone, to the edge and without hatches.
  package func raster(width: Int, height: Int, isBare: Bool = false) -> Raster {
    raster(plane: plane, slice: slice, zoom: zoom, centre: viewCentre, width: width, height: height, isBare: isBare)
  }

  func raster(
    plane: Plane, slice: Int, zoom: Double, centre: SIMD3<Double>?, width: Int, height: Int,
    isBare: Bool = false
  ) -> Raster {
    var raster = Raster(width: width, height: height)
    let margin = isBare ? 0 : PictureLetters.margin
    let columns = max(1, width - 2 * margin)
    let rows = max(1, height - 2 * margin)
    let viewport = viewport(
      plane: plane, columns: columns, rows: rows, sampleAspect: 1, zoom: zoom, centre: centre)
    let painted = paintedSamples(
      viewport, slice: slice, layers: layers, channel: channels[channel])
    for row in 0..<rows {
      for column in 0..<columns {
        let sample = painted[row * columns + column]
        let x = margin + column
        let y = margin + row
        raster[x, y] = sample.colour
        if sample.isHatched, !isBare, PictureHatch.isStroke(sample.texture, x: x, y: y) {
          raster[x, y] = sample.colour.mixed(with: sample.colour.luminance > 0.55 ? .black : .white, amount: 0.6)
        }
      }
    }
    if !isBare { drawLetters(of: geometry(of: plane), on: &raster) }
    return raster
  }

  private func drawLetters(of geometry: SliceGeometry, on raster: inout Raster) {
    let (width, height) = (raster.width, raster.height)
    let margin = PictureLetters.margin
    let letters: (left: Character, right: Character, top: Character, bottom: Character) =
      geometry.edges.map { ($0.left.rawValue, $0.right.rawValue, $0.top.rawValue, $0.bottom.rawValue) }
      ?? ("?", "?", "?", "?")
    let ink = RGB(red: 200, green: 220, blue: 240)
    PictureLetters.draw(letters.left, centreX: margin / 2, centreY: height / 2, ink: ink, on: &raster)
    PictureLetters.draw(letters.right, centreX: width - margin / 2, centreY: height / 2, ink: ink, on: &raster)
    PictureLetters.draw(letters.top, centreX: width / 2, centreY: margin / 2, ink: ink, on: &raster)
    PictureLetters.draw(letters.bottom, centreX: width / 2, centreY: height - margin / 2, ink: ink, on: &raster)
  }
}
