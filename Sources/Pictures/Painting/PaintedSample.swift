package import TerminalIO

/// The look of a sample: its colour, and which texture says the same without colour.
package struct PaintedSample: Sendable, Hashable {
  package var colour: RGB
  /// The brightness of the image alone, 0 to 1; nil outside the volume.
  package var brightness: Float?
  package var texture: Texture = .none
  /// Whether the texture is drawn as a glyph even where colour tells the same.
  package var isHatched = false

  package init(colour: RGB, brightness: Float?) {
    self.colour = colour
    self.brightness = brightness
  }

  package mutating func blend(_ over: RGB, _ opacity: Double) { colour = colour.mixed(with: over, amount: opacity) }

  /// Which mark a sample carries: a number whose look ``MarkLooks`` of the same picture knows.
  package struct Texture: Sendable, Hashable {
    package let rawValue: UInt8

    package static let none = Texture(rawValue: 0)
    package static let crosshair = Texture(rawValue: 1)
    /// What several raters drew, without and with the prediction.
    package static let bothRaters = Texture(rawValue: 2)
    package static let bothRatersPredicted = Texture(rawValue: 3)

    /// A region of the disagreement map.
    package static func region(_ region: DisagreementRegion) -> Texture { Texture(rawValue: 3 + region.rawValue) }

    /// An overlay by its place among those of the picture.
    package static func overlay(_ place: Int) -> Texture { Texture(rawValue: firstOverlay + UInt8(2 * place)) }

    /// The same overlay's second look: what a rater shares with the prediction, or the middle of a scale of colours.
    package static func second(_ place: Int) -> Texture { Texture(rawValue: firstOverlay + UInt8(2 * place) + 1) }

    private static let firstOverlay = UInt8(4 + DisagreementRegion.allCases.count)
  }
}
