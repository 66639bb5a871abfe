import ArgumentParser
import ModelExchange
import Segmenter

struct ExportONNXCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export-onnx",
    abstract: "Write trained weights as an ONNX model, which onnxruntime and others run.",
    discussion: """
      Input image: float32 [batch, channel, row, column], intensities scaled as the metadata say and 0 outside the \
      brain, rows and columns multiples of 2^levels. Output probability: [batch, 1, row, column].
      """)

  @Argument(help: "Weights in a safetensors file, as train writes them.", completion: .file())
  var weights: String
  @Option(name: [.short, .long], help: "The ONNX file to write.", completion: .file())
  var output: String
  @Flag(help: "Replace the output if it exists.")
  var force = false
  @Flag(help: "Print one JSON document that says what was written.")
  var json = false

  func run() throws {
    EndSignals.watch()
    let model = try TrainedModel.read(from: weights)
    try ONNXModel(model).write(to: output, force: force, neverReplacing: [weights])
    if json {
      try JSONDocument(
        command: "export-onnx",
        Document(
          weights: weights, output: output, opset: ONNXModel.opsetVersion, image_roles: model.metadata.imageRoles,
          size_multiple: model.architecture.sliceMultiple, parameters: model.architecture.parameterCount)
      ).write()
    } else {
      try Results.write("wrote \(output)\n")
    }
  }

  private struct Document: Encodable {
    let weights: String
    let output: String
    let opset: Int
    let image_roles: [String]
    let size_multiple: Int
    let parameters: Int
  }
}
