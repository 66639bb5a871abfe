package import VolumeModel
package import Pictures

extension Session {
  /// A session that opens a loaded case on the slice with the largest disagreement, or the largest lesion, or the middle
  /// of the brain.
  package init(
    review: ReviewCase, display: DisplayProfile, theme: Theme, keyMap: KeyMap = .standard, hasWeights: Bool = false
  ) {
    caseName = review.name
    caseWords = ["view"] + review.files.flags
    information = Self.describe(review)
    grid = review.grid
    brain = review.brain
    crop = Self.crop(around: review.brain)
    channels = [Channel(role: "FLAIR", image: review.flair.volume, brain: review.brain)]
    channels += review.images.map { Channel(role: $0.role, image: $0.image.volume, brain: review.brain) }
    raters = review.raters
    maskNames = MaskNames(of: review)
    comparesVisits = review.comparesVisits
    hidesPrediction = review.isBlinded
    isBlindReview = review.isBlinded
    self.display = display
    self.theme = theme
    themes = [theme]
    self.keyMap = keyMap
    self.hasWeights = hasWeights
    cursor = (crop.lower &+ crop.upper) / 2
    let masks = review.raters.map(\.mask)
    desk = ReviewDesk(
      raters: masks, grid: review.grid,
      hasSwappedRaters: review.isBlinded && review.files.raters.first?.path != review.raters.first?.path,
      undecided: review.usualPolicy)
    if masks.count > 1 {
      findings = Finding.disagreements(masks[0], masks[1])
    }
    if findings.isEmpty, let first = masks.first { findings = Finding.lesions(first) }
    if let first = findings.first {
      cursor = voxelToShow(first.region)
    }
    if let probability = review.prediction {
      receive(Prediction(source: "from file", probability: probability, threshold: tuning.binarisation))
    }
    refreshReadings()
  }

  /// The brain's box with a margin of 3 mm; the whole image where there is no brain.
  private static func crop(around brain: Mask) -> VoxelBox {
    guard let box = brain.boundingBox else { return VoxelBox(lower: .zero, upper: brain.grid.shape) }
    return box.padded(byMM: 3, in: brain.grid)
  }
}
