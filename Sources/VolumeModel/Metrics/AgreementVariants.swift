/// Which of the definitions in use a report follows, where the field has several.
public struct AgreementVariants: Sendable, Hashable {
  /// The 95th percentile of the surface distances.
  public enum Hausdorff95: String, Sendable, Hashable, CaseIterable {
    /// The larger of the two directed percentiles (MONAI, surface-distance).
    case directed
    /// The percentile of both lists joined (MedPy).
    case pooled
  }

  /// The average symmetric surface distance.
  public enum SymmetricAverage: String, Sendable, Hashable, CaseIterable {
    /// The mean over both lists joined.
    case pooled
    /// The mean of the two directed means.
    case meanOfMeans = "mean-of-means"
  }

  /// What stands for a surface distance when exactly one of the masks is empty.
  public enum MissingDistance: String, Sendable, Hashable, CaseIterable {
    /// Nothing: the distance is not defined.
    case notAvailable = "n/a"
    /// The diagonal of the image, as a penalty.
    case imageDiagonal = "diagonal"
  }

  /// When a lesion counts as found.
  public var lesionRule: LesionRule
  /// Which 95th percentile `hd95_mm` is.
  public var hausdorff95: Hausdorff95
  /// Which mean `assd_mm` is.
  public var symmetricAverage: SymmetricAverage
  /// What stands for a distance to an empty mask.
  public var missingDistance: MissingDistance

  /// Variants; the defaults are those of docs and the command line.
  public init(
    lesionRule: LesionRule = .anyOverlap, hausdorff95: Hausdorff95 = .directed,
    symmetricAverage: SymmetricAverage = .pooled, missingDistance: MissingDistance = .notAvailable
  ) {
    self.lesionRule = lesionRule
    self.hausdorff95 = hausdorff95
    self.symmetricAverage = symmetricAverage
    self.missingDistance = missingDistance
  }
}
