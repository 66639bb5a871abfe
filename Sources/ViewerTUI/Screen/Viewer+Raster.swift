import VolumeModel
import Pictures
package import TerminalIO

extension Viewer {
  /// How many slices the present plane has.
  package var sliceCount: Int { geometry.normal.count }

  /// The picture alone, as large as the screen, with its letters and captions; bare without them.
  package func pictureFrame(isBare: Bool = false) -> Frame {
    var frame = Frame(width: interface.screen.width, height: interface.screen.height)
    let whole = Rectangle(x: 0, y: 0, width: interface.screen.width, height: interface.screen.height)
    if isBare { draw(barePane(in: whole), on: &frame) } else { drawPicture(in: whole, on: &frame) }
    return frame
  }

  /// The slice as pixels: area means and downsampled masks like the screen's, but one sample a pixel. Bare, it is
  /// the samples alone, to the edge and without hatches.
  package func raster(width: Int, height: Int, isBare: Bool = false) -> Raster {
    raster(
      plane: view.plane, slice: slice, zoom: place.zoom, centre: place.centre, width: width, height: height,
      isBare: isBare)
  }

  func raster(
    plane: Plane, slice: Int, zoom: Double, centre: SIMD3<Double>?, width: Int, height: Int, isBare: Bool = false
  ) -> Raster {
    scene(overlays: view.overlays, channel: scan.channels[place.channel], zoom: zoom).raster(
      plane: plane, slice: slice, zoom: zoom, centre: centre, width: width, height: height, isBare: isBare)
  }
}
