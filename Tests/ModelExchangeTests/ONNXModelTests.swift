import Foundation
import ModelExchange
import Segmenter
import Testing

func fixture(_ name: String) -> URL {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/\(name)")
}

@Suite struct ONNXModelTests {
  /// Scripts/fixtures/check_onnx.py found the files valid, and their probabilities those of PyTorch.
  @Test(arguments: ["tiny", "tiny-norm"]) func bytesAreThoseThatOnnxruntimeWasCheckedWith(name: String) throws {
    let model = try TrainedModel.read(from: fixture("\(name).safetensors").path)
    #expect(try ONNXModel(model).bytes() == Data(contentsOf: fixture("\(name).onnx")))
  }

  @Test func everyTensorIsThereByName() throws {
    let architecture = UNetArchitecture(inputChannels: 1, base: 3, levels: 3)
    let model = TrainedModel(
      weights: try UNetWeights(architecture: architecture, seed: 1), metadata: ModelMetadata(imageRoles: ["FLAIR"]))
    let bytes = try ONNXModel(model).bytes()
    for block in model.weights.layout.blocks {
      #expect(bytes.range(of: Data(block.name.utf8)) != nil, "\(block.name)")
      let scalars = model.weights.scalars[block.range].withUnsafeBytes { Data($0) }
      #expect(bytes.range(of: scalars) != nil, "\(block.name)")
    }
  }

  @Test func outputsAreNotReplacedUnasked() throws {
    let model = try TrainedModel.read(from: fixture("tiny.safetensors").path)
    let path = NSTemporaryDirectory() + "flairscope-onnx-\(UUID().uuidString).onnx"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try ONNXModel(model).write(to: path, force: false)
    #expect(throws: ModelError.self) { try ONNXModel(model).write(to: path, force: false) }
    #expect(throws: ModelError.self) { try ONNXModel(model).write(to: path, force: true, neverReplacing: [path]) }
    try ONNXModel(model).write(to: path, force: true)
  }
}
