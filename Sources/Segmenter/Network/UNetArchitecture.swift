/// The shape of the U-Net: two 3x3 convolutions with ReLU a level, 2x2 max-pooling on the way down, 2x2 stride-2
/// transposed convolutions and skip concatenation on the way up, a 1x1 convolution to one logit a pixel.
public struct UNetArchitecture: Sendable, Hashable, Codable {
  /// Image channels, FLAIR first.
  public var inputChannels: Int
  /// Channels of level 0; level L has `base * 2^L`, the bottleneck `base * 2^levels`.
  public var base: Int
  /// Number of poolings.
  public var levels: Int

  public init(inputChannels: Int = 1, base: Int = 16, levels: Int = 4) {
    self.inputChannels = inputChannels
    self.base = base
    self.levels = levels
  }

  /// Channels of a level; `channels(atLevel: levels)` is the bottleneck.
  public func channels(atLevel level: Int) -> Int { base << level }

  /// Width and height of a slice must be multiples of this.
  public var sliceMultiple: Int { 1 << levels }

  public var parameterCount: Int { ParameterLayout(self).scalarCount }

  /// The shape in one word, as stored in a model's metadata: "unet-2d".
  public static let kind = "unet-2d"

  /// Checks that the numbers make a network this engine builds.
  public func validate() throws(ModelError) {
    guard (1...16).contains(inputChannels) else {
      throw .architecture("\(inputChannels) input channels; 1 to 16 are possible")
    }
    guard (1...256).contains(base) else { throw .architecture("base width \(base); 1 to 256 is possible") }
    guard (1...6).contains(levels) else { throw .architecture("\(levels) levels; 1 to 6 are possible") }
    guard base << levels <= 2048 else {
      throw .architecture(
        "base \(base) with \(levels) levels has \(base << levels) channels; at most 2048 are possible")
    }
  }
}
