/// By which definitions the masks of a study are compared.
public struct ComparisonRules: Sendable, Hashable {
  /// Which voxels are neighbours in a lesion.
  public var connectivity: Connectivity
  /// The definitions of the measures.
  public var variants: AgreementVariants
  /// Classes of lesions by volume.
  public var sizes: LesionSizeClasses
  /// How the masks of the other raters become the one that a rater is compared with.
  public var consensus: FusionMethod

  /// - Parameter consensus: one of the rules that count votes; for the others the majority is taken.
  public init(
    connectivity: Connectivity = .edges, variants: AgreementVariants = AgreementVariants(),
    sizes: LesionSizeClasses = .standard, consensus: FusionMethod = .majority
  ) {
    self.connectivity = connectivity
    self.variants = variants
    self.sizes = sizes
    self.consensus = consensus
  }

  /// All of it in words, the same for the same rules.
  package var words: String {
    let bounds = sizes.boundsMM3.map { "\($0)" }.joined(separator: ",")
    return [
      "\(connectivity.rawValue)", variants.lesionRule.rawValue, variants.hausdorff95.rawValue,
      variants.symmetricAverage.rawValue, variants.missingDistance.rawValue, bounds, consensus.rawValue,
    ].joined(separator: " ")
  }

  /// The mask of several raters together.
  func fused(_ masks: [Mask], on grid: VoxelGrid) -> Mask {
    if masks.count == 1, let only = masks.first { return only }
    guard let votes = VotePatterns(masks) else { return Mask(grid: grid) }
    return consensus.mask(of: votes) ?? FusionMethod.majority.mask(of: votes) ?? Mask(grid: grid)
  }
}
