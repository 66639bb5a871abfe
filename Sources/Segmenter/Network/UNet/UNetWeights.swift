internal import Foundation

/// All parameters of a U-Net as one flat slab of float32 in the order of `ParameterLayout`.
public struct UNetWeights: Sendable, Hashable {
  /// The network they belong to.
  public let architecture: UNetArchitecture
  /// Where each tensor lies among the scalars.
  public let layout: ParameterLayout
  /// All weights, tensor after tensor.
  public private(set) var scalars: [Float]

  /// Weights over a slab in layout order; its length must be the layout's.
  /// - Throws: `ModelError.architecture` when the network cannot be built, or has another number of weights.
  public init(architecture: UNetArchitecture, scalars: [Float]) throws(ModelError) {
    try architecture.validate()
    layout = ParameterLayout(architecture)
    guard scalars.count == layout.scalarCount else {
      throw .architecture("\(scalars.count) weights; this network has \(layout.scalarCount)")
    }
    self.architecture = architecture
    self.scalars = scalars
  }

  /// Fresh weights: He normal (SD sqrt(2 / fan-in)) before a ReLU, sqrt(1 / fan-in) for the transposed convolutions
  /// and the head, scales of normalisations 1, biases 0, and the head's bias ln(pi / (1 - pi)), so that the first
  /// prediction is the foreground rate. What gives means and logarithms of variances of latent numbers has a tenth of He's
  /// SD: priors and posteriors begin near N(0, 1), where the exponential of a variance cannot run away.
  ///
  /// He et al., Delving Deep into Rectifiers, ICCV 2015; the bias as in Lin et al., Focal Loss, ICCV 2017.
  /// - Parameters:
  ///   - seed: that all weights follow from.
  ///   - foregroundFraction: pi, the fraction of target pixels in the training patches.
  /// - Throws: `ModelError.architecture` when the network cannot be built.
  public init(architecture: UNetArchitecture, seed: UInt64, foregroundFraction: Double = 0.01) throws(ModelError) {
    try architecture.validate()
    let side = architecture.sliceMultiple
    let description = SegmentationLayers(architecture, width: side, height: side).network
    let layout = ParameterLayout(description)
    var scalars = description.initialParameters(seed: seed, stream: "initialisation")
    let pi = min(max(foregroundFraction, 1e-4), 0.5)
    scalars[layout.block("head.bias").offset] = Float(log(pi / (1 - pi)))
    for block in layout.blocks where block.name.hasSuffix(".moments.weight") {
      for index in block.range { scalars[index] *= Self.momentsScale }
    }
    self.architecture = architecture
    self.layout = layout
    self.scalars = scalars
  }

  private static let momentsScale: Float = 0.1

  /// The scalars of one tensor, or nil when the network has none of that name.
  public subscript(name: String) -> ArraySlice<Float>? { layout[name].map { scalars[$0.range] } }

  /// Whether every weight is a finite number.
  public var isFinite: Bool { scalars.allSatisfy(\.isFinite) }
}
