/// A 3x3 convolution, same-padded, with bias and ReLU, over one map or over two side by side (skip and upsampled).
struct Convolution3x3: Layer {
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
    Convolution3x3(
      geometry.tangent(&tangents), algorithm: algorithm, layer: tangents.layer, planner: &planner)
  }
}
