package import Segmenter
package import VolumeModel
package import Pictures
package import TerminalIO

/// Everything the screen depends on. It changes only in ``update(_:)``, and ``view()`` draws it without side
/// effects.
package struct Session: Sendable {
  // What is looked at.
  package let caseName: String
  package var information: [String]
  package let grid: VoxelGrid
  package let brain: Mask
  /// The brain's box with a small margin: the default crop.
  package let crop: VoxelBox
  package var channels: [Channel]
  package let raters: [RaterMask]
  /// Masks beyond the two raters', as they arrive.
  package var furtherMasks: [RaterMask] = []
  package var furtherContent: FurtherContent = .union
  /// The mask of the further layer; nil until it is shown.
  package var furtherMask: Mask?
  /// Where the mean of the raters is a half.
  var furtherHalf: Mask?
  /// What was perturbed last.
  var noiseOrigin: PerturbedMask?
  package internal(set) var heat: HeatContent = .entropy
  /// What a training tells of every pixel of this case; nil before one did.
  package internal(set) var pixelMaps: PixelMaps?
  package let maskNames: MaskNames
  package let comparesVisits: Bool
  /// Whether the raters' names and order are hidden.
  package let isBlindReview: Bool
  /// Whether a prediction stays hidden until the verdict on the case is stored.
  package internal(set) var hidesPrediction = false
  /// The prediction that is hidden so far.
  private var hiddenPrediction: Prediction?

  /// The words that name the case on a command line.
  package var caseWords: [String]
  /// The view and theme that the case opens with when nobody asks for another.
  package var openingView = SavedView()
  package var openingTheme = ""
  /// A channel, with its window, that is shown as soon as its image is there.
  var awaitedView: SavedView?

  // How it is looked at.
  package var screen = ScreenSize(width: 120, height: 40)
  package var display: DisplayProfile
  package var theme: Theme
  package var keyMap: KeyMap
  package var plane: Plane = .axial
  package var convention: SliceGeometry.Convention = .radiological
  package var sagittalNose: SliceGeometry.Nose = .left
  /// The crosshair, in voxels; the slice shown passes through it.
  package var cursor: SIMD3<Int>
  package var channel = 0
  package var zoom = 1.0
  /// Where the view is centred, in voxels; nil is the middle of the crop.
  package var viewCentre: SIMD3<Double>?
  package var arrangement: Arrangement = .single
  /// What split and blink compare; nil is the natural pair of the case.
  package var comparedPair: ComparedPair?
  package var blink: Blink?
  /// Whether the marks show who drew what, region by region, in place of layers.
  package var mapsDisagreement = false
  package var isInterpolated = false
  package var showsColourBar = false
  package var showsCrosshair = true
  package var showsPanel: Bool?
  package var showsHints = true
  /// The themes to choose from: those of the program and the user's own.
  package var themes: [Theme] = []
  package var layers = LayerStack()
  package var mode: Mode = .browse
  package var prompt = Prompt()
  /// Keys that began a sequence such as `gg` and wait for the next one.
  package var pendingKeys: [Key] = []
  /// Earlier lines of the `:` line, oldest first.
  package var history: [String] = []
  /// What the theme chooser goes back to.
  package var themeBefore: Theme?
  package var pointerPress: PointerPress?
  package var jumps = JumpList()
  package var ruler: Ruler?
  package var note: OpenNote?
  package var scroll = 0
  package var message: StatusMessage?
  /// Steps of grey with 24-bit colour; fewer while a key is held on a slow line.
  package var greyLevels = 256
  package var meter = FrameMeter()
  /// Nil where nothing is drawn to a terminal.
  package var terminalReport: TerminalReport?
  var hasHintedCompression = false

  // What is tuned, and what follows from it.
  package var tuning = Tuning()
  package var growth: SoftMaskGrowth?
  package var softMask: SoftMask?
  package var histogram: FlairHistogram?
  package var prediction: Prediction?
  package var readings = Readings()
  package var findings: [Finding] = []
  package var finding: Int?

  // What the reviewer decides.
  package var desk: ReviewDesk
  /// Whether keys came faster than a hand types, as pasted text does: they decide nothing.
  package var isBurst = false

  // The cases of the sitting; nil when there is one.
  package var workList: WorkList?
  /// The line chosen in the open case list.
  package var caseChoice = 0

  // What trained weights propose to change.
  package internal(set) var relabelling: RelabelReview?
  package internal(set) var isRelabelling = false
  var relabelProgress = 0.0

  // The model.
  package var training = TrainingProgress()
  package var isPredicting = false
  package var predictionProgress = 0.0
  package var hasWeights = false
  package var scores: ScoreTable?
  package var isScoring = false

  /// What keys act on.
  package enum Mode: Sendable, Hashable {
    case browse
    case moveCursor
    case window
    case prompt
    case help
    case information
    case scores
    case cases
    case lesions
    case lesionClass
    case relabelling
    case edit
    case terminal
    case themes
    case note
  }
}

extension Session {
  /// Takes a prediction, out of sight in a blind review.
  mutating func receive(_ new: Prediction) {
    if hidesPrediction { hiddenPrediction = new } else { prediction = new }
  }

  /// Ends the blindness to the prediction, once the verdict on the case is stored.
  package mutating func revealPrediction() {
    guard hidesPrediction else { return }
    hidesPrediction = false
    if let hidden = hiddenPrediction {
      hiddenPrediction = nil
      prediction = hidden
      tuning.binarisation = hidden.threshold
      rethreshold()
    }
  }
}

/// One image of the case with its own window.
package struct Channel: Sendable {
  package let role: String
  package let image: Volume<Float>
  package let automaticWindow: IntensityWindow
  let wholeRange: IntensityWindow
  package var window: IntensityWindow

  package init(role: String, image: Volume<Float>, brain: Mask) {
    self.role = role
    self.image = image
    let histogram = IntensityHistogram(of: image, inside: brain, bins: 4096)
    automaticWindow = .automatic(for: histogram)
    wholeRange = histogram.total > 0 ? IntensityWindow(low: histogram.lowest, high: histogram.highest) : automaticWindow
    window = automaticWindow
  }
}

extension Channel {
  package func window(for preset: WindowPreset) -> IntensityWindow {
    switch preset {
    case .automatic: automaticWindow
    case .narrow: IntensityWindow(low: automaticWindow.level, high: automaticWindow.high)
    case .whole: wholeRange
    }
  }
}

/// The size of the screen in cells.
package struct ScreenSize: Sendable, Hashable {
  package let width: Int
  package let height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

/// A line of feedback below the picture.
package struct StatusMessage: Sendable, Hashable {
  package let text: String
  package let isWarning: Bool

  package static func note(_ text: String) -> StatusMessage { StatusMessage(text: text, isWarning: false) }
  package static func warning(_ text: String) -> StatusMessage { StatusMessage(text: text, isWarning: true) }
}

/// A probability map and the mask that follows from it at the present threshold.
package struct Prediction: Sendable {
  package let source: String
  package let probability: Volume<Float>
  package let levels: ProbabilityLevels
  package let softDice: SoftDiceOfPrediction
  /// The threshold that came with the map: chosen on the training slices, or 0.5.
  package let threshold: Double
  package var mask: Mask

  package init(source: String, probability: Volume<Float>, threshold: Double) {
    self.threshold = threshold
    self.source = source
    self.probability = probability
    levels = ProbabilityLevels(probability)
    softDice = SoftDiceOfPrediction(probability: probability)
    mask = levels.prediction(threshold: threshold)
  }
}

/// Full metrics of the prediction against each rater and of the raters against each other.
package struct ScoreTable: Sendable {
  package struct Row: Sendable {
    package let title: String
    package let report: AgreementReport

    package init(title: String, report: AgreementReport) {
      self.title = title
      self.report = report
    }
  }

  package let rows: [Row]
  package let threshold: Double

  package init(rows: [Row], threshold: Double) {
    self.rows = rows
    self.threshold = threshold
  }
}
