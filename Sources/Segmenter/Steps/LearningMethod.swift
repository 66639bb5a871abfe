/// How a run learns: what one step does with the batch that has been drawn into the network.
///
/// Whatever a step needs is made when the method is made; a step allocates nothing.
protocol LearningMethod: AnyObject {
  /// One step on the batch, whose images lie in the network; no pass has been made yet.
  /// - Returns: the loss, or nil when it or the gradient is not finite; the weights are then as before.
  func step(_ context: any StepContext) -> Double?

  /// After the steps of an epoch, before it is validated.
  /// - Returns: sentences for the log.
  func endEpoch(_ context: any EpochContext) -> [String]

  /// When the run has come to its end by itself, before the best weights are judged.
  /// - Returns: sentences for the log.
  func endRun(_ context: any EpochContext) -> [String]

  /// What the method makes of the batch that was just passed forward through the network, for people to look at; image
  /// after image, one number a pixel. Changes nothing that training depends on.
  func pixelMaps(_ context: any StepContext) -> [PixelMapKind: [Float]]

  /// What the method knows beyond the run's network and optimiser. A checkpoint stores it, so that a run continues to the
  /// same bits.
  var memory: MethodMemory { get }

  /// Brings a new method to where the stored one was.
  func restore(_ memory: MethodMemory, in context: any EpochContext)

  /// What a stored memory lacks, so that a part of the method begins anew where a run continues from it: sentences for the log.
  /// Default: none.
  func lacks(_ memory: MethodMemory) -> [String]

  /// The weights of further networks that predict together with the run's, as they are validated and kept: the prediction
  /// is the mean of all probabilities. Default: none.
  var members: [[Float]] { get }

  /// How far the uncertainty of the training slices changed in the last epoch, relative to what it was before. Default: nil.
  var uncertaintyChange: Double? { get }
}

extension LearningMethod {
  func endEpoch(_ context: any EpochContext) -> [String] { [] }

  func endRun(_ context: any EpochContext) -> [String] { [] }

  func pixelMaps(_ context: any StepContext) -> [PixelMapKind: [Float]] { [:] }

  var memory: MethodMemory { MethodMemory() }

  func restore(_ memory: MethodMemory, in context: any EpochContext) {}

  func lacks(_ memory: MethodMemory) -> [String] { [] }

  var members: [[Float]] { [] }

  var uncertaintyChange: Double? { nil }
}
