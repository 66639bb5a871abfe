internal import VolumeModel

/// The network that scores how well a label fits its image, one number a sample (pick-and-learn; Zhu, Shi and Wu, MICCAI
/// 2019): image and label side by side, up to three times a 3x3 convolution, ReLU and 2x2 pooling with 8, 16 and 32
/// channels, then a weighted mean over all that is left.
///
/// The source's network is VGG-like; this is what a processor has time for.
package final class QualityNetwork {
  private static let channels = [8, 16, 32]

  package let parameterCount: Int
  private let layers: [any Layer]
  private let image: FeatureMap
  private let map: FeatureMap
  private let workspace: Workspace
  private var imageCount = 0

  /// - Parameters:
  ///   - network: the U-Net whose batches are scored.
  ///   - seed: that the first weights are drawn from.
  package init(beside network: UNet, seed: UInt64) {
    let plan = Plan(
      network.architecture, width: network.width, height: network.height, capacity: network.capacity,
      workerCount: network.pool.workerCount)
    layers = plan.layers
    image = plan.image
    map = plan.map
    parameterCount = plan.parameterCount
    workspace = Workspace(
      arena: Arena(plan.planner.arena, worker: plan.planner.workerArena, workerCount: network.pool.workerCount),
      pool: network.pool, kernels: network.kernels, valuePlaces: plan.valuePlaces, gradientPlaces: plan.gradientPlaces,
      parameterSlot: plan.parameterSlot, parameterGradientSlot: plan.parameterGradientSlot)
    for (number, block) in plan.blocks.enumerated() where block.shape.count == 4 {
      var random = RandomStream(seed: seed, name: "quality network", index: UInt64(number))
      // He's rule before a ReLU; the last layer starts near a score of 0, which weighs all samples alike.
      let deviation = block.name == "head.weight" ? 0.01 : (2 / Double(block.fanIn)).squareRoot()
      for index in block.range { parameters[index] = Float(random.normal() * deviation) }
    }
  }

  static func bytes(
    _ architecture: UNetArchitecture, width: Int, height: Int, batchSize: Int, workerCount: Int
  ) -> Int {
    let planner = Plan(
      architecture, width: width, height: height, capacity: batchSize, workerCount: workerCount
    ).planner
    return Arena.floats(planner.arena, worker: planner.workerArena, workerCount: workerCount) * 4
  }

  package var parameters: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: workspace.parameters, count: parameterCount)
  }

  package var parameterGradients: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: workspace.parameterGradients, count: parameterCount)
  }

  /// Where one image and its label go: [row][column][channel], the label last.
  package func input(image number: Int) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: workspace.values(image, image: number), count: image.floatsPerImage)
  }

  /// The score of each of the first inputs.
  package func scores(imageCount: Int) -> [Double] {
    self.imageCount = imageCount
    let batch = batch
    for layer in layers {
      layer.prepareForward(workspace)
      layer.forward(batch)
    }
    return (0..<imageCount).map { image in
      let values = UnsafeMutableBufferPointer(start: workspace.values(map, image: image), count: map.pixels)
      return values.reduce(0) { $0 + Double($1) } / Double(map.pixels)
    }
  }

  /// The gradients of all weights from those of the scores of the same batch.
  package func backward(_ slopes: [Double]) {
    for (image, slope) in slopes.enumerated() {
      (workspace.gradients(map) + image * map.pixels).update(
        repeating: Float(slope / Double(map.pixels)), count: map.pixels)
    }
    let batch = batch
    for layer in layers.reversed() {
      layer.prepareBackward(workspace)
      layer.backward(batch)
      layer.finishBackward(batch)
    }
  }

  private var batch: BatchPart {
    BatchPart(workspace: workspace, images: 0..<imageCount, worker: nil, sumCount: reductionParts, sumsByImage: false)
  }

  /// The graph, and where everything lies.
  private struct Plan {
    var layers: [any Layer] = []
    var blocks: [ParameterBlock] = []
    let image: FeatureMap
    let map: FeatureMap
    var planner: NetworkPlanner
    let valuePlaces: [MapPlace?]
    let gradientPlaces: [MapPlace?]
    let parameterSlot: ArenaSlot
    let parameterGradientSlot: ArenaSlot?
    let parameterCount: Int

    init(_ architecture: UNetArchitecture, width: Int, height: Int, capacity: Int, workerCount: Int) {
      // The U-Net's sides can be halved as often as it has levels.
      let channels = QualityNetwork.channels.prefix(architecture.levels)
      let layerCount = 2 * channels.count + 1
      var planner = NetworkPlanner(
        layerCount: layerCount, runs: (0..<layerCount).map { LayerRun(layers: $0..<$0 + 1, isByImage: false) },
        trains: true, hasTangents: false, capacity: capacity, workerCount: workerCount)
      var ledger = MapLedger()
      var offset = 0
      var (layers, blocks): ([any Layer], [ParameterBlock]) = ([], [])
      func block(_ name: String, _ shape: [Int]) -> ParameterBlock {
        let block = ParameterBlock(name: name, shape: shape, offset: offset)
        offset += block.count
        blocks.append(block)
        return block
      }
      let image = ledger.make(
        by: 0, height: height, width: width, channels: architecture.inputChannels + 1,
        paddedChannels: architecture.inputChannels + 1, isRectified: false)
      var current = image
      for (level, outputs) in channels.enumerated() {
        let weight = block("conv\(level).weight", [outputs, current.channels, 3, 3])
        let bias = block("conv\(level).bias", [outputs])
        let rectified = ledger.make(
          by: layers.count, height: height >> level, width: width >> level, channels: outputs,
          paddedChannels: outputs.paddedToPanel, isRectified: true)
        ledger.use(current, by: layers.count)
        let geometry = ConvolutionGeometry(
          sources: [current], output: rectified, weight: weight, bias: bias,
          gradientWrites: [level == 0 ? nil : GradientWrite(accumulates: false, gates: false)])
        layers.append(
          Convolution3x3(
            geometry, algorithm: .standard(for: InstructionSet.standard), layer: layers.count, planner: &planner))
        current = ledger.make(
          by: layers.count, height: height >> (level + 1), width: width >> (level + 1), channels: outputs,
          paddedChannels: outputs.paddedToPanel, isRectified: false)
        ledger.use(rectified, by: layers.count)
        layers.append(
          MaxPooling(source: rectified, output: current, gradientWrite: GradientWrite(accumulates: false, gates: true)))
      }
      let map = ledger.make(
        by: layers.count, height: current.height, width: current.width, channels: 1, paddedChannels: 1,
        isRectified: false)
      ledger.use(current, by: layers.count)
      layers.append(
        Head(
          source: current, output: map, weight: block("head.weight", [1, current.channels, 1, 1]),
          bias: block("head.bias", [1]), layer: layers.count, planner: &planner))
      ledger.use(map, by: layers.count)
      parameterSlot = planner.arena.reserve(floats: offset, during: planner.always)
      parameterGradientSlot = planner.arena.reserve(floats: offset, during: planner.always)
      valuePlaces = ledger.maps.map { one in
        .image(
          planner.arena.reserve(
            floats: capacity * one.floatsPerImage,
            during: one == image ? planner.always : ledger.valueLifetime(one, planner)))
      }
      gradientPlaces = ledger.maps.map { one in
        guard one != image else { return nil }
        return .image(
          planner.arena.reserve(
            floats: capacity * one.floatsPerImage, during: ledger.gradientLifetime(one, planner)))
      }
      self.layers = layers
      self.blocks = blocks
      self.image = image
      self.map = map
      self.planner = planner
      parameterCount = offset
    }
  }
}
