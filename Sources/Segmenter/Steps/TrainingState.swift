/// Everything that changes while a run continues; a checkpoint is this, written down.
struct TrainingState: Sendable {
  /// The epoch at work, counted from 0, and the steps of it that are done.
  var epoch = 0
  var stepInEpoch = 0
  /// Steps of the whole run; numbers the samples of the augmentation.
  var step = 0
  /// Samples drawn so far.
  var samples: UInt64 = 0
  /// Sum of this epoch's losses.
  var lossSum = 0.0
  /// Steps since the start or since the last restart after a collapse.
  var stepsSinceStart = 0
  var restarts = 0
  var elapsedSeconds = 0.0
  /// The largest validation Dice so far, whichever weights are kept, and its epoch, counted from 1: what patience looks at.
  var highestDice = -1.0
  var highestEpoch = 0
  /// Of the weights that are kept.
  var bestDice = -1.0
  /// Counted from 1; 0 while there is none.
  var bestEpoch = 0
  var bestWeights: [Float] = []
  /// Those of the method's further networks, of the same epoch.
  var bestMembers: [[Float]] = []
  /// The moving average of the weights; empty when the plan wants none, and before the first step.
  var averageWeights: [Float] = []
  var optimizer: any Optimizer
  /// As of the moment the state was taken for a checkpoint.
  var method = MethodMemory()
}
