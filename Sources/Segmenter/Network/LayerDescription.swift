/// One layer as a `NetworkDescription` has it: the shape of what it computes, its parameters, and the `Layer` that does it.
///
/// A new kind of layer is one file: this protocol's type, its `Layer`, that layer's tangent, and the method of
/// `NetworkDescription` that adds it.
protocol LayerDescription: Sendable {
  /// Whether the output is the source itself, changed in place.
  var worksInPlace: Bool { get }
  /// Whether it has a meaning for maps of several slices: others look at pictures.
  var takesSlices: Bool { get }
  func output(of sources: [FeatureMap]) -> MapShape
  /// The layer's tensors, in the order in which they lie in the slab of parameters.
  func parameters(for sources: [FeatureMap]) -> [ParameterShape]
  /// Makes the layer, and reserves the memory that its passes need.
  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer
}

extension LayerDescription {
  var worksInPlace: Bool { false }
  var takesSlices: Bool { false }
  func parameters(for sources: [FeatureMap]) -> [ParameterShape] { [] }
}

/// One tensor of a layer.
struct ParameterShape: Sendable {
  /// Appended to the layer's name, as in "weight".
  let suffix: String
  /// Extents, slowest first, as PyTorch has them.
  let extents: [Int]
  let start: ParameterStart

  init(_ suffix: String, _ extents: [Int], start: ParameterStart) {
    self.suffix = suffix
    self.extents = extents
    self.start = start
  }
}

/// What a tensor holds before training.
package enum ParameterStart: Sendable {
  case constant(Float)
  /// Normal with mean 0.
  case drawn(deviation: Double)

  /// Normal with variance gain / fanIn: gain 2 before a ReLU (He et al., Delving Deep into Rectifiers, ICCV 2015), 1
  /// elsewhere.
  /// - Parameter fanIn: inputs that are summed into one output number.
  static func normal(gain: Double, fanIn: Int) -> ParameterStart {
    .drawn(deviation: (gain / Double(fanIn)).squareRoot())
  }
}

/// Where a layer stands in its network.
struct LayerSite {
  /// Counted over the layers of the network in the order of the forward pass.
  let number: Int
  let sources: [FeatureMap]
  let output: FeatureMap
  /// As many as the description named, in its order.
  let parameters: [ParameterBlock]
  /// One a source; nil for a source that needs no gradient.
  let gradientWrites: [GradientWrite?]
  let algorithm: ConvolutionAlgorithm
}
