public import VolumeModel

/// One scan to learn from.
public struct TrainingCase: Sendable {
  /// In messages, records and file names.
  public var name: String
  /// Whose scan it is: scans of one patient are trained on or held out together.
  public var patient: String
  /// Raw intensities on one grid, FLAIR first.
  public var channels: [Volume<Float>]
  /// Where the head's tissue is: training looks nowhere else.
  public var brain: Mask
  /// T and D: training follows both, validation and the choice of slices T alone.
  public var target: SoftMask
  /// What each rater drew, where the plan learns from several annotations; empty learns from the target alone.
  public var readings: [SoftMask]
  /// The target of slices that a method sets aside as trusted; nil trusts the annotation that is trained on.
  public var trusted: SoftMask?
  /// Whether all slices are trusted: the case is then for methods that need such slices, and plays no other part.
  public var isTrusted: Bool
  /// Whose agreement with the result is reported at the end; they play no part in training.
  public var raters: [RaterMask]
  /// SHA-256 of the mask files behind the target, for the record.
  public var raterHashes: [String]
  /// How the images lie in space, for maps in the run folder; nil writes none.
  public var spatial: SpatialForm?

  /// A case whose volumes and masks all have one shape.
  /// - Parameter patient: nil where the case is the patient's only one.
  public init(
    name: String, patient: String? = nil, channels: [Volume<Float>], brain: Mask, target: SoftMask,
    readings: [SoftMask] = [], trusted: SoftMask? = nil, isTrusted: Bool = false, raters: [RaterMask] = [],
    raterHashes: [String] = [],
    spatial: SpatialForm? = nil
  ) {
    self.name = name
    self.patient = patient ?? name
    self.channels = channels
    self.brain = brain
    self.target = target
    self.readings = readings
    self.trusted = trusted
    self.isTrusted = isTrusted
    self.raters = raters
    self.raterHashes = raterHashes
    self.spatial = spatial
  }
}

extension TrainingCase {
  /// The case with its images prepared for the network, and its masks on their grid.
  func prepared(_ preparation: InputPreparation) -> TrainingCase {
    var prepared = self
    prepared.channels = preparation.images(channels)
    prepared.brain = preparation.mask(brain)
    prepared.target = preparation.target(target)
    prepared.readings = readings.map(preparation.target)
    prepared.trusted = trusted.map(preparation.target)
    prepared.raters = raters.map {
      RaterMask(
        name: $0.name, mask: preparation.mask($0.mask), isSimulated: $0.isSimulated, path: $0.path, notes: $0.notes)
    }
    return prepared
  }

  /// Where anybody whose annotation is learned from drew a lesion.
  var lesionRegion: Mask { readings.reduce(target.expert) { $0.union($1.expert) } }

  /// The masks that a prediction should be like.
  var references: [Mask] { readings.isEmpty ? [target.expert] : readings.map(\.expert) }

  func check(channels expected: Int) throws(TrainingError) {
    guard channels.count == expected else {
      throw .channels(caseName: name, found: channels.count, expected: expected)
    }
    let shape = brain.grid.shape
    guard channels.allSatisfy({ $0.grid.shape == shape }), target.grid.shape == shape,
      readings.allSatisfy({ $0.grid.shape == shape }),
      trusted.map({ $0.grid.shape == shape }) ?? true,
      raters.allSatisfy({ $0.mask.grid.shape == shape })
    else {
      throw .shapes(caseName: name, reason: "images, brain and mask have different shapes")
    }
  }
}
