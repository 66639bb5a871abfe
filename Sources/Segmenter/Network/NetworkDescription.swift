internal import VolumeModel

/// The layers of a network, written down in the order of the forward pass. Memory, passes and the layout of parameters follow
/// from it (`Network`); U-Net, quality network and meta mask network are made with it.
///
///     var description = NetworkDescription()
///     let image = description.input(height: 64, width: 64, channels: 1)
///     let features = description.convolution("conv", of: [image], channels: 16)
///     let logits = description.output(description.head("head", of: features))
///
/// Any map that was made before may be read, also by several layers; their gradients are added up.
package struct NetworkDescription: Sendable {
  struct Node: Sendable {
    let name: String
    let layer: any LayerDescription
    let sources: [FeatureMap]
    let output: FeatureMap
    let parameters: [ParameterBlock]
    let runsByImage: Bool
    let isForTraining: Bool
  }

  private(set) var nodes: [Node] = []
  private(set) var ledger = MapLedger()
  /// Maps that are filled from outside.
  private(set) var inputs: [FeatureMap] = []
  /// Maps that are read from outside, and whose gradients come from there.
  private(set) var outputs: [FeatureMap] = []
  /// Inputs whose gradient is asked for.
  private var inputsWithGradient: Set<FeatureMap> = []
  /// All tensors in the order of the slab, and what they hold before training.
  package private(set) var parameters: [ParameterBlock] = []
  private var starts: [ParameterStart] = []
  /// Scalars of all tensors.
  package private(set) var parameterCount = 0

  /// Whether layers that are added from now on run image by image: each image goes through all neighbouring layers of that
  /// kind before the next one does, on one worker, so that large maps stay in the cache. Deep layers have few pixels and
  /// large weights, which are better read once for the whole batch.
  package var runsByImage = false

  /// Whether layers and inputs that are added from now on have a part in training alone: a network without a backward pass
  /// leaves them out, and a training network while it draws nothing (`RandomDraw.off`). Their parameters stay in the slab.
  package var isForTraining = false
  /// Maps of such layers and inputs.
  private(set) var trainingMaps: Set<FeatureMap> = []

  /// A network without layers.
  package init() {}

  /// A map that is filled from outside before a forward pass.
  /// - Parameters:
  ///   - depth: slices, 1 of a picture.
  ///   - isPadded: whether its channels are padded to whole panels; an image's are not.
  ///   - needsGradient: whether a backward pass computes its gradient.
  package mutating func input(
    depth: Int = 1, height: Int, width: Int, channels: Int, isPadded: Bool = false, needsGradient: Bool = false
  ) -> FeatureMap {
    let shape = MapShape(depth: depth, height: height, width: width, channels: channels)
    let map = ledger.make(isPadded ? shape : shape.unpadded, by: nodes.count)
    inputs.append(map)
    if isForTraining { trainingMaps.insert(map) }
    if needsGradient { inputsWithGradient.insert(map) }
    return map
  }

  /// Marks a map as read from outside after a forward pass; before a backward pass its gradient is written there, 0 where
  /// a ReLU made the map and holds it at 0.
  @discardableResult
  package mutating func output(_ map: FeatureMap) -> FeatureMap {
    outputs.append(map)
    return map
  }

  /// Adds a layer; each kind has a method of its own that calls this one.
  mutating func add(_ layer: some LayerDescription, _ name: String, of sources: [FeatureMap]) -> FeatureMap {
    precondition(Set(sources).count == sources.count, "a layer reads a map once")
    precondition(layer.takesSlices || sources.allSatisfy { $0.depth == 1 }, "\(name) is a layer of pictures")
    let number = nodes.count
    let blocks = layer.parameters(for: sources).map { tensor in
      let block = ParameterBlock(name: "\(name).\(tensor.suffix)", shape: tensor.extents, offset: parameterCount)
      parameters.append(block)
      starts.append(tensor.start)
      parameterCount += block.count
      return block
    }
    let shape = layer.output(of: sources)
    let output = layer.worksInPlace ? sources[0] : ledger.make(shape, by: number)
    for source in sources { ledger.use(source, by: number) }
    if isForTraining { trainingMaps.insert(output) }
    nodes.append(
      Node(
        name: name, layer: layer, sources: sources, output: output, parameters: blocks, runsByImage: runsByImage,
        isForTraining: isForTraining))
    return output
  }

  /// How each source's gradient is written by a layer. Backward, the last consumer comes first and the others add to what is
  /// there; the last to come applies the derivative of the ReLU that made the map.
  func gradientWrites(ofLayer number: Int) -> [GradientWrite?] {
    let node = nodes[number]
    guard !node.layer.worksInPlace else { return [nil] }
    return node.sources.map { source in
      guard needsGradient(source) else { return nil }
      let consumers = nodes.indices.filter { !nodes[$0].layer.worksInPlace && nodes[$0].sources.contains(source) }
      return GradientWrite(
        accumulates: consumers.last != number || outputs.contains(source),
        gates: source.isRectified && consumers.first == number)
    }
  }

  func needsGradient(_ map: FeatureMap) -> Bool { !inputs.contains(map) || inputsWithGradient.contains(map) }

  /// Neighbouring layers that run together.
  var runs: [LayerRun] {
    var runs: [LayerRun] = []
    for (number, node) in nodes.enumerated() {
      if node.runsByImage, let last = runs.last, last.isByImage, last.isForTraining == node.isForTraining {
        runs[runs.count - 1].layers = last.layers.lowerBound..<number + 1
      } else {
        runs.append(
          LayerRun(layers: number..<number + 1, isByImage: node.runsByImage, isForTraining: node.isForTraining))
      }
    }
    return runs
  }

  /// What the parameters hold before training. Each tensor has random numbers of its own.
  /// - Parameter stream: names them.
  package func initialParameters(seed: UInt64, stream: String) -> [Float] {
    var scalars = [Float](repeating: 0, count: parameterCount)
    for (number, (block, start)) in zip(parameters, starts).enumerated() {
      switch start {
      case .constant(let value):
        for index in block.range { scalars[index] = value }
      case .drawn(let deviation):
        var random = RandomStream(seed: seed, name: stream, index: UInt64(number))
        for index in block.range { scalars[index] = Float(random.normal() * deviation) }
      }
    }
    return scalars
  }
}
