extension TrainingPlan {
  /// Width and height of what the network sees in training.
  func inputSize(sliceWidth: Int, sliceHeight: Int) -> (width: Int, height: Int) {
    guard let cropSize else { return (sliceWidth, sliceHeight) }
    let multiple = architecture.sliceMultiple
    let side = cropSize.dividedRoundingUp(by: multiple) * multiple
    return (min(side, sliceWidth), min(side, sliceHeight))
  }
}
