/// What a method sees of a run in a step: the batch in the network, trusted slices, the plan's loss, the update.
protocol StepContext: AnyObject {
  var plan: TrainingPlan { get }
  var progress: StepProgress { get }
  /// The network in training; the images of ``batch`` lie in its inputs.
  var network: UNet { get }
  /// Targets and weights of the images.
  var batch: SampleBatch { get }
  var instructionSet: InstructionSet { get }

  /// Draws trusted slices of this step into a network.
  /// - Parameter firstImage: the image of the network that the first goes to.
  func drawTrusted(_ count: Int, into network: UNet, firstImage: Int, _ batch: inout SampleBatch)

  /// The plan's loss.
  var loss: any LossFunction { get }
  /// The plan's loss of the network's logits, its gradient written to the network; in the first steps cross-entropy's
  /// gradient is added, see ``TrainingPlan/crossEntropySteps``.
  func lossAndGradient() -> Double
  /// The plan's loss of one image of the batch alone, its gradient written to the network.
  func lossAndGradient(image: Int) -> Double
  /// In the first steps, adds cross-entropy's gradient to the one that the network has.
  func addCrossEntropyGradient()
  /// A loss of the images of a batch, with the batch's weights.
  /// - Parameter gradient: receives dL/dz, one a logit; or is empty when only the value is asked for.
  func evaluate(
    _ loss: any LossFunction, _ batch: SampleBatch, _ logits: UnsafeBufferPointer<Float>,
    _ gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double
  /// Whether a step can continue: a loss may say 0 of an empty sum, and of logits that are not finite.
  func isFinite(_ value: Double) -> Bool

  /// Moves the network's weights along its gradients. Gives false, and moves nothing, when these are not finite.
  func update() -> Bool
  /// The same for other weights, with their own optimiser; at the learning rate of this step.
  func update(
    _ weights: UnsafeMutableBufferPointer<Float>, along gradients: UnsafeMutableBufferPointer<Float>,
    by optimizer: inout any Optimizer
  ) -> Bool
  /// Moves an average, which is empty before the first step, towards weights that this step has left; nothing where the plan
  /// has no average.
  func average(_ weights: UnsafeMutableBufferPointer<Float>, into average: inout [Float])
}

/// Where a run is.
struct StepProgress: Sendable {
  /// The epoch at work, counted from 0.
  var epoch: Int
  /// Steps done over the whole run.
  var step: Int
  /// Of this step, after the schedule.
  var learningRate: Double
  /// Steps that ramps of methods are counted over.
  var rampSteps: Int

  /// The fraction of the ramp that is done, 0 to 1 and beyond.
  var rampFraction: Double { Double(step) / Double(max(1, rampSteps)) }
}

/// What a method is made from: a run before its first step, or after it started again.
protocol MethodContext: EpochContext {
  /// The fraction of lesion pixels in the training slices; first weights start from it.
  var foregroundFraction: Double { get }
  /// How often the run started again.
  var restarts: Int { get }
}

/// What a method sees of a run between epochs: the training slices, whose labels it may change, and the weights.
protocol EpochContext: StepContext {
  var trainingSlices: [TrainingSlice] { get }
  /// Pixels of a row of every training slice.
  var sliceWidth: Int { get }
  func setClasses(_ classes: [UInt8], ofTrainingSlice number: Int)
  func caseName(_ caseNumber: Int) -> String
  /// The weights that are validated and kept: the moving average, where there is one.
  var judgedWeights: [Float] { get }
  /// Calls `body` with a network for whole slices that holds the given weights; the weights in training stay.
  func withSliceNetwork<Result>(weights: [Float], _ body: (UNet) -> Result) -> Result
  /// The network's weights, their average and the optimiser.
  var snapshot: NetworkSnapshot { get }
  func restore(_ snapshot: NetworkSnapshot)
}

/// A network in training at one moment.
struct NetworkSnapshot: Sendable {
  var weights: [Float]
  var average: [Float]
  var optimizer: any Optimizer
}

extension StepContext {
  /// The L2 norm of a slab.
  func norm(_ slab: UnsafeMutableBufferPointer<Float>) -> Double {
    euclideanNorm(slab, pool: network.pool, instructionSet: instructionSet)
  }
}
