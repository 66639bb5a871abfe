/// The graph of a U-Net as a list of layers, and where everything lies in memory.
struct UNetPlan {
  let layout: ParameterLayout
  let layers: [NamedLayer]
  let image: FeatureMap
  let logits: FeatureMap
  let logitTangents: FeatureMap?
  let planner: NetworkPlanner
  let valuePlaces: [MapPlace?]
  let gradientPlaces: [MapPlace?]
  let parameterSlot: ArenaSlot
  let parameterGradientSlot: ArenaSlot?

  init(
    _ architecture: UNetArchitecture, width: Int, height: Int, capacity: Int, trains: Bool, hasTangents: Bool,
    workerCount: Int, algorithm: ConvolutionAlgorithm
  ) {
    let levels = architecture.levels
    let layout = ParameterLayout(architecture)
    let counts = UNetLayerCounts(architecture)
    var planner = NetworkPlanner(
      layerCount: counts.all, runs: Self.runs(architecture, hasTangents: hasTangents), trains: trains,
      hasTangents: hasTangents, capacity: capacity, workerCount: workerCount)
    var layers: [NamedLayer] = []
    var ledger = MapLedger()

    func map(atLevel level: Int, channels: Int, isRectified: Bool) -> FeatureMap {
      ledger.make(
        by: layers.count, height: height >> level, width: width >> level, channels: channels,
        paddedChannels: channels.paddedToPanel, isRectified: isRectified)
    }
    /// A convolution, its normalisation where there is one, and the ReLU.
    func convolve(
      _ sources: [FeatureMap], gradientWrites: [GradientWrite?], block: String, number: Int, level: Int
    ) -> FeatureMap {
      let name = "\(block).conv\(number)"
      let weight = layout.block("\(name).weight")
      let output = map(atLevel: level, channels: weight.shape[0], isRectified: architecture.normalisation == .none)
      for source in sources { ledger.use(source, by: layers.count) }
      let geometry = ConvolutionGeometry(
        sources: sources, output: output, weight: weight, bias: layout.block("\(name).bias"),
        gradientWrites: gradientWrites)
      layers.append(
        NamedLayer(
          name: name,
          layer: Convolution3x3(geometry, algorithm: algorithm, layer: layers.count, planner: &planner)))
      guard case .group(let groups) = architecture.normalisation else { return output }
      let normName = "\(block).norm\(number)"
      let rectified = map(atLevel: level, channels: output.channels, isRectified: true)
      ledger.use(output, by: layers.count)
      let normalisation = GroupNormalisation(
        source: output, output: rectified, scale: layout.block("\(normName).weight"),
        shift: layout.block("\(normName).bias"), groups: groups, layer: layers.count, planner: &planner)
      layers.append(NamedLayer(name: normName, layer: normalisation))
      return rectified
    }
    func drop(_ map: FeatureMap, level: Int) {
      guard let dropout = architecture.dropout, let place = counts.dropoutPlace(atLevel: level) else { return }
      ledger.use(map, by: layers.count)
      layers.append(
        NamedLayer(
          name: "dropout.\(place.rawValue)", layer: DropoutLayer(map: map, rate: dropout.rate, place: place)))
    }
    let alone = GradientWrite(accumulates: false, gates: true)
    let plain = GradientWrite(accumulates: false, gates: false)

    let image = ledger.make(
      by: 0, height: height, width: width, channels: architecture.inputChannels,
      paddedChannels: architecture.inputChannels, isRectified: false)
    var current = image
    var skips: [FeatureMap] = []
    for level in 0..<levels {
      let block = "encoder.\(level)"
      let first = convolve([current], gradientWrites: [level == 0 ? nil : plain], block: block, number: 1, level: level)
      let skip = convolve([first], gradientWrites: [alone], block: block, number: 2, level: level)
      skips.append(skip)
      current = map(atLevel: level + 1, channels: skip.channels, isRectified: false)
      ledger.use(skip, by: layers.count)
      // Backward, the skip's gradient is there first; pooling adds its own and applies the ReLU.
      let pooling = MaxPooling(
        source: skip, output: current, gradientWrite: GradientWrite(accumulates: true, gates: true))
      layers.append(NamedLayer(name: "\(block).pool", layer: pooling))
    }
    let first = convolve([current], gradientWrites: [plain], block: "bottleneck", number: 1, level: levels)
    current = convolve([first], gradientWrites: [alone], block: "bottleneck", number: 2, level: levels)
    drop(current, level: levels)
    for level in (0..<levels).reversed() {
      let weight = layout.block("up.\(level).weight")
      let up = map(atLevel: level, channels: weight.shape[1], isRectified: false)
      ledger.use(current, by: layers.count)
      let transposed = TransposedConvolution(
        source: current, output: up, weight: weight, bias: layout.block("up.\(level).bias"), gradientWrite: alone,
        layer: layers.count, planner: &planner)
      layers.append(NamedLayer(name: "up.\(level)", layer: transposed))
      let block = "decoder.\(level)"
      let first = convolve([skips[level], up], gradientWrites: [plain, plain], block: block, number: 1, level: level)
      current = convolve([first], gradientWrites: [alone], block: block, number: 2, level: level)
      drop(current, level: level)
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

    var tangents = TangentMaps(ledger: ledger, firstLayer: layers.count)
    if hasTangents {
      for layer in layers {
        let tangent = layer.layer.tangentLayer(&tangents, planner: &planner)
        layers.append(NamedLayer(name: layer.name, layer: tangent))
        tangents.layer += 1
      }
      ledger = tangents.ledger
    }
    let logitTangents = hasTangents ? tangents.known(logits) : nil

    parameterSlot = planner.arena.reserve(floats: layout.scalarCount, during: planner.always)
    parameterGradientSlot =
      trains ? planner.arena.reserve(floats: layout.scalarCount, during: planner.always) : nil
    let outside = [image, logits, logitTangents].compactMap(\.self)
    func isPerWorker(_ map: FeatureMap) -> Bool { ledger.isPerWorker(map, planner, outside: outside) }
    func shared(_ map: FeatureMap, _ times: ClosedRange<Int>) -> MapPlace {
      .image(planner.arena.reserve(floats: capacity * map.floatsPerImage, during: times))
    }
    func perWorker(_ map: FeatureMap, _ times: ClosedRange<Int>) -> MapPlace {
      .worker(planner.workerArena.reserveForWorker(floats: map.floatsPerImage, during: times))
    }
    valuePlaces = ledger.maps.map { map in
      // What a training network computes is needed again on the way back, and for its tangents.
      let isReadLater = (trains || hasTangents) && !ledger.isTangent(map, planner)
      if !isReadLater, isPerWorker(map) { return perWorker(map, ledger.valueLifetimeOfWorker(map, planner)) }
      // The image stays, so that passes with other units dropped need not be given it again.
      let isAlwaysThere = map == image || map == logitTangents
      return shared(map, isAlwaysThere ? planner.always : ledger.valueLifetime(map, planner))
    }
    gradientPlaces = ledger.maps.map { map in
      guard trains, map != image, !ledger.isTangent(map, planner) else { return nil }
      if isPerWorker(map) { return perWorker(map, ledger.gradientLifetimeOfWorker(map, planner)) }
      // With tangents, the loss's gradient may be made before a tangent pass and used after it.
      let isLosses = hasTangents && map == logits
      return shared(map, isLosses ? planner.always : ledger.gradientLifetime(map, planner))
    }
    self.layout = layout
    self.layers = layers
    self.image = image
    self.logits = logits
    self.logitTangents = logitTangents
    self.planner = planner
  }

  /// Shallow levels on the way down, deep levels, shallow levels on the way up; the same once more for the tangents.
  private static func runs(_ architecture: UNetArchitecture, hasTangents: Bool) -> [LayerRun] {
    let counts = UNetLayerCounts(architecture)
    let shallow = (0..<architecture.levels).count {
      architecture.channels(atLevel: $0).paddedToPanel <= shallowChannels
    }
    let down = (0..<shallow).reduce(0) { $0 + counts.down(atLevel: $1) }
    let up = counts.all - 1 - (0..<shallow).reduce(0) { $0 + counts.up(atLevel: $1) }
    var runs = [LayerRun(layers: 0..<down, isByImage: true)]
    runs += (down..<up).map { LayerRun(layers: $0..<$0 + 1, isByImage: false) }
    runs.append(LayerRun(layers: up..<counts.all, isByImage: true))
    guard hasTangents else { return runs }
    return runs
      + runs.map {
        LayerRun(
          layers: $0.layers.lowerBound + counts.all..<$0.layers.upperBound + counts.all, isByImage: $0.isByImage)
      }
  }

  /// Levels with at most this many channels are run image by image.
  private static let shallowChannels = 64
}
