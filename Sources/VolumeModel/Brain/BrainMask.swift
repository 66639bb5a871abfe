/// The brain of a case, and where it comes from: a mask that is named, or else an estimate of the FLAIR.
///
/// The one way to a brain for everything that needs one: windows, crops, growth thresholds, normalisation, training and
/// prediction.
public struct BrainMask: Sendable {
  /// Where a brain mask comes from.
  public enum Source: Sendable, Hashable {
    case file(String)
    case estimate(BrainMethod)

    /// As in "named", "skull-stripped", "tissue-and-shape"; for programs that read it.
    public var name: String {
      switch self {
      case .file: "named"
      case .estimate(let method): method.rawValue
      }
    }
  }

  /// The brain, on the grid of the FLAIR.
  public let mask: Mask
  /// Where the mask is from.
  public let source: Source
  /// Why the mask should be looked at before it is trusted, a sentence each.
  public let doubts: [String]
  /// What was read or estimated, and what is doubtful about it, a sentence each. Empty for a skull-stripped scan and a
  /// mask on the image's grid, where nothing was guessed.
  public let notes: [String]

  /// Whether the mask is a guess: neither named nor the voxels of a skull-stripped scan.
  public var isEstimate: Bool {
    switch source {
    case .file, .estimate(.skullStripped): false
    case .estimate: true
    }
  }
  /// Whether there is a reason to look at the mask before it is trusted.
  public var isDoubtful: Bool { !doubts.isEmpty }

  /// The brain that a file names, or else the estimate.
  /// - Parameters:
  ///   - file: a mask on the FLAIR's grid.
  ///   - form: which of its forms says where the mask's voxels lie; nil for the usual one.
  ///   - cache: where estimates are kept between sittings; nil keeps none.
  /// - Throws: `FileError` when a named mask cannot be used.
  public static func of(
    _ flair: LoadedImage, file: String?, resampleNearest: Bool = false, form: SpatialForm.Source? = nil,
    cache: BrainCache? = nil
  ) throws(FileError) -> BrainMask {
    guard let file else { return BrainMask(cache?.estimate(of: flair) ?? BrainEstimate(of: flair.volume)) }
    let loaded = try Images.readMask(
      file, on: flair.grid, resampleNearest: resampleNearest, form: form, labels: .all, image: flair.spatial)
    return BrainMask(mask: loaded.mask, source: .file(file), doubts: [], notes: loaded.notes)
  }

  /// The brain of an estimate.
  public init(_ estimate: BrainEstimate) {
    let isGuessed = estimate.method != .skullStripped
    let said = "brain \(estimate.method.explanation): \(decimal(estimate.volumeML, 0)) ml"
    self.init(
      mask: estimate.mask, source: .estimate(estimate.method), doubts: estimate.doubts,
      notes: (isGuessed && estimate.method != .nonZero ? [said] : []) + estimate.notes.map { "brain: \($0)" }
        + estimate.doubts.map { "brain doubtful: \($0)" })
  }

  private init(mask: Mask, source: Source, doubts: [String], notes: [String]) {
    (self.mask, self.source, self.doubts, self.notes) = (mask, source, doubts, notes)
  }
}
