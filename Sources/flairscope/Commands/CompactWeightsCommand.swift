import ArgumentParser
import Segmenter
import VolumeModel

struct CompactWeightsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compact-weights",
    abstract: "Write trained weights in half precision, at half the size.",
    discussion: """
      Each number is rounded to the nearest of half precision (about three decimal digits). Everything else in the file \
      stays. All commands that take weights take such files too, and compute in single precision as before.
      """)

  @OptionGroup var files: WeightsConversion

  func run() throws {
    EndSignals.watch()
    let model = try TrainedModel.read(from: files.weights)
    try model.write(to: files.output, force: files.force, neverReplacing: [files.weights], precision: .half)
    try files.report(
      "compact-weights",
      Document(weights: files.weights, output: files.output, parameters: model.architecture.parameterCount))
  }

  private struct Document: Encodable {
    let weights: String
    let output: String
    let parameters: Int
  }
}
