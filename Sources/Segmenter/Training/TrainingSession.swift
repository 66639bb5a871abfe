internal import Foundation
internal import VolumeModel

/// One network in training: a step, a validation, and the weights at hand. It draws no conclusions and reports nothing.
final class TrainingSession {
  let plan: TrainingPlan
  let store: SliceStore
  let network: UNet
  let loss: any LossFunction
  private let lesionSampling: LesionSampling?
  var state: TrainingState
  private let pool: WorkerPool
  private let instructionSet = InstructionSet.standard
  private let batchLoss: BatchLoss
  private var target: [Float]
  /// One a pixel of `target`, or empty where every pixel counts 1.
  private var lossWeights: [Float]
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
    lesionSampling = plan.sampling == .lesions ? LesionSampling(cases, store: store) : nil
    self.pool = pool
    batchLoss = BatchLoss(pool: pool, instructionSet: instructionSet)
    let size = plan.inputSize(sliceWidth: store.width, sliceHeight: store.height)
    network = UNet(
      plan.architecture, width: size.width, height: size.height, capacity: plan.batchSize, trains: true, pool: pool)
    let seesWholeSlices = size.width == store.width && size.height == store.height
    wholeSliceNetwork =
      seesWholeSlices
      ? nil
      : UNet(
        plan.architecture, width: store.width, height: store.height, capacity: 4, trains: false, pool: pool)
    network.load(weights)
    let pixels = plan.batchSize * size.width * size.height
    target = [Float](repeating: 0, count: pixels)
    lossWeights = [Float](repeating: 1, count: plan.weighting == .none ? 0 : pixels)
    warmUpGradient = [Float](repeating: 0, count: plan.warmUpSteps > 0 ? pixels : 0)
    state = TrainingState(
      optimizer: plan.optimizer.optimizer(parameterCount: network.parameterCount))
  }

  /// For whole slices: the network in training, unless that sees crops only. Who loads other weights into it restores them.
  var sliceNetwork: UNet { wholeSliceNetwork ?? network }

  var weights: [Float] { Array(network.parameters) }

  func load(_ scalars: [Float]) {
    _ = network.parameters.update(fromContentsOf: scalars)
    network.weightsChanged()
  }

  var isWarmingUp: Bool { state.stepsSinceStart < plan.warmUpSteps * (state.restarts > 0 ? 2 : 1) }

  /// One step on the given slices: augment, forward, loss, backward, optimiser. Gives the loss, or nil when the loss or the
  /// gradient is not finite; the weights are then as before.
  func step(_ slices: ArraySlice<Int>) -> Double? {
    let count = slices.count
    let pixels = network.pixelsPerImage
    let writer = SampleWriter(
      store: store, width: network.width, height: network.height, weighting: plan.weighting)
    let first = state.samples
    target.withUnsafeMutableBufferPointer { target in
      lossWeights.withUnsafeMutableBufferPointer { weights in
        pool.run(count) { item, _ in
          let sample = first + UInt64(item)
          let place = lesionSampling?.place(seed: plan.seed, sample: sample)
          let slice = store.training[place?.slice ?? slices[slices.startIndex + item]]
          let change = Augmentation(
            of: slice, in: store, plan: plan, width: network.width, height: network.height, sample: sample,
            centre: place?.pixel)
          writer.write(
            slice, change, input: network.input(image: item), target: target.image(item, pixels: pixels),
            weights: weights.image(item, pixels: pixels))
        }
      }
    }
    network.dropout = .drawn(seed: plan.seed, firstSample: first)
    // Validation and prediction see every unit.
    defer { network.dropout = .off }
    network.forward(imageCount: count)
    let value = lossAndGradient(imageCount: count)
    // A loss may say 0 of an empty sum, and of logits that are no numbers.
    let logitNorm = euclideanNorm(network.logits, pool: pool, instructionSet: instructionSet)
    guard value.isFinite, logitNorm.isFinite else { return nil }
    network.backward()
    let norm = euclideanNorm(network.parameterGradients, pool: pool, instructionSet: instructionSet)
    guard norm.isFinite else { return nil }
    let stepsPerEpoch = EpochOrder.steps(sliceCount: store.training.count, batchSize: plan.batchSize)
    state.optimizer.learningRate =
      plan.optimizer.learningRate * plan.schedule.share(step: state.step, stepsPerEpoch: stepsPerEpoch)
    state.optimizer.step(
      network.parameters, along: network.parameterGradients,
      scale: clippingFactor(norm: norm, limit: plan.gradientNormLimit), pool: pool, instructionSet: instructionSet)
    network.weightsChanged()
    state.samples += UInt64(count)
    state.step += 1
    state.stepsSinceStart += 1
    if let decay = plan.averageDecay { averageWeights(decay: decay) }
    return value
  }

  private func averageWeights(decay: Double) {
    if state.stepsSinceStart <= 1 || state.averageWeights.count != network.parameters.count {
      state.averageWeights = weights
      return
    }
    let keep = MovingAverage.Rule.trailing(decay: decay).keep(update: state.stepsSinceStart - 1)
    MovingAverage.update(
      &state.averageWeights, with: network.parameters, keep: keep, pool: pool, instructionSet: instructionSet)
  }

  /// The weights that are validated and kept: the moving average, where there is one.
  var judgedWeights: [Float] { state.averageWeights.isEmpty ? weights : state.averageWeights }

  /// The plan's loss; while warming up its gradient has cross-entropy's added, which never lets go of the background.
  private func lossAndGradient(imageCount: Int) -> Double {
    let logits = UnsafeBufferPointer(network.logits)
    let gradients = network.logitGradients
    let value = evaluate(loss, imageCount, logits, target, lossWeights, gradients)
    if isWarmingUp, loss as? BinaryCrossEntropy == nil {
      warmUpGradient.withUnsafeMutableBufferPointer { extra in
        let part = UnsafeMutableBufferPointer(rebasing: extra[0..<gradients.count])
        _ = evaluate(BinaryCrossEntropy(), imageCount, logits, target, [], part)
        for i in gradients.indices { gradients[i] += part[i] }
      }
    }
    return value
  }

  /// The loss of the first images of a batch; the target and the weights may hold more.
  private func evaluate(
    _ loss: any LossFunction, _ imageCount: Int, _ logits: UnsafeBufferPointer<Float>, _ target: [Float],
    _ weights: [Float], _ gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    target.withUnsafeBufferPointer { target in
      weights.withUnsafeBufferPointer { weights in
        batchLoss.value(
          of: loss, imageCount: imageCount, logits: logits, target: target, weights: weights, gradient: gradient)
      }
    }
  }

  /// What the weights at hand do on the slices that were left out.
  struct Validation {
    var loss: Double
    /// Dice of p >= 0.5 against T, over all pixels of all slices.
    var dice: Double
    /// Pixels with p >= 0.5.
    var positives: Int
  }

  func validate() -> Validation {
    let network = sliceNetwork
    let trained = weights
    _ = network.parameters.update(fromContentsOf: judgedWeights)
    network.weightsChanged()
    defer { if wholeSliceNetwork == nil { load(trained) } }
    let pixels = network.pixelsPerImage
    let writer = SampleWriter(
      store: store, width: network.width, height: network.height, weighting: plan.weighting)
    let unchanged = Augmentation(width: store.width, height: store.height)
    var target = [Float](repeating: 0, count: network.capacity * pixels)
    var lossWeights = [Float](repeating: 0, count: plan.weighting == .none ? 0 : target.count)
    var overlap = 0
    var predicted = 0
    var wanted = 0
    var lossSum = 0.0
    for start in stride(from: 0, to: store.validation.count, by: network.capacity) {
      let slices = store.validation[start..<min(store.validation.count, start + network.capacity)]
      target.withUnsafeMutableBufferPointer { target in
        lossWeights.withUnsafeMutableBufferPointer { weights in
          pool.run(slices.count) { item, _ in
            writer.write(
              slices[slices.startIndex + item], unchanged, input: network.input(image: item),
              target: target.image(item, pixels: pixels), weights: weights.image(item, pixels: pixels))
          }
        }
      }
      network.forward(imageCount: slices.count)
      let logits = network.logits
      let batchLoss = evaluate(
        loss, slices.count, UnsafeBufferPointer(logits), target, lossWeights,
        UnsafeMutableBufferPointer(start: nil, count: 0))
      lossSum += Double(slices.count) * batchLoss
      for (item, slice) in slices.enumerated() {
        slice.classes.withUnsafeBufferPointer { classes in
          for pixel in classes.indices where classes[pixel] != 0 {
            let isLesion = classes[pixel] == TrainingSlice.expert
            // p >= 0.5 where the logit is not negative.
            let isPredicted = logits[item * pixels + pixel] >= 0
            if isLesion { wanted += 1 }
            if isPredicted { predicted += 1 }
            if isLesion && isPredicted { overlap += 1 }
          }
        }
      }
    }
    let sum = predicted + wanted
    return Validation(
      loss: lossSum / Double(store.validation.count), dice: sum == 0 ? 1 : Double(2 * overlap) / Double(sum),
      positives: predicted)
  }
}

extension UnsafeMutableBufferPointer {
  /// One image of a run of images, or nothing of nothing.
  fileprivate func image(_ number: Int, pixels: Int) -> UnsafeMutableBufferPointer {
    isEmpty ? self : UnsafeMutableBufferPointer(rebasing: self[number * pixels..<(number + 1) * pixels])
  }
}
