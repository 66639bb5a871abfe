extension MethodSettings {
  /// Bytes of the networks and buffers that a method has beside the plain run's.
  func bytes(_ plan: TrainingPlan, width: Int, height: Int, batchSize: Int) -> Int {
    switch name {
    // The run at the end of the epoch before, what relabels, and double sums of a few slices. Mean and uncertainty of every
    // slice come with the slices.
    case .relabelling: plan.architecture.parameterCount * 4 * 7 + 4 * width * height * 40
    case .imageReweighting, .pixelReweighting, .metaWeightNet, .corruptedPixelMining:
      bilevel.bytes(plan, width: width, height: height, batchSize: batchSize)
    default: 0
    }
  }
}
