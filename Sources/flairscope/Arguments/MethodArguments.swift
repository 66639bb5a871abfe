public import ArgumentParser
public import Segmenter

/// How training treats annotations that may be wrong.
struct MethodArguments: ParsableArguments {
  @Option(help: "How to learn from annotations that may be wrong: \(Self.list). See docs/methods.md.")
  var method = MethodName.plain
  @Option(
    help: "The name of a mask of every case that is trusted; the trusted slices are annotated by it.")
  var trusted: String?
  @Option(
    name: .customLong("trusted-case"), help: "A case folder whose slices are all trusted; may be given several times.",
    completion: .directory)
  var trustedCases: [String] = []
  @Option(
    help:
      "The fraction of the training slices that is set aside as trusted, when no trusted case is given. Default: 0.1.")
  var trustedFraction: Double?
  @Option(name: .customLong("trusted-share"), help: .hidden)
  var earlierTrustedFraction: Double?
  @Option(help: "Trusted slices per step. Default: as many as other slices.")
  var trustedBatch: Int?
  @Option(
    help: """
      Which weights to keep: those with the best validation Dice, or those of the last epoch. Default: last, and best with \
      --recipe kats.
      """)
  var keep: ModelSelection?
  @OptionGroup var teaching: TeachingArguments
  @OptionGroup var relabelling: RelabelArguments
  @OptionGroup var bilevel: BilevelArguments

  func validate() throws {
    guard method.details.needsTrustedSlices || (trusted == nil && trustedCases.isEmpty) else {
      throw ValidationError("--method \(method.rawValue) does not use trusted slices; leave --trusted out.")
    }
    guard !method.details.needsTrustedSlices || trusted != nil || !trustedCases.isEmpty else {
      throw ValidationError("\(TrainingError.noTrustedAnnotation(method: method)).")
    }
    try checkUse()
  }

  /// An option that would play no part is a mistake.
  private func checkUse() throws {
    let trusting = MethodName.allCases.filter(\.details.needsTrustedSlices)
    let distilling: [MethodName] = [.pixelDistillation, .imageDistillation, .distillation]
    let learning: [MethodName] = [.metaWeightNet, .corruptedPixelMining]
    let peers: [MethodName] = [.coTeaching, .triNetwork]
    let uses: [(option: String, isGiven: Bool, by: [MethodName])] = [
      ("--trusted-fraction", (trustedFraction ?? earlierTrustedFraction) != nil, trusting),
      ("--trusted-batch", trustedBatch != nil, trusting),
      ("--teacher-samples", teaching.teacherSamples != nil, distilling + [.meanTeacher]),
      ("--trust", teaching.trust != nil, distilling),
      ("--trust-region", teaching.trustRegion != nil, [.imageDistillation, .distillation]),
      ("--kept-fraction", (teaching.keptFraction ?? teaching.earlierKeptFraction) != nil, peers),
      ("--kept-from", teaching.keptFrom != nil, peers),
      ("--ramp-epochs", teaching.rampEpochs != nil, MethodName.allCases.filter(\.details.comesInGradually)),
      ("--sampler", relabelling.sampler != nil, [.relabelling]),
      ("--samples", relabelling.samples != nil, [.relabelling]),
      ("--relabel-rule", relabelling.relabelRule != nil, [.relabelling]),
      ("--relabel-delta", relabelling.relabelDelta != nil, [.relabelling]),
      ("--label-input", bilevel.labelInput, [.corruptedPixelMining]),
      ("--weight-rate", bilevel.weightRate != nil, learning),
    ]
    for use in uses where use.isGiven && !use.by.contains(method) {
      throw ValidationError(
        "\(use.option) goes with --method \(use.by.map(\.rawValue).joined(separator: ", ")), not \(method.rawValue).")
    }
  }

  private static let list = MethodName.allCases.map(\.rawValue).joined(separator: ", ")

  var settings: MethodSettings {
    MethodSettings(
      method, trustedFraction: trustedFraction ?? earlierTrustedFraction ?? 0.1, trustedBatchSize: trustedBatch,
      relabelling: relabelling.settings,
      bilevel: bilevel.settings, teaching: teaching.teacher, smallLoss: teaching.smallLoss,
      rampEpochs: teaching.rampEpochs)
  }
}

extension MethodName: ExpressibleByArgument {}
extension ModelSelection: ExpressibleByArgument {}
