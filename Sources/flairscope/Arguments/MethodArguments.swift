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
  @Option(help: "The fraction of the training slices that is set aside as trusted, when no trusted case is given.")
  var trustedFraction = 0.1
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
  }

  private static let list = MethodName.allCases.map(\.rawValue).joined(separator: ", ")

  var settings: MethodSettings {
    MethodSettings(
      method, trustedFraction: earlierTrustedFraction ?? trustedFraction, trustedBatchSize: trustedBatch,
      relabelling: relabelling.settings,
      bilevel: bilevel.settings, teaching: teaching.teacher, smallLoss: teaching.smallLoss,
      rampEpochs: teaching.rampEpochs)
  }
}

extension MethodName: ExpressibleByArgument {}
extension ModelSelection: ExpressibleByArgument {}
