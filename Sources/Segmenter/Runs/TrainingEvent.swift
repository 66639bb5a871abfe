/// What a run reports while it works; delivered on the training thread, in order.
public enum TrainingEvent: Sendable, Hashable {
  /// Data and memory are ready; the first step follows.
  case prepared(PreparedRecord)
  /// One step of the optimiser is done.
  case step(StepRecord)
  /// One pass over the training slices and the validation after it are done.
  case epoch(EpochRecord)
  /// What the weights at hand make of every pixel of a case; only where asked for, see ``TrainingRun``.
  case maps(PixelMaps)
  /// Something worth saying, e.g. that a collapse was caught and the run restarted.
  case note(String)
  /// The end, with weights kept.
  case finished(TrainingSummary)
  /// The end, in one sentence; `TrainingRun.wait()` throws the same error.
  case failed(String)
}

/// What is trained on.
public struct PreparedRecord: Sendable, Hashable, Codable {
  /// Slices that are trained on, or blocks of them.
  public var trainingSlices: Int
  /// Slices that validation holds out.
  public var validationSlices: Int
  /// The patients that validation holds out; empty where it holds out slices of patients that are trained on, nil in
  /// records of earlier versions.
  public var heldOutPatients: [String]?
  /// Slices whose annotation is trusted; 0 where the method has no use for them.
  public var trustedSlices: Int
  /// Training slices without a lesion.
  public var emptySlices: Int
  /// Scalars of the network.
  public var parameters: Int
  /// Width and height of what the network sees.
  public var sliceWidth: Int
  /// In pixels.
  public var sliceHeight: Int
  /// Batches that the training slices are cut into.
  public var stepsPerEpoch: Int
  /// Memory of the engine and the slices, known before the first step.
  public var memoryBytes: Int
  /// Slices of a block, where the network sees several at once; the counts are then those of blocks.
  public var blockSlices: Int?

  private enum CodingKeys: String, CodingKey {
    case parameters
    case trainingSlices = "training_slices"
    case validationSlices = "validation_slices"
    case trustedSlices = "trusted_slices"
    case emptySlices = "empty_slices"
    case heldOutPatients = "held_out_patients"
    case sliceWidth = "slice_width"
    case sliceHeight = "slice_height"
    case stepsPerEpoch = "steps_per_epoch"
    case memoryBytes = "memory_bytes"
    case blockSlices = "block_slices"
  }
}

/// One step.
public struct StepRecord: Sendable, Hashable, Codable {
  /// Counted from 1 over the whole run.
  public var step: Int
  /// Counted from 1.
  public var epoch: Int
  /// Of the batch.
  public var loss: Double
  /// Seconds of the run so far, without interruptions.
  public var elapsedSeconds: Double

  package init(step: Int, epoch: Int, loss: Double, elapsedSeconds: Double) {
    self.step = step
    self.epoch = epoch
    self.loss = loss
    self.elapsedSeconds = elapsedSeconds
  }

  private enum CodingKeys: String, CodingKey {
    case step, epoch, loss
    case elapsedSeconds = "elapsed_seconds"
  }
}

/// One epoch; a row of `metrics.csv`.
public struct EpochRecord: Sendable, Hashable, Codable {
  /// Counted from 1.
  public var epoch: Int
  /// Mean training loss of the epoch's steps.
  public var loss: Double
  /// Mean loss over the validation slices.
  public var validationLoss: Double
  /// Dice of p >= 0.5 against T over all validation slices.
  public var validationDice: Double
  /// The validation Dice of the weights that are kept: the highest so far, or the last.
  public var bestDice: Double
  /// The epoch whose weights those are, counted from 1.
  public var bestEpoch: Int
  /// Training slices a second.
  public var slicesPerSecond: Double
  /// Seconds of the run so far, without interruptions.
  public var elapsedSeconds: Double
  /// Estimated from the plan's epochs or budget; nil when only the patience ends the run.
  public var secondsLeft: Double?
  /// How far the uncertainty of the training slices changed since the epoch before, relative to what it was; nil for methods
  /// that do not ask for it. Not in `metrics.csv`.
  public var uncertaintyChange: Double?

  package init(
    epoch: Int, loss: Double, validationLoss: Double, validationDice: Double, bestDice: Double, bestEpoch: Int,
    slicesPerSecond: Double, elapsedSeconds: Double, secondsLeft: Double? = nil, uncertaintyChange: Double? = nil
  ) {
    self.epoch = epoch
    self.loss = loss
    self.validationLoss = validationLoss
    self.validationDice = validationDice
    self.bestDice = bestDice
    self.bestEpoch = bestEpoch
    self.slicesPerSecond = slicesPerSecond
    self.elapsedSeconds = elapsedSeconds
    self.secondsLeft = secondsLeft
    self.uncertaintyChange = uncertaintyChange
  }

  private enum CodingKeys: String, CodingKey {
    case epoch, loss
    case validationLoss = "validation_loss"
    case validationDice = "validation_dice"
    case bestDice = "best_dice"
    case bestEpoch = "best_epoch"
    case slicesPerSecond = "slices_per_second"
    case elapsedSeconds = "elapsed_seconds"
    case secondsLeft = "seconds_left"
    case uncertaintyChange = "uncertainty_change"
  }
}

/// Why a run ended.
public enum TrainingEnd: String, Sendable, Hashable, Codable {
  case epochsDone = "epochs"
  case budgetSpent = "budget"
  case patienceSpent = "patience"
  case stopped
  /// The loss or the gradient was no longer finite; the best weights before that are kept.
  case notFinite = "not-finite"

  /// For people: "stopped on request".
  public var sentence: String {
    switch self {
    case .epochsDone: "all epochs are done"
    case .budgetSpent: "the time is up"
    case .patienceSpent: "the validation Dice has not risen for long enough"
    case .stopped: "stopped on request"
    case .notFinite: "the loss was no longer finite"
    }
  }
}

/// The end of a run; `summary.json`.
public struct TrainingSummary: Sendable, Hashable, Codable {
  /// Why the run ended.
  public var endedBy: TrainingEnd
  /// Epochs done.
  public var epochs: Int
  /// Steps done.
  public var steps: Int
  /// The epoch whose weights are kept, counted from 1.
  public var bestEpoch: Int
  /// Their validation Dice.
  public var bestDice: Double
  /// The probability from which a voxel is lesion.
  public var binarisationThreshold: Double
  /// Seconds of the run so far, without interruptions.
  public var elapsedSeconds: Double
  /// Training slices a second.
  public var slicesPerSecond: Double
  /// Slices that are trained on.
  public var trainingSlices: Int
  /// Slices that validation holds out.
  public var validationSlices: Int
  /// Of whom the Dice is: the patients that validation holds out; empty where it holds out slices of patients that are
  /// trained on, nil in summaries of earlier versions.
  public var heldOutPatients: [String]?
  /// Empty when the run was stopped.
  public var raters: [RaterScore]

  private enum CodingKeys: String, CodingKey {
    case epochs, steps, raters
    case endedBy = "ended_by"
    case bestEpoch = "best_epoch"
    case bestDice = "best_dice"
    case binarisationThreshold = "binarisation_threshold"
    case elapsedSeconds = "elapsed_seconds"
    case slicesPerSecond = "slices_per_second"
    case trainingSlices = "training_slices"
    case validationSlices = "validation_slices"
    case heldOutPatients = "held_out_patients"
  }
}
