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

  public var lesionRule: LesionRule
  public var hausdorff95: Hausdorff95
  public var symmetricAverage: SymmetricAverage

  public init(
    lesionRule: LesionRule = .anyOverlap, hausdorff95: Hausdorff95 = .directed,
    symmetricAverage: SymmetricAverage = .pooled
  ) {
    self.lesionRule = lesionRule
    self.hausdorff95 = hausdorff95
    self.symmetricAverage = symmetricAverage
  }
}
