package import Pictures
package import Segmenter
package import VolumeModel

/// The case that is looked at: its images and masks, and what follows from them. Opening another case replaces it.
package struct ScanState: Sendable {
  package let name: String
  /// The words that name the case on a command line.
  package internal(set) var words: [String]
  /// Files, grid and notes, a line each: what `H` shows.
  package internal(set) var information: [String]
  package let grid: VoxelGrid
  /// The brain, where it comes from, and what is doubtful about it.
  package let brainMask: BrainMask
  package var brain: Mask { brainMask.mask }
  /// The brain's box with a small margin: what a picture shows at zoom 1.
  package let crop: VoxelBox
  /// The images, FLAIR first, as far as they are read.
  package internal(set) var channels: [Channel]
  /// The roles of all images, FLAIR first, read or not yet.
  let imageRoles: [String]
  package let raters: [RaterMask]
  /// Files that were written, replaced or removed since they were read.
  package internal(set) var changedFiles: [String] = []
  /// Of three raters and more each against what most of the others drew; see ``RaterConsensus``.
  package let againstOthers: [OverlapCounts]
  package let maskNames: MaskNames
  package let comparesVisits: Bool
  /// Whether the raters' names and order are hidden.
  package let isBlindReview: Bool

  /// Masks that are nobody's reading of this case (`--mask`, noise), in the order in which they arrive.
  package internal(set) var otherMasks: [RaterMask] = []
  /// Which of the overlays that share a place was chosen, by place.
  package internal(set) var overlayChoices: [OverlayID: OverlayID] = [:]
  /// What the place of the consensus shows.
  package internal(set) var consensus = ShownConsensus()
  /// Whether the soft mask comes back when the maps of the raters go.
  var isSoftMaskUnderMap = false
  /// The mask that noise was made on last.
  var noiseOrigin: PerturbedMask?

  /// The weights of a loss; nil before somebody asked for them.
  package internal(set) var lossWeights: ShownWeights?
  /// What a training says about every pixel of this case; nil before one did.
  package internal(set) var pixelMaps: PixelMaps?
  /// Plausible annotations that a network drew; nil before somebody asked for them.
  package internal(set) var samples: DrawnSamples?

  package internal(set) var growth: SoftMaskGrowth?
  package internal(set) var softMask: SoftMask?
  package internal(set) var histogram: FlairHistogram?
  package internal(set) var prediction: Prediction?
  /// Whether a prediction stays hidden until the verdict on the case is stored.
  package internal(set) var hidesPrediction: Bool
  /// The prediction that is hidden so far.
  var hiddenPrediction: Prediction?
  package internal(set) var readings = Readings()
  package internal(set) var findings: [Finding] = []

  /// The view that the case opens with when nobody asks for another.
  package internal(set) var openingView = SavedView()
  /// An image that is shown as soon as it is read.
  var awaitedChannel: AwaitedChannel?
}

/// An image that was asked for before it was read.
struct AwaitedChannel {
  let role: String
  /// The window to show it in; its own where none was asked for.
  var window: IntensityWindow?
}

extension ScanState {
  /// What arrives from outside about the case alone.
  mutating func update(_ message: ScanMessage) {
    switch message {
    case .growth(let growth): self.growth = growth
    case .channel(let channel): if !channels.contains(where: { $0.role == channel.role }) { channels.append(channel) }
    case .otherMask(let mask): otherMasks.append(mask)
    }
  }

  /// Takes a prediction, out of sight in a blind review.
  mutating func receive(_ new: Prediction) {
    if hidesPrediction { hiddenPrediction = new } else { prediction = new }
  }

  /// Ends the blindness to the prediction.
  /// - Returns: the prediction that was hidden, if there was one.
  mutating func revealPrediction() -> Prediction? {
    guard hidesPrediction else { return nil }
    hidesPrediction = false
    defer { hiddenPrediction = nil }
    if let hidden = hiddenPrediction { prediction = hidden }
    return hiddenPrediction
  }

  var raterMasks: [Mask] { raters.map(\.mask) }

  /// A rater by place, from 0; nil where the case has fewer.
  func rater(_ index: Int) -> RaterMask? { raters.indices.contains(index) ? raters[index] : nil }
}

/// What arrives from outside about a case, after its first picture.
package enum ScanMessage: Sendable {
  case growth(SoftMaskGrowth)
  case channel(Channel)
  case otherMask(RaterMask)
}
