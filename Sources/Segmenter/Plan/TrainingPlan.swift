public import VolumeModel

/// Everything that determines a training run; `run.toml` is this, written down.
public struct TrainingPlan: Sendable, Hashable, Codable {
  /// The shape of the network.
  public var architecture: UNetArchitecture
  /// Stop after this many epochs; nil leaves it to the budget or the patience.
  public var epochs: Int?
  /// Stop after this many seconds; nil leaves it to the epochs or the patience.
  public var budgetSeconds: Double?
  /// Stop after this many epochs without a better validation Dice; nil never does.
  public var patience: Int?
  /// The seed of all random numbers of the run.
  @SeedNumber public var seed: UInt64
  /// Worker threads, at least 1. The result does not depend on it.
  public var threads: Int
  /// Added to the niceness of the worker threads, so that a viewer beside them stays live.
  public var niceness: Int
  /// Slices a step.
  public var batchSize: Int
  /// Side of square crops, or nil for whole slices (the box of the brain, padded to what the network needs).
  public var cropSize: Int?
  /// How weights follow gradients.
  public var optimizer: OptimizerSettings
  /// How the learning rate changes.
  public var schedule: LearningRateSchedule
  /// What training makes small; some methods bring a loss of their own.
  public var loss: LossName
  /// Parameters of the loss that are not its authors'; nil, as in runs of earlier versions, when all are.
  public var lossParameters: LossParameters?
  /// What the sums of the loss run over.
  public var reduction: LossReduction
  /// How pixels are weighed in the loss, by the lesion they belong to.
  public var weighting: InverseWeighting
  /// How the run learns from annotations that may be wrong.
  public var method: MethodSettings
  /// Which weights are kept.
  public var selection: ModelSelection
  /// Fraction of the lesion slices, or of the patients, that is held out for validation.
  public var validationFraction: Double
  /// What is held out; nil for slices, as runs did that do not say so.
  public var validationUnit: ValidationUnit?
  /// How intensities are scaled; prediction repeats it.
  public var normalisation: IntensityNormalisation
  /// How images are prepared before slices are cut; nil, as in runs of earlier versions, leaves them as they are.
  public var preparation: InputPreparation?
  /// What is done to images, whether the plan says so or not.
  var usedPreparation: InputPreparation { preparation ?? .asTheyAre }
  /// How slices and crops are chosen.
  public var sampling: SampleSelection
  /// Brain slices without a lesion that are trained on too, as a fraction of the number of lesion slices; nil for none.
  /// Where annotations may have missed all lesions of a slice, no method could otherwise see that slice.
  public var emptySliceFraction: Double?
  /// Rotations are uniform within plus and minus this.
  public var rotationDegrees: Double
  /// Whether every other sample is mirrored left to right.
  public var flipsLeftRight: Bool
  /// Whether gain, shift, gamma and contrast of the images vary in training.
  public var variesIntensity: Bool
  /// Further random changes of the samples; nil, as in runs of earlier versions, for none.
  public var augmentations: [AugmentationName]?
  /// Whether prediction with the weights averages each slice with its mirror image; nil, as in runs of earlier versions,
  /// does not.
  public var averagesFlips: Bool?
  /// Whose annotation is learned from where several people drew one; nil, as in runs of earlier versions, is the first
  /// rater's.
  public var raterUse: RaterUse?
  /// Weight of the divergence in the loss of networks that draw samples; nil for the usual one.
  public var divergenceWeight: Double?
  /// Decay of the moving average of the weights, which is what is validated and kept: it swings far less from epoch to
  /// epoch than the weights themselves. Nil keeps the weights as they are.
  public var averageDecay: Double?
  /// First steps, in which cross-entropy is added to the loss: overlap losses alone sometimes collapse to background. Not the
  /// warm-up of the learning rate, which is ``LearningRateSchedule/risingSteps``.
  public var crossEntropySteps: Int
  /// The gradient's largest L2 norm; longer ones are shortened to it. Nil never does.
  public var gradientNormLimit: Double?
  /// Roles of the channels, FLAIR first.
  public var imageRoles: [String]
  /// What the cases' targets were made with, for the record.
  public var softMask: SoftMaskParameters

  /// The plan of a plain run unless something else is given.
  public init(
    architecture: UNetArchitecture = UNetArchitecture(), epochs: Int? = nil, budgetSeconds: Double? = nil,
    patience: Int? = 10, seed: UInt64 = 1, threads: Int = 2, niceness: Int = 0, batchSize: Int = 8,
    cropSize: Int? = nil, optimizer: OptimizerSettings = OptimizerSettings(),
    schedule: LearningRateSchedule = LearningRateSchedule(), loss: LossName = .softDice,
    reduction: LossReduction = .batch, weighting: InverseWeighting = .none, method: MethodSettings = MethodSettings(),
    selection: ModelSelection = .bestValidation, validationFraction: Double = 0.2,
    validationUnit: ValidationUnit? = nil,
    normalisation: IntensityNormalisation = .standard, preparation: InputPreparation? = InputPreparation(),
    sampling: SampleSelection = .slices,
    emptySliceFraction: Double? = nil, rotationDegrees: Double = 5, flipsLeftRight: Bool = true,
    variesIntensity: Bool = true,
    averageDecay: Double? = 0.98, crossEntropySteps: Int = 60, gradientNormLimit: Double? = 1,
    imageRoles: [String] = ["FLAIR"],
    softMask: SoftMaskParameters = SoftMaskParameters()
  ) {
    self.architecture = architecture
    self.epochs = epochs
    self.budgetSeconds = budgetSeconds
    self.patience = patience
    self.seed = seed
    self.threads = threads
    self.niceness = niceness
    self.batchSize = batchSize
    self.cropSize = cropSize
    self.optimizer = optimizer
    self.schedule = schedule
    self.loss = loss
    self.reduction = reduction
    self.weighting = weighting
    self.method = method
    self.selection = selection
    self.validationFraction = validationFraction
    self.validationUnit = validationUnit
    self.normalisation = normalisation
    self.preparation = preparation
    self.sampling = sampling
    self.emptySliceFraction = emptySliceFraction
    self.rotationDegrees = rotationDegrees
    self.flipsLeftRight = flipsLeftRight
    self.variesIntensity = variesIntensity
    self.averageDecay = averageDecay
    self.crossEntropySteps = crossEntropySteps
    self.gradientNormLimit = gradientNormLimit
    self.imageRoles = imageRoles
    self.softMask = softMask
  }
}
