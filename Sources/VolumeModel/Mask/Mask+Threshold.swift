extension Mask {
  /// The voxels with a value of at least `threshold`; values that are not numbers are outside.
  public init(_ volume: Volume<Float>, atLeast threshold: Float) {
    self.init(volume) { $0 >= threshold }
  }

  /// The brain of a skull-stripped image: its finite voxels that are not zero.
  public init(brainOf flair: Volume<Float>) {
    self.init(flair) { $0.isFinite && $0 != 0 }
  }
}
