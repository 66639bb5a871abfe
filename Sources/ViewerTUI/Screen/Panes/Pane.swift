package import VolumeModel
import Pictures
package import TerminalIO

/// One view of a slice within the picture: what it shows and where.
package struct Pane: Sendable {
  /// How much is written around a pane.
  enum Captions: Sendable, Hashable {
    /// Slice, window, scale and view in the four corners.
    case full
    /// The same over the edges of the picture, which then has all rows: for low screens, where there is room beside it.
    case over
    /// A name above the picture, and the scale below.
    case named(String)
    /// One line inside the tile.
    case tile(String)
    /// Nothing: samples to the edge.
    case bare

    /// Whether the scale is written below the picture.
    var hasScale: Bool {
      switch self {
      case .full, .over, .named: true
      case .tile, .bare: false
      }
    }
  }

  /// The pane with its letters and captions.
  package let area: Rectangle
  package let plane: Plane
  package let slice: Int
  package let overlays: OverlayStack
  /// The image, where it is not the one chosen.
  var channel: Int?
  var captions: Captions = .full
  var zoom = 1.0
  /// Where the view is centred, in voxels; nil is the middle of the crop.
  var centre: SIMD3<Double>?
  /// The tile of a mosaic that keys apply to.
  var isChosen = false
  /// Whether clicks and the crosshair belong here.
  var showsCrosshair = true

  /// The cells that show samples.
  package var samples: Rectangle {
    switch captions {
    case .full, .named: Rectangle(x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2)
    case .over: Rectangle(x: area.x + 2, y: area.y, width: area.width - 4, height: area.height)
    case .bare: area
    case .tile: Rectangle(x: area.x, y: area.y, width: area.width - 1, height: area.height - 1)
    }
  }
}
