/// What is known of a kind of noise: a row for ``NoiseKind``, which stands in the file of the noise itself.
struct NoiseDescription: Sendable {
  /// What the strength counts.
  let strengthUnit: String
  /// The strength where none is given; nil where the seed draws it: a radius of 1, 2 or 3 mm.
  let usualStrength: Double?
  /// The strengths that make sense.
  let strengths: ClosedRange<Double>
  /// Whether only whole numbers are strengths.
  var countsWholeNumbers = false
  /// Whether a larger strength leaves the mask more as it was.
  var isMilderWhenLarger = false
  /// Whether the noise needs to see the FLAIR.
  var needsFlair = false
  /// Where it can work, the usual way first.
  var extents: [AnnotationNoise.Extent] = [.slices]
  /// What the noise does at one strength; the settings are for what else a kind lets choose.
  let effect: @Sendable (_ strength: Double, _ settings: AnnotationNoise) -> NoiseEffect
}

/// What part of a mask a noise works on, and how. Random numbers are those of a stream that the part has for itself.
enum NoiseEffect: Sendable {
  /// The whole mask. `bright` is where false lesions may lie, when it is known.
  case mask(@Sendable (_ mask: Mask, _ seed: UInt64, _ bright: BrightTissue?) -> Mask)
  /// Each axial slice by itself, as a mask of one slice.
  case slices(@Sendable (_ slice: Mask, _ random: inout RandomStream) -> Mask)
  /// Each lesion (26-connected) as a whole: its voxels, which may reach beyond the grid.
  case lesions(@Sendable (_ lesion: Lesion, _ grid: VoxelGrid, _ random: inout RandomStream) -> [SIMD3<Int>])
  /// Each component (8-connected) of each axial slice. Pixels have this size along columns and rows.
  case outlines(@Sendable (_ spacingMM: SIMD2<Double>) -> any OutlineNoise)
}

/// Noise on the outline of one component of a slice.
protocol OutlineNoise: Sendable {
  func apply(to patch: PixelPatch, random: inout RandomStream) -> PixelPatch
}
