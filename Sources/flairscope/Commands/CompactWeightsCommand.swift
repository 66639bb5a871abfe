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

  @Argument(help: "Weights in a safetensors file, as train writes them.", completion: .file())
  var weights: String
  @Option(name: [.short, .long], help: "The safetensors file to write.", completion: .file())
  var output: String
  @Flag(help: "Replace the output if it exists.")
  var force = false
  @Flag(help: "Print one JSON document that says what was written.")
  var json = false

  func run() throws {
    EndSignals.watch()
    let model = try TrainedModel.read(from: weights)
    try OutputFile.check(output, force: force, neverReplacing: [weights])
    try model.write(to: output, force: force, precision: .half)
    if json {
      try JSONDocument(
        command: "compact-weights",
        Document(weights: weights, output: output, parameters: model.architecture.parameterCount)
      ).write()
    } else {
      try Results.write("wrote \(output)\n")
    }
  }

  private struct Document: Encodable {
    let weights: String
    let output: String
    let parameters: Int
  }
}
