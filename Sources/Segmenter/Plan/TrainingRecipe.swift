/// Settings that belong together.
public enum TrainingRecipe: String, Sendable, Hashable, Codable, CaseIterable {
  /// For patients that were not trained on: GroupNorm, Dice with cross-entropy, crops of 128 pixels around lesions and
  /// elsewhere, slices without lesions, whole patients held out.
  case standard
  /// As published by Kats, Goldberger and Greenspan, ISBI 2019: soft Dice alone on whole lesion slices, no normalisation
  /// layers, slices held out.
  case kats

  /// Whether GroupNorm follows each 3x3 convolution of a new network.
  public var normalisesFeatures: Bool { self == .standard }
  /// The loss of a plain run.
  public var loss: LossName { self == .standard ? .diceCrossEntropy : .softDice }
  /// Which weights are kept. Those of the last epoch are an average over many steps already, and one or two held-out patients
  /// choose an epoch that suits them: over four folds of twelve patients the best epoch gave a mean Dice of 0.54 at a
  /// threshold of 0.5, the last 0.63 (docs/model.md).
  public var selection: ModelSelection { self == .standard ? .last : .bestValidation }
  /// Side of square crops in pixels; nil for whole slices.
  public var cropSize: Int? { self == .standard ? 128 : nil }
  /// How slices and crops are chosen.
  public var sampling: SampleSelection { self == .standard ? .lesions : .slices }
  /// Slices without a lesion, as a fraction of the number of lesion slices; nil for none.
  public var emptySliceFraction: Double? { self == .standard ? 0.5 : nil }
  /// Further random changes of the samples: weights trained with them find more on scanners that they have not seen
  /// (docs/model.md). Nil for a network that sees blocks of slices, with which they were not measured.
  public func augmentations(of kind: NetworkKind) -> [AugmentationName]? {
    self == .standard && !kind.seesBlocks ? [.resolution, .blur, .noise] : nil
  }
  /// What is held out where there are two patients or more.
  public var validationUnit: ValidationUnit { self == .standard ? .patients : .slices }
}

extension TrainingPlan {
  /// Samples, validation and a new network's normalisation as a recipe has them. The loss belongs to the method.
  public mutating func follow(_ recipe: TrainingRecipe) {
    cropSize = recipe.cropSize
    sampling = recipe.sampling
    emptySliceFraction = recipe.emptySliceFraction
    validationUnit = recipe.validationUnit
    selection = recipe.selection
    augmentations = recipe.augmentations(of: architecture.kind)
    if recipe.normalisesFeatures, architecture.normalisation == .none {
      architecture.normalisation = .group(base: architecture.base)
    }
  }
}
