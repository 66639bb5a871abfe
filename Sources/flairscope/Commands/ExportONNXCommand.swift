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

  @OptionGroup var files: WeightsConversion

  func run() throws {
    EndSignals.watch()
    let model = try TrainedModel.read(from: files.weights)
    try ONNXModel(model).write(to: files.output, force: files.force, neverReplacing: [files.weights])
    try files.report(
      "export-onnx",
      Document(
        weights: files.weights, output: files.output, opset: ONNXModel.opsetVersion,
        image_roles: model.metadata.imageRoles, size_multiple: model.architecture.sliceMultiple,
        parameters: model.architecture.parameterCount))
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
