internal import Foundation
internal import VolumeModel

/// One network in training, and the parts that a step is made of: samples, loss, update. It draws no conclusions and
/// reports nothing. How a step puts the parts together is the method's, which sees them as a ``StepContext``.
final class TrainingSession: MethodContext {
  let plan: TrainingPlan
  /// Methods may change the targets of training slices.
  var store: SliceStore
  let network: UNet
  let loss: any LossFunction
  var state: TrainingState
  /// What lies in `network` in a step.
  var batch: SampleBatch
  private(set) var method: any LearningMethod = PlainLearning()
  let pool: WorkerPool
  let instructionSet = InstructionSet.standard
  let draw: SampleDraw
  private let batchLoss: BatchLoss
  private var extraGradient: [Float]
  /// Whole slices for validation, when training sees crops only.
  private let wholeSliceNetwork: UNet?

  init(
    plan: TrainingPlan, cases: [TrainingCase], store: SliceStore, loss: any LossFunction, pool: WorkerPool,
    weights: UNetWeights
  ) {
    self.plan = plan
    self.store = store
    self.loss = loss
    self.pool = pool
    let details = plan.method.name.details
    draw = SampleDraw(plan: plan, cases: cases, store: store, pool: pool)
    batchLoss = BatchLoss(pool: pool, instructionSet: instructionSet)
    let size = plan.inputSize(sliceWidth: store.width, sliceHeight: store.height)
    network = UNet(
      plan.architecture, width: size.width, height: size.height, capacity: plan.batchSize, trains: true,
      hasTangents: details.needsTangents, pool: pool)
    let seesWholeSlices = size.width == store.width && size.height == store.height
    wholeSliceNetwork =
      seesWholeSlices
      ? nil
      : UNet(
        plan.architecture, width: store.width, height: store.height,
        capacity: plan.architecture.usualImagesAtOnce, trains: false, pool: pool)
    network.load(weights)
    batch = SampleBatch(
      capacity: plan.batchSize, pixelsPerImage: network.pixelsPerImage, isWeighted: plan.weighting != .none)
    extraGradient = [Float](repeating: 0, count: plan.crossEntropySteps > 0 ? batch.target.count : 0)
    state = TrainingState(
      optimizer: plan.optimizer.optimizer(parameterCount: network.parameterCount))
    method = plan.makeMethod(for: self)
  }

  /// Starts again with a new method and a new optimiser; the weights stay.
  func startAgain() {
    state.optimizer = plan.optimizer.optimizer(parameterCount: network.parameterCount)
    state.averageWeights = []
    state.stepsSinceStart = 0
    // First without its networks, so that there are never two of each.
    method = PlainLearning()
    method = plan.makeMethod(for: self)
  }

  /// The state as a checkpoint stores it.
  var stateWithMethod: TrainingState {
    var state = state
    state.method = method.memory
    return state
  }

  /// Continues from a checkpoint.
  /// - Returns: what of the method could not be continued, in sentences for the log.
  func restore(_ state: TrainingState, weights: [Float]) -> [String] {
    load(weights)
    self.state = state
    let lacking = method.lacks(state.method)
    method.restore(state.method, in: self)
    return lacking
  }

  /// For whole slices: the network in training, unless that sees crops only. Who loads other weights into it restores them.
  var sliceNetwork: UNet { wholeSliceNetwork ?? network }

  var weights: [Float] { Array(network.parameters) }

  func load(_ scalars: [Float]) {
    _ = network.parameters.update(fromContentsOf: scalars)
    network.weightsChanged()
  }

  /// Whether cross-entropy is added to the loss; after a restart for twice as long.
  var addsCrossEntropy: Bool { state.stepsSinceStart < plan.crossEntropySteps * (state.restarts > 0 ? 2 : 1) }

  // MARK: A step and its parts

  /// One step on the given slices, as the method has it. Gives the loss, or nil when the loss or the gradient is not
  /// finite; the weights are then as before.
  func step(_ slices: ArraySlice<Int>) -> Double? {
    draw.draw(slices, of: store, firstSample: state.samples, into: network, &batch)
    network.dropout = .drawn(seed: plan.seed, firstSample: batch.firstSample)
    // Validation and prediction see every unit.
    defer { network.dropout = .off }
    guard let value = method.step(self) else { return nil }
    state.samples += UInt64(slices.count)
    state.step += 1
    state.stepsSinceStart += 1
    average(network.parameters, into: &state.averageWeights, step: state.stepsSinceStart)
    return value
  }

  func drawTrusted(_ count: Int, into network: UNet, firstImage: Int, _ batch: inout SampleBatch) {
    draw.drawTrusted(count, step: state.step, of: store, into: network, firstImage: firstImage, &batch)
  }

  var progress: StepProgress {
    StepProgress(
      epoch: state.epoch, step: state.step,
      learningRate: plan.optimizer.learningRate
        * plan.schedule.multiplier(step: state.step, stepsPerEpoch: stepsPerEpoch),
      rampSteps: (plan.method.rampEpochs ?? plan.epochs ?? 40) * stepsPerEpoch)
  }

  private var stepsPerEpoch: Int { EpochOrder.steps(sliceCount: store.training.count, batchSize: plan.batchSize) }

  func isFinite(_ value: Double) -> Bool {
    value.isFinite && euclideanNorm(network.logits, pool: pool, instructionSet: instructionSet).isFinite
  }

  func update() -> Bool {
    // Read before: the optimiser is part of the state.
    let rate = progress.learningRate
    guard
      update(network.parameters, along: network.parameterGradients, by: &state.optimizer, learningRate: rate)
    else { return false }
    network.weightsChanged()
    return true
  }

  func update(
    _ weights: UnsafeMutableBufferPointer<Float>, along gradients: UnsafeMutableBufferPointer<Float>,
    by optimizer: inout any Optimizer
  ) -> Bool {
    update(weights, along: gradients, by: &optimizer, learningRate: progress.learningRate)
  }

  private func update(
    _ weights: UnsafeMutableBufferPointer<Float>, along gradients: UnsafeMutableBufferPointer<Float>,
    by optimizer: inout any Optimizer, learningRate: Double
  ) -> Bool {
    let norm = norm(gradients)
    guard norm.isFinite else { return false }
    optimizer.learningRate = learningRate
    optimizer.step(
      weights, along: gradients, scale: clippingFactor(norm: norm, limit: plan.gradientNormLimit), pool: pool,
      instructionSet: instructionSet)
    return true
  }

  func average(_ weights: UnsafeMutableBufferPointer<Float>, into average: inout [Float]) {
    self.average(weights, into: &average, step: state.stepsSinceStart + 1)
  }

  private func average(_ weights: UnsafeMutableBufferPointer<Float>, into average: inout [Float], step: Int) {
    guard let decay = plan.averageDecay else { return }
    if step <= 1 || average.count != weights.count {
      average = Array(weights)
      return
    }
    average.withUnsafeMutableBufferPointer {
      MovingAverage.update(
        $0, with: weights, keep: MovingAverage.Rule.trailing(decay: decay).keep(update: step - 1), pool: pool,
        instructionSet: instructionSet)
    }
  }

  var judgedWeights: [Float] { state.averageWeights.isEmpty ? weights : state.averageWeights }

  /// The same, with those of the method's further networks.
  var judgedMembers: [[Float]] { [judgedWeights] + method.members }

  func lossAndGradient() -> Double {
    let logits = UnsafeBufferPointer(network.logits)
    let gradients = network.logitGradients
    let value = evaluate(loss, batch, logits, gradients)
    addCrossEntropyGradient()
    return value
  }

  func lossAndGradient(image: Int) -> Double {
    let pixels = image * batch.pixelsPerImage..<(image + 1) * batch.pixelsPerImage
    return batch.target.withUnsafeBufferPointer { target in
      batch.weights.withUnsafeBufferPointer { weights in
        batchLoss.value(
          of: loss, imageCount: 1, logits: UnsafeBufferPointer(rebasing: network.logits[pixels]),
          target: .init(rebasing: target[pixels]),
          weights: weights.isEmpty ? weights : .init(rebasing: weights[pixels]),
          gradient: .init(rebasing: network.logitGradients[pixels]))
      }
    }
  }

  func addCrossEntropyGradient() {
    guard addsCrossEntropy, loss as? BinaryCrossEntropy == nil else { return }
    let gradients = network.logitGradients
    extraGradient.withUnsafeMutableBufferPointer { extra in
      let part = UnsafeMutableBufferPointer(rebasing: extra[0..<gradients.count])
      _ = evaluate(BinaryCrossEntropy(), batch, UnsafeBufferPointer(network.logits), part, isWeighted: false)
      for i in gradients.indices { gradients[i] += part[i] }
    }
  }

  func evaluate(
    _ loss: any LossFunction, _ batch: SampleBatch, _ logits: UnsafeBufferPointer<Float>,
    _ gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    evaluate(loss, batch, logits, gradient, isWeighted: true)
  }

  private func evaluate(
    _ loss: any LossFunction, _ batch: SampleBatch, _ logits: UnsafeBufferPointer<Float>,
    _ gradient: UnsafeMutableBufferPointer<Float>, isWeighted: Bool
  ) -> Double {
    batch.target.withUnsafeBufferPointer { target in
      batch.weights.withUnsafeBufferPointer { weights in
        batchLoss.value(
          of: loss, imageCount: batch.imageCount, logits: logits, target: target,
          weights: isWeighted ? weights : .init(start: nil, count: 0), gradient: gradient)
      }
    }
  }
}
