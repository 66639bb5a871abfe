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
      throw ValidationError(
        "--method \(method.rawValue) does not use trusted slices; leave --trusted and --trusted-case out.")
    }
    guard !method.details.needsTrustedSlices || trusted != nil || !trustedCases.isEmpty else {
      throw ValidationError("\(TrainingError.noTrustedAnnotation(method: method)).")
    }
    try checkUse()
  }

  private func checkUse() throws {
    let trusting = MethodName.allCases.filter(\.details.needsTrustedSlices)
    let distilling: [MethodName] = [.pixelDistillation, .imageDistillation, .distillation]
    let learning: [MethodName] = [.metaWeightNet, .corruptedPixelMining]
    let peers: [MethodName] = [.coTeaching, .triNetwork]
    try OptionUse.check(
      [
        OptionUse("--trusted-fraction", (trustedFraction ?? earlierTrustedFraction) != nil, by: trusting),
        OptionUse("--trusted-batch", trustedBatch != nil, by: trusting),
        OptionUse("--teacher-samples", teaching.teacherSamples != nil, by: distilling + [.meanTeacher]),
        OptionUse("--trust", teaching.trust != nil, by: distilling),
        OptionUse("--trust-region", teaching.trustRegion != nil, by: [.imageDistillation, .distillation]),
        OptionUse("--kept-fraction", (teaching.keptFraction ?? teaching.earlierKeptFraction) != nil, by: peers),
        OptionUse("--kept-from", teaching.keptFrom != nil, by: peers),
        OptionUse(
          "--ramp-epochs", teaching.rampEpochs != nil, by: MethodName.allCases.filter(\.details.comesInGradually)),
        OptionUse("--sampler", relabelling.sampler != nil, by: [.relabelling]),
        OptionUse("--samples", relabelling.samples != nil, by: [.relabelling]),
        OptionUse("--relabel-rule", relabelling.relabelRule != nil, by: [.relabelling]),
        OptionUse("--relabel-delta", relabelling.relabelDelta != nil, by: [.relabelling]),
        OptionUse("--label-input", bilevel.labelInput, by: [.corruptedPixelMining]),
        OptionUse("--weight-rate", bilevel.weightRate != nil, by: learning),
      ], for: method
    ) { "--method \($0.joined(separator: ", ")), not \(method.rawValue)" }
  }

  private static let list = MethodName.allCases.map(\.rawValue).joined(separator: ", ")

  var settings: MethodSettings {
    MethodSettings(
      method, trustedFraction: trustedFraction ?? earlierTrustedFraction ?? MethodSettings().trustedFraction,
      trustedBatchSize: trustedBatch,
      relabelling: relabelling.settings,
      bilevel: bilevel.settings, teaching: teaching.teacher, smallLoss: teaching.smallLoss,
      rampEpochs: teaching.rampEpochs)
  }
}

extension MethodName: ExpressibleByArgument {}
extension ModelSelection: ExpressibleByArgument {}
