/// How a run learns: what one step does with the batch that the session has drawn into its network.
///
/// Whatever a step needs is made in a method's initialiser; a step allocates nothing.
protocol LearningMethod: AnyObject {
  /// One step on the session's batch, whose images lie in its network; no pass has been made yet.
  /// - Returns: the loss, or nil when it or the gradient is no number; the weights are then as before.
  func step(_ session: TrainingSession) -> Double?

  /// After the steps of an epoch, before it is validated.
  /// - Returns: sentences for the log.
  func endEpoch(_ session: TrainingSession) -> [String]

  /// What the method makes of the batch that was just passed forward through the session's network, for people to look
  /// at; image after image, one number a pixel. Changes nothing that training depends on.
  func pixelMaps(_ session: TrainingSession) -> [PixelMapKind: [Float]]

  /// What the method knows beyond the session's network and optimiser. A checkpoint stores it, so that a run goes on to
  /// the same bits.
  var memory: MethodMemory { get set }

  /// The weights of further networks that predict together with the session's, as they are validated and kept: the
  /// prediction is the mean of all probabilities. Default: none.
  var members: [[Float]] { get }
}

extension LearningMethod {
  func endEpoch(_ session: TrainingSession) -> [String] { [] }

  func pixelMaps(_ session: TrainingSession) -> [PixelMapKind: [Float]] { [:] }

  var members: [[Float]] { [] }

  var memory: MethodMemory {
    get { MethodMemory() }
    set {}
  }
}

/// The state of a method between steps.
struct MethodMemory: Sendable, Hashable {
  var numbers: [String: Int64] = [:]
  /// Weights of other networks, moments of other optimisers.
  var slabs: [String: [Float]] = [:]
}

extension MethodName {
  /// The method at its first step.
  func method(for session: TrainingSession) -> any LearningMethod {
    switch self {
    case .relabelling: RelabelLearning(session)
    case .imageReweighting, .pixelReweighting, .metaWeightNet, .corruptedPixelMining: BilevelLearning(session)
    case .pixelDistillation: LabelDistillation(.pixel, for: session)
    case .imageDistillation: LabelDistillation(.slice, for: session)
    case .distillation: LabelDistillation(.both, for: session)
    case .meanTeacher: UncertaintyAwareMeanTeacher(for: session)
    case .coTeaching: SmallLossTeaching(count: 2, for: session)
    case .triNetwork: SmallLossTeaching(count: 3, for: session)
    case .pickAndLearn: PickAndLearn(for: session)
    case .plain, .trustedOnly: PlainLearning()
    }
  }
}
