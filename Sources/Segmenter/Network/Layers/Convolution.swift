extension NetworkDescription {
  /// A 3x3 convolution, same-padded, with bias, of one map or of several side by side; PyTorch's
  /// `Conv2d(inputs, channels, 3, padding=1)` of their concatenation, which is not stored.
  /// - Parameters:
  ///   - name: of the layer; its tensors are "name.weight" [channels][inputs][3][3] and "name.bias" [channels].
  ///   - dilation: pixels from one tap of the kernel to the next; PyTorch's `padding=dilation, dilation=dilation`.
  ///   - rectifies: whether a ReLU follows.
  package mutating func convolution(
    _ name: String, of sources: [FeatureMap], channels: Int, dilation: Int = 1, rectifies: Bool = true
  ) -> FeatureMap {
    add(Convolution(channels: channels, dilation: dilation, rectifies: rectifies), name, of: sources)
  }

  /// A 3x3x3 convolution of maps with several slices, same-padded, with bias; PyTorch's
  /// `Conv3d(inputs, channels, 3, padding=1)` of their concatenation, which is not stored.
  /// - Parameters:
  ///   - name: of the layer; its tensors are "name.weight" [channels][inputs][3][3][3] and "name.bias" [channels].
  ///   - rectifies: whether a ReLU follows.
  package mutating func volumeConvolution(
    _ name: String, of sources: [FeatureMap], channels: Int, rectifies: Bool = true
  ) -> FeatureMap {
    add(Convolution(channels: channels, dilation: 1, rectifies: rectifies, takesSlices: true), name, of: sources)
  }
}

private struct Convolution: LayerDescription {
  let channels: Int
  let dilation: Int
  let rectifies: Bool
  /// Whether the kernel reaches over three slices.
  var takesSlices = false

  func output(of sources: [FeatureMap]) -> MapShape {
    MapShape(
      depth: sources[0].depth, height: sources[0].height, width: sources[0].width, channels: channels,
      isRectified: rectifies)
  }

  func parameters(for sources: [FeatureMap]) -> [ParameterShape] {
    let inputs = sources.reduce(0) { $0 + $1.channels }
    let kernel = takesSlices ? [3, 3, 3] : [3, 3]
    // He's rule: a ReLU follows, at once or behind a normalisation.
    return [
      ParameterShape(
        "weight", [channels, inputs] + kernel, start: .normal(gain: 2, fanIn: kernel.reduce(inputs, *))),
      ParameterShape("bias", [channels], start: .constant(0)),
    ]
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    ConvolutionLayer(
      ConvolutionGeometry(
        sources: site.sources, output: site.output, weight: site.parameters[0], bias: site.parameters[1],
        gradientWrites: site.gradientWrites, dilation: dilation),
      algorithm: site.algorithm, layer: site.number, planner: &planner)
  }
}

private struct ConvolutionLayer: Layer {
  private let geometry: ConvolutionGeometry
  private let algorithm: ConvolutionAlgorithm
  private let kernel: any ConvolutionKernel

  init(
    _ geometry: ConvolutionGeometry, algorithm: ConvolutionAlgorithm, layer: Int, planner: inout NetworkPlanner
  ) {
    self.geometry = geometry
    self.algorithm = algorithm
    // The image's few channels would leave most of a panel empty.
    let fillsPanels = geometry.sources.allSatisfy { $0.paddedChannels % panelWidth == 0 }
    kernel =
      switch algorithm {
      case .winograd where fillsPanels && VolumeWinograd.suits(geometry):
        VolumeWinograd(geometry, layer: layer, planner: &planner)
      case .winograd where geometry.dilation > 1 || geometry.sliceTaps > 1:
        PatchConvolution(geometry, products: .own, layer: layer, planner: &planner)
      case .winograd where fillsPanels && WinogradByPanels.suits(geometry, layer: layer, planner: planner):
        WinogradByPanels(geometry, layer: layer, planner: &planner)
      case .winograd where fillsPanels: WinogradConvolution(geometry, layer: layer, planner: &planner)
      case .winograd where geometry.sources.count == 1 && !geometry.needsSourceGradients && !geometry.isTangent:
        ThinConvolution(geometry, source: geometry.sources[0], layer: layer, planner: &planner)
      case .openBLAS: PatchConvolution(geometry, products: .openBLAS, layer: layer, planner: &planner)
      default: PatchConvolution(geometry, products: .own, layer: layer, planner: &planner)
      }
  }

  func prepareForward(_ workspace: Workspace) { kernel.prepareForward(workspace) }
  func forward(_ part: BatchPart) { kernel.forward(part) }
  func prepareBackward(_ workspace: Workspace) { kernel.prepareBackward(workspace) }
  func backward(_ part: BatchPart) { kernel.backward(part) }
  func finishBackward(_ batch: BatchPart) { kernel.finishBackward(batch) }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    ConvolutionLayer(
      geometry.tangent(&tangents), algorithm: algorithm, layer: tangents.layer, planner: &planner)
  }
}
