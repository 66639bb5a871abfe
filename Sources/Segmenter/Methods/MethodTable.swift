extension MethodName {
  /// The row of a method.
  public var details: MethodDescription {
    switch self {
    case .plain:
      MethodDescription(.plain, title: "U-Net", summary: "every annotation is believed") { _ in PlainLearning() }
    case .trustedOnly:
      MethodDescription(
        .trustedOnly, title: "U-Net Meta", summary: "the plain network, on the trusted slices alone",
        trustedSlices: .only
      ) { _ in PlainLearning() }
    case .trustedThreshold:
      MethodDescription(
        .trustedThreshold, title: "U-Net, trusted threshold",
        summary: "every annotation is believed; trusted slices choose the threshold", trustedSlices: .setAside
      ) { _ in PlainLearning() }
    case .imageReweighting:
      .bilevel(
        .imageReweighting, title: "Ren", summary: "a slice counts as far as it helps on trusted slices", stepCost: 2.7
      ) { BilevelLearning.byGradient($0, item: .image) }
    case .pixelReweighting:
      .bilevel(
        .pixelReweighting, title: "Mirikharaji", summary: "a pixel counts as far as it helps on trusted slices",
        stepCost: 2.7
      ) { BilevelLearning.byGradient($0, item: .pixel) }
    case .metaWeightNet:
      .bilevel(
        .metaWeightNet, title: "MWNet",
        summary: "a small network learns from trusted slices which losses to believe", stepCost: 3.5
      ) { BilevelLearning.byLoss($0) }
    case .corruptedPixelMining:
      .bilevel(
        .corruptedPixelMining, title: "MCPM",
        summary: "a small network learns from trusted slices which maps of losses to believe", stepCost: 3.6
      ) { BilevelLearning.byLossMap($0) }
    case .pixelDistillation:
      .distillation(
        .pixelDistillation, title: "PNT",
        summary: "where an averaged copy of the network is uncertain of a pixel, its prediction replaces the label",
        .pixel)
    case .imageDistillation:
      .distillation(
        .imageDistillation, title: "INT",
        summary: "where an averaged copy of the network is uncertain of a slice, its prediction replaces the labels",
        .slice)
    case .distillation:
      .distillation(.distillation, title: "PINT", summary: "the mean of pnt and int", .both)
    case .meanTeacher:
      MethodDescription(
        .meanTeacher, title: "UA-MT",
        summary: "trusted slices teach; on others the network must agree with its averaged copy",
        trustedSlices: .setAside, stepCost: 1.7, comesInGradually: true, neededDropout: PerturbedTeacher.usualDropout,
        bytes: PerturbedTeacher.bytes
      ) { UncertaintyAwareMeanTeacher(for: $0) }
    case .sizeCurriculum:
      MethodDescription(
        .sizeCurriculum, title: "Curriculum",
        summary: "trusted slices teach; on others the predicted size must be the one that a second network expects",
        trustedSlices: .setAside, stepCost: 1.3, comesInGradually: true, usualLoss: .crossEntropy,
        bytes: SizeCurriculum.bytes
      ) { SizeCurriculum(for: $0) }
    case .fewShotGAN:
      MethodDescription(
        .fewShotGAN, title: "Few-shot GAN",
        summary: "trusted slices teach; others are told from images that a second network makes up",
        trustedSlices: .setAside, stepCost: 2, usualLoss: .crossEntropy, neededNetwork: .fewShot,
        bytes: FewShotGAN.bytes
      ) { context in
        guard let method = FewShotGAN(for: context) else { preconditionFailure("the plan's network was checked") }
        return method
      }
    case .triNetwork:
      .peers(
        .triNetwork, title: "Tri-network", summary: "three networks; each learns what both others choose",
        count: 3, stepCost: 3)
    case .coTeaching:
      .peers(
        .coTeaching, title: "Co-teaching", summary: "two networks choose for each other the pixels worth learning from",
        count: 2, stepCost: 2)
    case .pickAndLearn:
      MethodDescription(
        .pickAndLearn, title: "Pick-and-learn", summary: "a small network judges how well a label fits its image",
        stepCost: 1.2,
        bytes: { run in
          QualityNetwork.bytes(
            run.plan.architecture, width: run.width, height: run.height, batchSize: run.batchSize,
            workerCount: run.plan.threads)
        }
      ) { PickAndLearn(for: $0) }
    case .qualityControl:
      MethodDescription(
        .qualityControl, title: "Quality Control",
        summary: "slices whose annotation the intensities around it contradict are left out", usualLoss: .crossEntropy,
        check: MethodDescription.refusesWeighting
      ) { QualityControl(for: $0) }
    case .relabelling:
      MethodDescription(
        .relabelling, title: "Relabeling", summary: "labels are inverted where the network is uncertain of them",
        samplesAfterEpochs: true, neededDropout: UncertaintySampler.dropout,
        check: { plan throws(TrainingError) in try plan.method.relabelling.check(plan) }, bytes: RelabelLearning.bytes
      ) { RelabelLearning($0) }
    }
  }
}
