internal import Foundation
internal import VolumeModel

/// One network in training, and the parts that a step is made of: samples, loss, update. It draws no conclusions and
/// reports nothing. How a step puts the parts together is the method's.
final class TrainingSession {
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
  private var warmUpGradient: [Float]
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
    draw = SampleDraw(plan: plan, cases: cases, store: store, pool: pool)
    batchLoss = BatchLoss(pool: pool, instructionSet: instructionSet)
    let size = plan.inputSize(sliceWidth: store.width, sliceHeight: store.height)
    network = UNet(
      plan.architecture, width: size.width, height: size.height, capacity: plan.batchSize, trains: true,
      hasTangents: plan.method.name.needsTangents, pool: pool)
    let seesWholeSlices = size.width == store.width && size.height == store.height
    wholeSliceNetwork =
      seesWholeSlices
      ? nil
      : UNet(
        plan.architecture, width: store.width, height: store.height, capacity: 4, trains: false, pool: pool)
    network.load(weights)
    batch = SampleBatch(
      capacity: plan.batchSize, pixelsPerImage: size.width * size.height, isWeighted: plan.weighting != .none)
    warmUpGradient = [Float](repeating: 0, count: plan.warmUpSteps > 0 ? batch.target.count : 0)
    state = TrainingState(
      optimizer: plan.optimizer.optimizer(parameterCount: network.parameterCount))
    method = plan.method.name.method(for: self)
  }

  /// Forgets what the method and the optimiser learned; the weights stay.
  func forget() {
    state.optimizer = plan.optimizer.optimizer(parameterCount: network.parameterCount)
    state.averageWeights = []
    state.stepsSinceStart = 0
    // First without its networks, so that there are never two of each.
    method = PlainLearning()
    method = plan.method.name.method(for: self)
  }

  /// The state as a checkpoint stores it.
  var stateWithMethod: TrainingState {
    var state = state
    state.method = method.memory
    return state
  }

  /// For whole slices: the network in training, unless that sees crops only. Who loads other weights into it restores them.
  var sliceNetwork: UNet { wholeSliceNetwork ?? network }

  var weights: [Float] { Array(network.parameters) }

  func load(_ scalars: [Float]) {
    _ = network.parameters.update(fromContentsOf: scalars)
    network.weightsChanged()
  }

  var isWarmingUp: Bool { state.stepsSinceStart < plan.warmUpSteps * (state.restarts > 0 ? 2 : 1) }

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
    if let decay = plan.averageDecay {
      average(network.parameters, into: &state.averageWeights, step: state.stepsSinceStart, decay: decay)
    }
    return value
  }

  /// Trusted slices of this step, into a network from an image on.
  func drawTrusted(_ count: Int, into network: UNet, firstImage: Int = 0, _ batch: inout SampleBatch) {
    draw.drawTrusted(count, step: state.step, of: store, into: network, firstImage: firstImage, &batch)
  }

  /// Steps that ramps of methods are counted over.
  var rampSteps: Int {
    (plan.method.rampEpochs ?? plan.epochs ?? 40) * stepsPerEpoch
  }

  private var stepsPerEpoch: Int { EpochOrder.steps(sliceCount: store.training.count, batchSize: plan.batchSize) }

  /// Whether a step can go on: a loss may say 0 of an empty sum, and of logits that are no numbers.
  func isFinite(_ value: Double) -> Bool {
    value.isFinite && euclideanNorm(network.logits, pool: pool, instructionSet: instructionSet).isFinite
  }

  /// Of this step.
  var learningRate: Double {
    plan.optimizer.learningRate * plan.schedule.share(step: state.step, stepsPerEpoch: stepsPerEpoch)
  }

  /// Moves the network's weights along its gradients. Gives false, and moves nothing, when these are no numbers.
  func update() -> Bool {
    // Read before: the optimiser is part of the state.
    let rate = learningRate
    guard
      update(network.parameters, along: network.parameterGradients, by: &state.optimizer, learningRate: rate)
    else { return false }
    network.weightsChanged()
    return true
  }

  /// The same for other weights, with their own optimiser.
  func update(
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

  /// The L2 norm.
  func norm(_ slab: UnsafeMutableBufferPointer<Float>) -> Double {
    euclideanNorm(slab, pool: pool, instructionSet: instructionSet)
  }

  /// Moves an average, which is empty before the first step, towards the weights that a step has left.
  func average(_ weights: UnsafeMutableBufferPointer<Float>, into average: inout [Float], step: Int, decay: Double) {
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

  /// The weights that are validated and kept: the moving average, where there is one.
  var judgedWeights: [Float] { state.averageWeights.isEmpty ? weights : state.averageWeights }

  /// The same, with those of the method's further networks.
  var judgedMembers: [[Float]] { [judgedWeights] + method.members }

  /// The plan's loss of the network's logits, its gradient written to the network; while warming up cross-entropy's
  /// gradient is added, which never lets go of the background.
  func lossAndGradient() -> Double {
    let logits = UnsafeBufferPointer(network.logits)
    let gradients = network.logitGradients
    let value = evaluate(loss, batch, logits, gradients)
    addWarmUpGradient()
    return value
  }

  /// The plan's loss of one image of the batch alone, its gradient written to the network.
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

  /// While warming up, adds cross-entropy's gradient to the one that the network has.
  func addWarmUpGradient() {
    guard isWarmingUp, loss as? BinaryCrossEntropy == nil else { return }
    let gradients = network.logitGradients
    warmUpGradient.withUnsafeMutableBufferPointer { extra in
      let part = UnsafeMutableBufferPointer(rebasing: extra[0..<gradients.count])
      _ = evaluate(BinaryCrossEntropy(), batch, UnsafeBufferPointer(network.logits), part, isWeighted: false)
      for i in gradients.indices { gradients[i] += part[i] }
    }
  }

  /// A loss of the images of a batch; `gradient` receives dL/dz, or is empty when only the value is wanted.
  func evaluate(
    _ loss: any LossFunction, _ batch: SampleBatch, _ logits: UnsafeBufferPointer<Float>,
    _ gradient: UnsafeMutableBufferPointer<Float>, isWeighted: Bool = true
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
