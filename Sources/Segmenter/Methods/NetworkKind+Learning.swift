internal import VolumeModel

extension NetworkKind {
  /// How networks of this kind learn where they need a loss of their own; nil learns as the plan's method says.
  var makeLearning: (@Sendable (any MethodContext) -> any LearningMethod)? {
    switch self {
    case .unet, .fewShot: nil
    case .probabilistic, .phiseg: { EvidenceBound(for: $0) }
    case .u2net: { _ in DeepSupervision() }
    case .vnet: { _ in PlainLearning() }
    }
  }

  /// The loss that validation reports, where the network has one of its own; nil leaves it to the method.
  public var usualLoss: LossName? { drawsSamples ? .crossEntropy : nil }

  /// Slices a step, or blocks of them, where nothing else is said.
  public var usualBatchSize: Int { seesBlocks ? 2 : 8 }

  /// Side of square crops where nothing else is said; nil for whole slices. Whole slices of a block take gigabytes.
  public func usualCropSize(_ other: Int?) -> Int? { seesBlocks ? 64 : other }

  /// What blocks of slices are changed by.
  private static var augmentationsOfBlocks: String {
    AugmentationName.allCases.filter { $0 != .lesions }.map(\.rawValue).joined(separator: ",")
  }

  /// Says what about a plan cannot work with this kind of network.
  func check(_ plan: TrainingPlan) throws(TrainingError) {
    let needed = plan.method.name.details.neededNetwork
    guard needed == nil || needed == self else {
      throw .plan("--method \(plan.method.name.rawValue) has a network of its own; train without --network and --init")
    }
    guard self != .fewShot || needed == self else {
      throw .plan("--network \(rawValue) is that of --method \(MethodName.fewShotGAN.rawValue); train with it")
    }
    guard makeLearning != nil else { return }
    guard plan.method.name == .plain else {
      throw .plan(
        "--network \(rawValue) learns in a way of its own; train without --method \(plan.method.name.rawValue), or with "
          + "it and --network unet")
    }
    guard !seesBlocks || plan.augmentations?.contains(.lesions) != true else {
      throw .plan(
        "--augment lesions copies them from slice to slice, and --network \(rawValue) sees blocks; "
          + "train with --augment \(Self.augmentationsOfBlocks)")
    }
    guard usualLoss == nil || plan.loss == usualLoss else {
      throw .plan("--network \(rawValue) has a loss of its own, cross-entropy among it; train without --loss")
    }
  }
}

extension TrainingPlan {
  /// Sets what a kind of network is used with: one that draws samples learns every rater's mask as it was drawn.
  public mutating func useDefaultsOfNetwork() {
    guard architecture.kind.drawsSamples else { return }
    raterUse = raterUse ?? .random
    softMask = SoftMaskParameters(size: 1, label: 0)
  }

  /// Takes another kind of network than a U-Net, with samples of the size that it is used with.
  mutating func use(_ kind: NetworkKind) {
    architecture.kind = kind
    architecture.dropout = nil
    guard kind.seesBlocks else { return }
    batchSize = kind.usualBatchSize
    cropSize = kind.usualCropSize(cropSize)
  }

  /// The method of a run's steps.
  func makeMethod(for context: any MethodContext) -> any LearningMethod {
    (architecture.kind.makeLearning ?? method.name.details.makeMethod)(context)
  }
}
