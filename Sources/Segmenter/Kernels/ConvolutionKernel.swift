/// How the sums of a 3x3 convolution are carried out. Layers, losses and training do not know which one works.
public enum ConvolutionAlgorithm: String, Sendable, Hashable, Codable, CaseIterable {
  /// Winograd's F(4x4, 3x3) where the channels fill panels, patches for the image itself.
  case winograd
  /// Explicit 3x3 patches and one product (im2col), everywhere: slower, and the answer to check others against.
  case patches
  /// The same with OpenBLAS' product, which knows more processors than the kernels here.
  case openBLAS = "openblas"

  /// The one for a processor: Winograd where wide registers carry it, OpenBLAS elsewhere. Never chosen by timing, so
  /// that results do not hang on a machine's mood.
  public static func standard(for instructionSet: InstructionSet) -> ConvolutionAlgorithm {
    instructionSet == .portable ? .openBLAS : .winograd
  }
}

/// What a 3x3 convolution, same-padded, with bias and ReLU, reads and writes.
struct ConvolutionGeometry {
  let sources: [FeatureMap]
  let output: FeatureMap
  let weight: ParameterBlock
  let bias: ParameterBlock
  /// One a source; nil for a source that wants no gradient.
  let handovers: [GradientHandover?]

  var wantsSourceGradients: Bool { handovers.contains { $0 != nil } }
  var height: Int { output.height }
  var width: Int { output.width }
  /// Input channels as the weights have them, all sources together.
  var inputs: Int { sources.reduce(0) { $0 + $1.channels } }
  var outputs: Int { output.channels }
  var paddedInputs: Int { sources.reduce(0) { $0 + $1.paddedChannels } }
  var paddedOutputs: Int { output.paddedChannels }

  /// Each source with its first channel among the weights' inputs and among the padded ones.
  var placedSources: [(map: FeatureMap, firstInput: Int, firstRow: Int)] {
    var input = 0
    var row = 0
    return sources.map { map in
      defer {
        input += map.channels
        row += map.paddedChannels
      }
      return (map, input, row)
    }
  }
}

/// The sums of one convolution in all directions; the steps of a pass are those of `Layer`.
protocol ConvolutionKernel {
  func prepareForward(_ workspace: Workspace)
  /// output = ReLU(w * sources + bias)
  func forward(_ part: BatchPart)
  func prepareBackward(_ workspace: Workspace)
  /// The gradients of w and bias, and of the sources that want one, from the gradient of the output (already zero where
  /// the ReLU was off).
  func backward(_ part: BatchPart)
  func finishBackward(_ batch: BatchPart)
}
