internal import VolumeModel

extension TrainingSession {
  /// What the judged weights do on the slices that were left out.
  struct Validation {
    var loss: Double
    /// Dice of p >= 0.5 against T, over all pixels of all slices and all annotations that are learned from.
    var dice: Double
    /// Pixels with p >= 0.5.
    var positives: Int
  }

  func validate() -> Validation {
    withJudgedWeights { validate($0) }
  }

  /// Calls `body` with the prediction of whole slices by the judged weights; the weights in training stay.
  func withJudgedWeights<Result>(_ body: (MeanPrediction) -> Result) -> Result {
    let network = sliceNetwork
    let trained = weights
    let prediction = MeanPrediction(network: network, members: judgedMembers)
    defer { if network === self.network { load(trained) } }
    return body(prediction)
  }

  private func validate(_ prediction: MeanPrediction) -> Validation {
    let network = prediction.network
    let pixels = network.pixelsPerImage
    var batch = SampleBatch(
      capacity: network.capacity, pixelsPerImage: pixels, isWeighted: plan.weighting != .none)
    var overlap = 0
    var predicted = 0
    var annotated = 0
    var lossSum = 0.0
    for start in stride(from: 0, to: store.validation.count, by: network.capacity) {
      let slices = Array(store.validation[start..<min(store.validation.count, start + network.capacity)])
      draw.drawUnchanged(slices, of: store, into: network, &batch)
      prediction.forward(imageCount: slices.count)
      let logits = network.logits
      let batchLoss = evaluate(
        loss, batch, UnsafeBufferPointer(logits), UnsafeMutableBufferPointer(start: nil, count: 0))
      lossSum += Double(slices.count) * batchLoss
      for (item, slice) in slices.enumerated() {
        for classes in slice.annotations {
          for pixel in classes.indices where classes[pixel] != 0 {
            let isLesion = classes[pixel] == TrainingSlice.expert
            // p >= 0.5 where the logit is not negative.
            let isPredicted = logits[item * pixels + pixel] >= 0
            if isLesion { annotated += 1 }
            if isPredicted { predicted += 1 }
            if isLesion && isPredicted { overlap += 1 }
          }
        }
      }
    }
    let sum = predicted + annotated
    return Validation(
      loss: lossSum / Double(store.validation.count), dice: sum == 0 ? 1 : Double(2 * overlap) / Double(sum),
      positives: predicted)
  }
}
