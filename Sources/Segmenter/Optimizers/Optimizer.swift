/// Changes a slab of weights along a slab of gradients; keeps its own moments.
package protocol Optimizer: Sendable {
  /// Set before each step by who follows a schedule.
  var learningRate: Double { get set }
  /// Steps done.
  var stepCount: Int { get set }
  /// What it remembers from step to step, a slab the length of the weights each; a checkpoint stores them by name.
  var moments: [OptimizerMoment] { get set }

  /// One step. `scale` multiplies every gradient first (gradient clipping).
  mutating func step(
    _ weights: UnsafeMutableBufferPointer<Float>, along gradients: UnsafeMutableBufferPointer<Float>, scale: Float,
    pool: WorkerPool, instructionSet: InstructionSet)
}

/// One slab of an optimiser's memory.
package struct OptimizerMoment: Sendable, Hashable {
  /// As in a checkpoint's tensor names, e.g. "first".
  package let name: String
  package var scalars: [Float]

  init(_ name: String, count: Int) {
    self.name = name
    scalars = [Float](repeating: 0, count: count)
  }
}

/// Blocks of this many parameters are the items of a step.
let optimizerBlockFloats = 16_384
