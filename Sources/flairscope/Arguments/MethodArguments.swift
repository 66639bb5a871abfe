public import ArgumentParser
public import Segmenter

/// How training treats annotations that may be wrong.
struct MethodArguments: ParsableArguments {
  @Option(help: "How to learn from annotations that may be wrong.")
  var method = MethodName.plain
  @Option(
    help: "A mask of every case, by its name, that is trusted: slices set aside for the method are annotated by it.")
  var trusted: String?
  @Option(
    name: .customLong("trusted-case"), help: "A case folder whose every slice is trusted; may be given several times.",
    completion: .directory)
  var trustedCases: [String] = []
  @Option(help: "Share of the training slices that is set aside as trusted, when no trusted case is given.")
  var trustedShare = 0.1
  @Option(help: "Trusted slices a step; as many as others unless said.")
  var trustedBatch: Int?
  @Option(help: "The weights to keep: those with the best validation Dice, or those of the last epoch.")
  var keep = ModelSelection.bestValidation
  @OptionGroup var teaching: TeachingArguments
  @OptionGroup var relabelling: RelabelArguments
  @OptionGroup var bilevel: BilevelArguments

  func validate() throws {
    guard method.needsTrustedSlices || (trusted == nil && trustedCases.isEmpty) else {
      throw ValidationError("--method \(method.rawValue) has no use for trusted slices.")
    }
  }

  var settings: MethodSettings {
    MethodSettings(
      method, trustedShare: trustedShare, trustedBatchSize: trustedBatch, relabelling: relabelling.settings,
      bilevel: bilevel.settings, teaching: teaching.teacher, smallLoss: teaching.smallLoss,
      rampEpochs: teaching.rampEpochs)
  }
}

extension MethodName: ExpressibleByArgument {}
extension ModelSelection: ExpressibleByArgument {}
