/// The graph of a U-Net as a list of layers, and where everything lies in memory.
struct UNetPlan {
  let layout: ParameterLayout
  let layers: [NamedLayer]
  let image: FeatureMap
  let logits: FeatureMap
  let planner: NetworkPlanner
  let valuePlaces: [MapPlace?]
  let gradientPlaces: [MapPlace?]
  let parameterSlot: ArenaSlot
  let parameterGradientSlot: ArenaSlot?

  init(
    _ architecture: UNetArchitecture, width: Int, height: Int, capacity: Int, trains: Bool, workerCount: Int,
    algorithm: ConvolutionAlgorithm
  ) {
    let levels = architecture.levels
    let layout = ParameterLayout(architecture)
    var planner = NetworkPlanner(
      layerCount: 6 * levels + 3, runs: Self.runs(architecture), trains: trains, capacity: capacity,
      workerCount: workerCount)
    var layers: [NamedLayer] = []
    var ledger = MapLedger()

    func map(atLevel level: Int, channels: Int, isRectified: Bool) -> FeatureMap {
      ledger.make(
        by: layers.count, height: height >> level, width: width >> level, channels: channels,
        paddedChannels: channels.paddedToPanel, isRectified: isRectified)
    }
    func convolve(_ sources: [FeatureMap], handovers: [GradientHandover?], name: String, level: Int) -> FeatureMap {
      let weight = layout.block("\(name).weight")
      let output = map(atLevel: level, channels: weight.shape[0], isRectified: true)
      for source in sources { ledger.use(source, by: layers.count) }
      let geometry = ConvolutionGeometry(
        sources: sources, output: output, weight: weight, bias: layout.block("\(name).bias"), handovers: handovers)
      layers.append(
        NamedLayer(
          name: name,
          layer: Convolution3x3(geometry, algorithm: algorithm, layer: layers.count, planner: &planner)))
      return output
    }
    let alone = GradientHandover(accumulates: false, gates: true)

    let image = ledger.make(
      by: 0, height: height, width: width, channels: architecture.inputChannels,
      paddedChannels: architecture.inputChannels, isRectified: false)
    var current = image
    var skips: [FeatureMap] = []
    for level in 0..<levels {
      let first = convolve(
        [current], handovers: [level == 0 ? nil : GradientHandover(accumulates: false, gates: false)],
        name: "encoder.\(level).conv1", level: level)
      let skip = convolve([first], handovers: [alone], name: "encoder.\(level).conv2", level: level)
      skips.append(skip)
      current = map(atLevel: level + 1, channels: skip.channels, isRectified: false)
      ledger.use(skip, by: layers.count)
      // Backward, the skip's gradient is there first; pooling adds its own and applies the ReLU.
      let pooling = MaxPooling(source: skip, output: current, handover: GradientHandover(accumulates: true, gates: true))
      layers.append(NamedLayer(name: "encoder.\(level).pool", layer: pooling))
    }
    let first = convolve(
      [current], handovers: [GradientHandover(accumulates: false, gates: false)], name: "bottleneck.conv1",
      level: levels)
    current = convolve([first], handovers: [alone], name: "bottleneck.conv2", level: levels)
    for level in (0..<levels).reversed() {
      let weight = layout.block("up.\(level).weight")
      let up = map(atLevel: level, channels: weight.shape[1], isRectified: false)
      ledger.use(current, by: layers.count)
      let transposed = TransposedConvolution(
        source: current, output: up, weight: weight, bias: layout.block("up.\(level).bias"), handover: alone,
        layer: layers.count, planner: &planner)
      layers.append(NamedLayer(name: "up.\(level)", layer: transposed))
      let plain = GradientHandover(accumulates: false, gates: false)
      let first = convolve(
        [skips[level], up], handovers: [plain, plain], name: "decoder.\(level).conv1", level: level)
      current = convolve([first], handovers: [alone], name: "decoder.\(level).conv2", level: level)
    }
    let logits = ledger.make(
      by: layers.count, height: height, width: width, channels: 1, paddedChannels: 1, isRectified: false)
    ledger.use(current, by: layers.count)
    let head = Head(
      source: current, output: logits, weight: layout.block("head.weight"), bias: layout.block("head.bias"),
      layer: layers.count, planner: &planner)
    layers.append(NamedLayer(name: "head", layer: head))
    // The loss reads the logits after the last layer.
    ledger.use(logits, by: layers.count)
    precondition(layers.count == planner.layerCount)

    parameterSlot = planner.arena.reserve(floats: layout.scalarCount, during: planner.always)
    parameterGradientSlot =
      trains ? planner.arena.reserve(floats: layout.scalarCount, during: planner.always) : nil
    let outside = [image, logits]
    func isPerWorker(_ map: FeatureMap) -> Bool { ledger.isPerWorker(map, planner, outside: outside) }
    func shared(_ map: FeatureMap, _ times: ClosedRange<Int>) -> MapPlace {
      .image(planner.arena.reserve(floats: capacity * map.floatsPerImage, during: times))
    }
    func perWorker(_ map: FeatureMap, _ times: ClosedRange<Int>) -> MapPlace {
      .worker(planner.workerArena.reserveForWorker(floats: map.floatsPerImage, during: times))
    }
    valuePlaces = ledger.maps.map { map in
      // What a training network computes is needed again on the way back.
      !trains && isPerWorker(map)
        ? perWorker(map, ledger.valueLifetimeOfWorker(map, planner)) : shared(map, ledger.valueLifetime(map, planner))
    }
    gradientPlaces = ledger.maps.map { map in
      guard trains, map != image else { return nil }
      return isPerWorker(map)
        ? perWorker(map, ledger.gradientLifetimeOfWorker(map, planner))
        : shared(map, ledger.gradientLifetime(map, planner))
    }
    self.layout = layout
    self.layers = layers
    self.image = image
    self.logits = logits
    self.planner = planner
  }

  /// Shallow levels on the way down, deep levels, shallow levels on the way up.
  private static func runs(_ architecture: UNetArchitecture) -> [LayerRun] {
    let levels = architecture.levels
    let shallow = (0..<levels).count { architecture.channels(atLevel: $0).paddedToPanel <= shallowChannels }
    let down = 3 * shallow
    let up = 6 * levels + 3 - (down + 1)
    var runs = [LayerRun(layers: 0..<down, isByImage: true)]
    runs += (down..<up).map { LayerRun(layers: $0..<$0 + 1, isByImage: false) }
    runs.append(LayerRun(layers: up..<6 * levels + 3, isByImage: true))
    return runs
  }

  /// Levels with at most this many channels are run image by image.
  private static let shallowChannels = 64
}
