/// How the samples of a training step are chosen.
public enum SampleSelection: String, Sendable, Hashable, Codable, CaseIterable {
  /// Every training slice once an epoch, in random order; of crops, three in four hold a pixel of T.
  case slices
  /// Half of the samples are centred on a lesion voxel: a case in proportion to its number of lesions, then one of its
  /// lesions, then one of its voxels, both uniformly (Shirokikh et al., MICCAI 2020); the other half uniform.
  case lesions
}
