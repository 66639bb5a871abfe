package import VolumeModel

/// The mask that noise is made on.
package struct PerturbedMask: Sendable {
  let overlay: OverlayID
  let mask: Mask
}

/// Noise to make on a mask.
package struct NoiseRequest: Sendable {
  package let noise: AnnotationNoise
  package let seed: UInt64
  package let mask: Mask
  /// What the result is called among the other masks.
  package let name: String
}
