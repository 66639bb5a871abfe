/// The ways in which terminals take pictures in pixels, a row each.
package enum PixelProtocol: String, CaseIterable, Sendable, Hashable {
  case kitty
  case sixel
  case iterm2

  /// The bytes that draw a picture with its upper left corner at the cursor, all of them ASCII. The picture lies in the
  /// stream itself, so that it shows across SSH too.
  package func bytes(of raster: Raster) throws(PNGError) -> [UInt8] {
    switch self {
    case .kitty: try KittyGraphics.bytes(of: raster)
    case .sixel: SixelGraphics.bytes(of: raster)
    case .iterm2: try ITerm2Graphics.bytes(of: raster)
    }
  }
}
