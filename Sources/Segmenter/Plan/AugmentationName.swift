/// Random changes of training samples beyond rotation, mirroring and intensity, each chosen by its name.
public enum AugmentationName: String, Sendable, Hashable, Codable, CaseIterable {
  /// Lesions of another patient, with the tissue around them, in place of the tissue there (CarveMix, Zhang et al.,
  /// NeuroImage 2023).
  case lesions
  /// The slice magnified or made smaller, up to a factor of 1.25, as in SynthSeg (Billot et al., Medical Image Analysis
  /// 2023) and nnU-Net.
  case scale
  /// A coarser image, brought back to the pixels of the finer one.
  case resolution
  /// A Gaussian blur.
  case blur
  /// Gaussian noise.
  case noise
}
