extension MethodSettings {
  /// Bytes of the networks and buffers that a method has beside the plain run's.
  func bytes(_ plan: TrainingPlan, width: Int, height: Int, batchSize: Int) -> Int {
    switch name {
    // The run at the end of the epoch before, what relabels, and double sums of a few slices. Mean and uncertainty of every
    // slice come with the slices.
    case .relabelling: plan.architecture.parameterCount * 4 * 7 + 4 * width * height * 40
    case .imageReweighting, .pixelReweighting, .metaWeightNet, .corruptedPixelMining:
      bilevel.bytes(plan, width: width, height: height, batchSize: batchSize)
    case .pixelDistillation, .imageDistillation, .distillation, .meanTeacher:
      // The teacher; trust, or a second gradient; trusted targets and weights.
      PerturbedTeacher.bytes(
        of: plan.architecture, width: width, height: height, batchSize: batchSize, workerCount: plan.threads)
        + batchSize * width * height * 12
    case .coTeaching: SmallLossTeaching.bytes(plan, count: 2, width: width, height: height, batchSize: batchSize)
    case .triNetwork: SmallLossTeaching.bytes(plan, count: 3, width: width, height: height, batchSize: batchSize)
    case .pickAndLearn:
      QualityNetwork.bytes(
        plan.architecture, width: width, height: height, batchSize: batchSize, workerCount: plan.threads)
    case .plain, .trustedOnly: 0
    }
  }
}
