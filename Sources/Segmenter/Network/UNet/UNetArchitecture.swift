/// The shape of the U-Net: two 3x3 convolutions with ReLU a level, 2x2 max-pooling on the way down, 2x2 stride-2
/// transposed convolutions and skip concatenation on the way up, a 1x1 convolution to one logit a pixel.
///
/// Networks of other kinds are given by the same numbers.
public struct UNetArchitecture: Sendable, Hashable, Codable {
  /// Which network it is.
  public var kind: NetworkKind
  /// Image channels, FLAIR first.
  public var inputChannels: Int
  /// Channels of level 0; level L has `base * 2^L`, the bottleneck `base * 2^levels`.
  public var base: Int
  /// Number of poolings.
  public var levels: Int
  /// What follows each 3x3 convolution, before its ReLU.
  public var normalisation: FeatureNormalisation
  /// Nil never drops anything.
  public var dropout: Dropout?
  /// Latent numbers of an image, of a network that draws samples; nil for as many as its source has.
  public var latentCount: Int?
  /// Slices of a block, of a network that sees several at once; nil for as many as are usual.
  public var blockSlices: Int?

  /// A shape as it is given; `validate` says whether it can be built.
  public init(
    kind: NetworkKind = .unet, inputChannels: Int = 1, base: Int = 16, levels: Int = 4,
    normalisation: FeatureNormalisation = .none, dropout: Dropout? = nil, latentCount: Int? = nil,
    blockSlices: Int? = nil
  ) {
    self.kind = kind
    self.blockSlices = blockSlices
    self.latentCount = latentCount
    self.inputChannels = inputChannels
    self.base = base
    self.levels = levels
    self.normalisation = normalisation
    self.dropout = dropout
  }

  /// Run files of before there were other kinds of networks, normalisation and dropout are of a U-Net with neither.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    kind = try container.decodeIfPresent(NetworkKind.self, forKey: .kind) ?? .unet
    latentCount = try container.decodeIfPresent(Int.self, forKey: .latentCount)
    blockSlices = try container.decodeIfPresent(Int.self, forKey: .blockSlices)
    inputChannels = try container.decode(Int.self, forKey: .inputChannels)
    base = try container.decode(Int.self, forKey: .base)
    levels = try container.decode(Int.self, forKey: .levels)
    normalisation = try container.decodeIfPresent(FeatureNormalisation.self, forKey: .normalisation) ?? .none
    dropout = try container.decodeIfPresent(Dropout.self, forKey: .dropout)
  }

  /// Channels of a level; `channels(atLevel: levels)` is the bottleneck.
  public func channels(atLevel level: Int) -> Int { base << level }

  /// Width and height of a slice must be multiples of this, and the slices of a block.
  public var sliceMultiple: Int { 1 << levels }

  /// Slices that the network sees at once: 1, or those of a block.
  public var slicesPerImage: Int { kind.seesBlocks ? blockSlices ?? VNetDescription.usualSlices : 1 }

  /// Whole slices, or blocks of them, that are predicted together: more take more memory.
  var usualImagesAtOnce: Int { max(1, 4 / slicesPerImage) }

  /// Whether weights of the one work in the other: they may differ in dropout alone.
  public func sharesWeights(with other: UNetArchitecture) -> Bool {
    var same = other
    same.dropout = dropout
    return same == self
  }

  /// Scalars of all weights.
  public var parameterCount: Int { ParameterLayout(self).scalarCount }

  /// The shape in one word, as stored in a model's metadata: "unet-2d".
  public var name: String { kind.details.architectureName }

  /// Checks that the numbers make a network this engine builds.
  /// - Throws: `ModelError.architecture` with the first number that does not, and what is possible.
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
    if case .group(let groups) = normalisation, groups < 1 || base % groups != 0 {
      throw .architecture("\(groups) groups do not divide \(base) channels; choose a divisor of the base width")
    }
    if let rate = dropout?.rate, !(0..<1).contains(rate) {
      throw .architecture("dropout rate \(rate); from 0 up to below 1 is possible")
    }
    guard kind.seesBlocks || blockSlices == nil else {
      throw .architecture("blocks of slices; only a network of volumes (vnet) sees them")
    }
    guard kind.drawsSamples || latentCount == nil else {
      throw .architecture("latent numbers; only a network that draws samples (probabilistic, phiseg) has them")
    }
    try kind.details.check(self)
  }
}
