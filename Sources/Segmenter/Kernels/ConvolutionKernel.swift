/// How the sums of a 3x3 or 3x3x3 convolution are carried out. Layers, losses and training do not know which one works.
public enum ConvolutionAlgorithm: String, Sendable, Hashable, Codable, CaseIterable {
  /// Winograd's F(4x4, 3x3) where the channels fill panels, patches for the image itself.
  case winograd
  /// Explicit patches and one product (im2col), everywhere: slower, and the answer to check others against.
  case patches
  /// The same with OpenBLAS' product, which knows more processors than the kernels here.
  case openBLAS = "openblas"

  /// The one for a processor: Winograd where wide registers carry it, OpenBLAS elsewhere. Never chosen by timing, so
  /// that results do not hang on a machine's mood.
  public static func standard(for instructionSet: InstructionSet) -> ConvolutionAlgorithm {
    instructionSet == .portable ? .openBLAS : .winograd
  }
}

/// One map that a convolution sums over, and the weights that multiply it.
struct ConvolutionTerm {
  let map: FeatureMap
  /// Which numbers stand for the weights.
  let slab: ParameterSlab
  /// The map's first channel among the weights' inputs.
  let firstInput: Int
  /// The map's first channel among those of all terms, and the same with each map padded.
  var firstColumn = 0
  var firstRow = 0
}

/// What a 3x3 or 3x3x3 convolution, same-padded, with bias and ReLU, reads and writes.
struct ConvolutionGeometry {
  let terms: [ConvolutionTerm]
  let output: FeatureMap
  let weight: ParameterBlock
  let bias: ParameterBlock
  /// Which numbers stand for the bias.
  let biasSlab: ParameterSlab
  /// One a term; nil for a source that needs no gradient.
  let gradientWrites: [GradientWrite?]
  /// The output is kept where this map is positive: the ReLU's derivative in a tangent pass.
  let gate: FeatureMap?
  /// Pixels from one tap to the next.
  let dilation: Int

  /// Slices that a kernel reaches over: 3 where the weights have a depth, [outputs][inputs][3][3][3].
  var sliceTaps: Int { weight.shape.count == 5 ? 3 : 1 }
  /// From a slice of the output to those of the sources that it is a sum over.
  var sliceOffsets: [Int] { sliceTaps == 3 ? [-1, 0, 1] : [0] }
  /// Numbers of a kernel for one input.
  var taps: Int { 9 * sliceTaps }

  /// A convolution of maps side by side.
  init(
    sources: [FeatureMap], output: FeatureMap, weight: ParameterBlock, bias: ParameterBlock,
    gradientWrites: [GradientWrite?], dilation: Int = 1
  ) {
    var input = 0
    let terms = sources.map { map in
      defer { input += map.channels }
      return ConvolutionTerm(map: map, slab: .weights, firstInput: input)
    }
    self.init(
      terms: terms, output: output, weight: weight, bias: bias, biasSlab: .weights, gradientWrites: gradientWrites,
      gate: nil, dilation: dilation)
  }

  private init(
    terms: [ConvolutionTerm], output: FeatureMap, weight: ParameterBlock, bias: ParameterBlock,
    biasSlab: ParameterSlab, gradientWrites: [GradientWrite?], gate: FeatureMap?, dilation: Int
  ) {
    var column = 0
    var row = 0
    self.terms = terms.map { term in
      defer {
        column += term.map.channels
        row += term.map.paddedChannels
      }
      return ConvolutionTerm(
        map: term.map, slab: term.slab, firstInput: term.firstInput, firstColumn: column, firstRow: row)
    }
    self.output = output
    self.weight = weight
    self.bias = bias
    self.biasSlab = biasSlab
    self.gradientWrites = gradientWrites
    self.gate = gate
    self.dilation = dilation
  }

  /// y' = 1[y > 0] (w * x' + w' * x + b'): one convolution over twice the maps.
  func tangent(_ tangents: inout TangentMaps) -> ConvolutionGeometry {
    let moving = terms.compactMap { term in
      tangents[term.map].map { ConvolutionTerm(map: $0, slab: .weights, firstInput: term.firstInput) }
    }
    let still = terms.map { ConvolutionTerm(map: $0.map, slab: .direction, firstInput: $0.firstInput) }
    return ConvolutionGeometry(
      terms: moving + still, output: tangents.make(of: output), weight: weight, bias: bias, biasSlab: .direction,
      gradientWrites: (moving + still).map { _ in nil }, gate: output.isRectified ? output : nil,
      dilation: dilation)
  }

  var isTangent: Bool { biasSlab == .direction }
  var sources: [FeatureMap] { terms.map(\.map) }
  var needsSourceGradients: Bool { gradientWrites.contains { $0 != nil } }
  var height: Int { output.height }
  var width: Int { output.width }
  /// Input channels as the weights have them.
  var inputs: Int { weight.shape[1] }
  /// Channels of all terms together.
  var columns: Int { sources.reduce(0) { $0 + $1.channels } }
  var outputs: Int { output.channels }
  var paddedInputs: Int { sources.reduce(0) { $0 + $1.paddedChannels } }
  var paddedOutputs: Int { output.paddedChannels }

  /// Each source with its first channel among the weights' inputs and among the padded ones.
  var placedSources: [(map: FeatureMap, firstInput: Int, firstRow: Int)] {
    terms.map { ($0.map, $0.firstInput, $0.firstRow) }
  }
}

/// The sums of one convolution in all directions; the steps of a pass are those of `Layer`.
protocol ConvolutionKernel {
  func prepareForward(_ workspace: Workspace)
  /// output = ReLU(w * sources + bias)
  func forward(_ part: BatchPart)
  func prepareBackward(_ workspace: Workspace)
  /// The gradients of w and bias, and of the sources that need one, from the gradient of the output (already zero where
  /// the ReLU was off).
  func backward(_ part: BatchPart)
  func finishBackward(_ batch: BatchPart)
}
