/// Collects the memory that layers ask for, with the times they need it.
struct NetworkPlanner {
  var arena = ArenaPlan()
  /// What every worker has one of. A worker does one layer after the other, so times here are those of single layers.
  var workerArena = ArenaPlan()
  /// Layers of the network; those of its tangent pass are numbered on from here.
  let layerCount: Int
  /// All layers, in order.
  let runs: [LayerRun]
  let trains: Bool
  /// Whether tangent passes are planned too. All values are then kept, so that tangent and backward passes of one forward
  /// pass may follow each other in any order, any number of times.
  let hasTangents: Bool
  /// Images of the largest batch.
  let capacity: Int
  let workerCount: Int

  /// Forward passes run at 0 ..< layerCount, the loss at layerCount, backward passes after it in reverse, then tangents.
  var lastTime: Int { hasTangents ? 3 * layerCount : trains ? 2 * layerCount : layerCount }
  var always: ClosedRange<Int> { 0...lastTime }
  /// The most sums that `BatchPart.runSums` numbers.
  var sumLimit: Int { max(reductionParts, capacity) }

  /// Sums of a layer that splits them by image only.
  func sums(ofLayer layer: Int) -> Int { neighbours(of: layer).count > 1 ? capacity : 1 }

  /// Whether a layer's pass is one for the whole batch, on all workers.
  func runsByBatch(_ layer: Int) -> Bool { !runs.contains { $0.isByImage && $0.layers.contains(layer) } }

  /// The layers whose passes are mixed with the given one's; the loss is alone.
  func neighbours(of layer: Int) -> Range<Int> {
    guard let run = runs.first(where: { $0.layers.contains(layer) }), run.isByImage else { return layer..<layer + 1 }
    return run.layers
  }

  func forwardTimes(_ layer: Int) -> ClosedRange<Int> {
    let layers = neighbours(of: layer)
    let shift = layer < layerCount ? 0 : layerCount + 1
    return layers.lowerBound + shift...layers.upperBound - 1 + shift
  }

  func backwardTimes(_ layer: Int) -> ClosedRange<Int> {
    let layers = neighbours(of: layer)
    return 2 * layerCount - (layers.upperBound - 1)...2 * layerCount - layers.lowerBound
  }

  func forwardTime(_ layer: Int) -> Int { layer < layerCount ? layer : layer + layerCount + 1 }
  func backwardTime(_ layer: Int) -> Int { 2 * layerCount - layer }

  /// Scratch of one worker in a layer's forward pass.
  mutating func forwardWorkerScratch(_ floats: Int, layer: Int) -> WorkerSlot {
    workerArena.reserveForWorker(floats: floats, during: forwardTime(layer)...forwardTime(layer))
  }

  mutating func backwardWorkerScratch(_ floats: Int, layer: Int) -> WorkerSlot? {
    guard trains, layer < layerCount else { return nil }
    return workerArena.reserveForWorker(floats: floats, during: backwardTime(layer)...backwardTime(layer))
  }

  mutating func forwardScratch(_ floats: Int, layer: Int) -> ArenaSlot {
    arena.reserve(floats: floats, during: forwardTimes(layer))
  }

  mutating func backwardScratch(_ floats: Int, layer: Int) -> ArenaSlot? {
    trains && layer < layerCount ? arena.reserve(floats: floats, during: backwardTimes(layer)) : nil
  }

  /// What a forward pass leaves for the passes after it.
  mutating func keptFromForward(_ floats: Int, layer: Int) -> ArenaSlot {
    let first = forwardTimes(layer).lowerBound
    let last =
      hasTangents ? lastTime : trains ? backwardTimes(layer).upperBound : forwardTimes(layer).upperBound
    return arena.reserve(floats: floats, during: first...last)
  }

  /// Packed weights: made anew in every training step, kept for all slices of an inference.
  mutating func packedWeights(_ floats: Int, layer: Int) -> ArenaSlot {
    trains || layer >= layerCount ? forwardScratch(floats, layer: layer) : arena.reserve(floats: floats, during: always)
  }
}

/// Neighbouring layers that are run together.
struct LayerRun {
  var layers: Range<Int>
  /// Whether each image goes through all of them before the next one does, on one worker: maps of shallow layers are
  /// large, and so stay in the cache from layer to layer. Deep layers have few pixels and large weights, which are
  /// better read once for the whole batch.
  let isByImage: Bool
  /// Whether they have a part in training alone.
  let isForTraining: Bool
}
