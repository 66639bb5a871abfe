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

  public var lesionRule: LesionRule
  public var hausdorff95: Hausdorff95
  public var symmetricAverage: SymmetricAverage
  public var missingDistance: MissingDistance

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
