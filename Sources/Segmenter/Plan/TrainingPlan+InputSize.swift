extension TrainingPlan {
  /// Width and height, in pixels, of what the network sees in training: whole slices, or crops no larger than these.
  package func inputSize(sliceWidth: Int, sliceHeight: Int) -> (width: Int, height: Int) {
    guard let cropSize else { return (sliceWidth, sliceHeight) }
    let multiple = architecture.sliceMultiple
    // A crop may be asked for that is larger than anything that can be counted.
    let side = min(cropSize, max(sliceWidth, sliceHeight)).dividedRoundingUp(by: multiple) * multiple
    return (min(side, sliceWidth), min(side, sliceHeight))
  }
}
