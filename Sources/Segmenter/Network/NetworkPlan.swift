/// The layers of a network, and where everything lies in memory.
struct NetworkPlan {
  /// The description's layers, then those of the tangent pass.
  let layers: [NamedLayer]
  let planner: NetworkPlanner
  /// The tangents of the description's outputs, where there is a tangent pass.
  let outputTangents: [FeatureMap]
  let valuePlaces: [MapPlace?]
  let gradientPlaces: [MapPlace?]
  let parameterSlot: ArenaSlot
  let parameterGradientSlot: ArenaSlot?

  init(
    _ description: NetworkDescription, capacity: Int, trains: Bool, hasTangents: Bool, workerCount: Int,
    algorithm: ConvolutionAlgorithm
  ) {
    let count = description.nodes.count
    var runs = description.runs
    if hasTangents {
      runs += runs.map { run in
        var shifted = run
        shifted.layers = run.layers.lowerBound + count..<run.layers.upperBound + count
        return shifted
      }
    }
    var planner = NetworkPlanner(
      layerCount: count, runs: runs, trains: trains, hasTangents: hasTangents, capacity: capacity,
      workerCount: workerCount)
    var layers = description.nodes.enumerated().map { number, node in
      guard trains || !node.isForTraining else { return NamedLayer(name: node.name, layer: ConstantLayer()) }
      let site = LayerSite(
        number: number, sources: node.sources, output: node.output, parameters: node.parameters,
        gradientWrites: description.gradientWrites(ofLayer: number), algorithm: algorithm)
      return NamedLayer(name: node.name, layer: node.layer.layer(at: site, planner: &planner))
    }
    var ledger = description.ledger
    // The loss reads the outputs after the last layer.
    for output in description.outputs { ledger.use(output, by: count) }
    var tangents = TangentMaps(ledger: ledger, firstLayer: count)
    if hasTangents {
      for (layer, node) in zip(layers, description.nodes) {
        let depends = !node.parameters.isEmpty || node.sources.contains { tangents.has($0) }
        let tangent = depends ? layer.layer.tangentLayer(&tangents, planner: &planner) : ConstantLayer()
        layers.append(NamedLayer(name: layer.name, layer: tangent))
        tangents.layer += 1
      }
      ledger = tangents.ledger
    }
    outputTangents = hasTangents ? description.outputs.map { tangents.known($0) } : []

    parameterSlot = planner.arena.reserve(floats: description.parameterCount, during: planner.always)
    parameterGradientSlot =
      trains ? planner.arena.reserve(floats: description.parameterCount, during: planner.always) : nil
    let outside = description.inputs + description.outputs + outputTangents
    func isPerWorker(_ map: FeatureMap) -> Bool { ledger.isPerWorker(map, planner, outside: outside) }
    func shared(_ map: FeatureMap, _ times: ClosedRange<Int>) -> MapPlace {
      .image(planner.arena.reserve(floats: capacity * map.floatsPerImage, during: times))
    }
    func perWorker(_ map: FeatureMap, _ times: ClosedRange<Int>) -> MapPlace {
      .worker(planner.workerArena.reserveForWorker(floats: map.floatsPerImage, during: times))
    }
    valuePlaces = ledger.maps.map { [outputTangents] map in
      guard trains || !description.trainingMaps.contains(map) else { return nil }
      // What a training network computes is needed again on the way back, and for its tangents.
      let isReadLater = (trains || hasTangents) && !ledger.isTangent(map, planner)
      if !isReadLater, isPerWorker(map) { return perWorker(map, ledger.valueLifetimeOfWorker(map, planner)) }
      // Inputs stay, so that passes with other random numbers need not be given them again.
      let isAlwaysThere = description.inputs.contains(map) || outputTangents.contains(map)
      return shared(map, isAlwaysThere ? planner.always : ledger.valueLifetime(map, planner))
    }
    gradientPlaces = ledger.maps.map { map in
      guard trains, description.needsGradient(map), !ledger.isTangent(map, planner) else { return nil }
      if isPerWorker(map) { return perWorker(map, ledger.gradientLifetimeOfWorker(map, planner)) }
      // With tangents, the loss's gradient may be made before a tangent pass and used after it. That of an input is read
      // after the last pass.
      let isKept = (hasTangents && description.outputs.contains(map)) || description.inputs.contains(map)
      return shared(map, isKept ? planner.always : ledger.gradientLifetime(map, planner))
    }
    self.layers = layers
    self.planner = planner
  }
}
