internal import CKernels

/// One layer: a description with places in memory, no numbers of its own.
///
/// Forward and backward stand below one another in every layer. A tangent pass (the derivative of the outputs along a
/// direction of the parameters) will be a third function of the same form; it needs the stored values only.
protocol Layer {
  /// Computes the values of the layer's output from the values of its sources.
  func forward(_ workspace: Workspace)
  /// Adds nothing and forgets nothing: writes the gradients of the layer's parameters, and hands the gradient of its
  /// output to its sources as their `GradientHandover` says.
  func backward(_ workspace: Workspace)
}

/// A layer and the name of its tensors, as in "encoder.0.conv1".
struct NamedLayer {
  let name: String
  let layer: any Layer
}

/// What the layers of one network work on.
final class Workspace {
  let arena: Arena
  let pool: WorkerPool
  let kernels: FSInstructionSet
  private let valueSlots: [ArenaSlot]
  private let gradientSlots: [ArenaSlot?]
  private let parameterSlot: ArenaSlot
  private let parameterGradientSlot: ArenaSlot?
  /// Images of the batch at hand, at most the capacity the arena was planned for.
  var imageCount = 0
  /// Set when the weights changed since the packed copies were made; layers repack in their forward pass.
  var repacksWeights = true

  init(
    arena: Arena, pool: WorkerPool, kernels: FSInstructionSet, valueSlots: [ArenaSlot], gradientSlots: [ArenaSlot?],
    parameterSlot: ArenaSlot, parameterGradientSlot: ArenaSlot?
  ) {
    self.arena = arena
    self.pool = pool
    self.kernels = kernels
    self.valueSlots = valueSlots
    self.gradientSlots = gradientSlots
    self.parameterSlot = parameterSlot
    self.parameterGradientSlot = parameterGradientSlot
  }

  func values(_ map: FeatureMap) -> UnsafeMutablePointer<Float> { arena.pointer(valueSlots[map.number]) }

  func gradients(_ map: FeatureMap) -> UnsafeMutablePointer<Float> {
    guard let slot = gradientSlots[map.number] else { preconditionFailure("map \(map.number) has no gradient") }
    return arena.pointer(slot)
  }

  var parameters: UnsafeMutablePointer<Float> { arena.pointer(parameterSlot) }

  var parameterGradients: UnsafeMutablePointer<Float> {
    guard let slot = parameterGradientSlot else { preconditionFailure("an inference network has no gradients") }
    return arena.pointer(slot)
  }

  func parameters(_ block: ParameterBlock) -> UnsafeMutablePointer<Float> { parameters + block.offset }
  func gradients(_ block: ParameterBlock) -> UnsafeMutablePointer<Float> { parameterGradients + block.offset }
}

/// Collects the memory that layers ask for, with the times they need it.
struct NetworkPlanner {
  var arena = ArenaPlan()
  let layerCount: Int
  let trains: Bool
  /// Images of the largest batch.
  let capacity: Int
  let workerCount: Int

  /// Forward passes run at 0 ..< layerCount, the loss at layerCount, backward passes after it in reverse.
  var lastTime: Int { trains ? 2 * layerCount : layerCount }
  func forwardTime(_ layer: Int) -> Int { layer }
  func backwardTime(_ layer: Int) -> Int { 2 * layerCount - layer }
  var always: ClosedRange<Int> { 0...lastTime }

  mutating func forwardScratch(_ floats: Int, layer: Int) -> ArenaSlot {
    arena.reserve(floats: floats, during: forwardTime(layer)...forwardTime(layer))
  }

  mutating func backwardScratch(_ floats: Int, layer: Int) -> ArenaSlot? {
    trains ? arena.reserve(floats: floats, during: backwardTime(layer)...backwardTime(layer)) : nil
  }

  /// Packed weights: made anew in every training step, kept for all slices of an inference.
  mutating func packedWeights(_ floats: Int, layer: Int) -> ArenaSlot {
    trains ? forwardScratch(floats, layer: layer) : arena.reserve(floats: floats, during: always)
  }
}

extension Arena {
  /// The place of a slot that only a training network has.
  func pointer(_ slot: ArenaSlot?) -> UnsafeMutablePointer<Float> {
    guard let slot else { preconditionFailure("an inference network has no backward pass") }
    return pointer(slot)
  }
}
