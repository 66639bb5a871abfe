extension TrainingPlan {
  /// Says what about the plan cannot work, before anything is read or written.
  public func check() throws(TrainingError) {
    do {
      try architecture.validate()
    } catch {
      throw TrainingError(error)
    }
    guard batchSize >= 1, batchSize <= 256 else { throw .plan("a batch of \(batchSize) slices; 1 to 256 are possible") }
    guard seed <= UInt64(Int64.max) else { throw .plan("a seed of \(seed); it must fit a TOML number, below 2^63") }
    guard threads >= 1 else { throw .plan("\(threads) threads; at least 1 is needed") }
    try optimizer.check()
    try schedule.check()
    try lossParameters?.check(loss)
    if let gradientNormLimit, !(gradientNormLimit > 0 && gradientNormLimit.isFinite) {
      throw .plan("gradients clipped at a norm of \(gradientNormLimit); above 0 is possible, and 0 clips none")
    }
    try method.check()
    try method.name.details.check(self)
    try architecture.kind.check(self)
    try checkRaterUse()
    guard (divergenceWeight ?? 1) >= 0, (divergenceWeight ?? 1).isFinite else {
      throw .plan("a divergence weighed by \(divergenceWeight ?? 0); 0 or more is possible")
    }
    if let emptySliceFraction, !(0...10).contains(emptySliceFraction) {
      throw .plan("empty slices as \(emptySliceFraction) of the lesion slices; 0 to 10 is possible")
    }
    guard validationFraction > 0, validationFraction < 1 else {
      throw .plan("a validation fraction of \(validationFraction)")
    }
    guard (0...180).contains(rotationDegrees) else { throw .plan("rotations by \(rotationDegrees) degrees") }
    guard (cropSize ?? 32) >= 16 else { throw .plan("crops of \(cropSize ?? 0) pixels; at least 16 are needed") }
    guard epochs != nil || budgetSeconds != nil || patience != nil else {
      throw .plan("it never ends: give epochs, a budget or a patience")
    }
    guard (patience ?? 1) > 0 else { throw .plan("a patience of \(patience ?? 0) epochs; at least 1 is needed") }
    guard (epochs ?? 1) > 0 else { throw .plan("\(epochs ?? 0) epochs; at least 1 is needed") }
    guard (budgetSeconds ?? 1) > 0 else { throw .plan("a budget of \(budgetSeconds ?? 0) seconds") }
    guard imageRoles.count == architecture.inputChannels else {
      throw .plan("\(imageRoles.count) image roles for \(architecture.inputChannels) channels")
    }
  }
}
