import Foundation
import Segmenter
import Testing

/// Weights files that go between this program and PyTorch; Scripts/fixtures/pytorch_weights.py is the other side.
@Suite struct PyTorchWeightsTests {
  private func probabilities(_ model: TrainedModel, _ input: Reference) throws -> [Float] {
    let shape = try input.shape("input")
    let (images, channels, height, width) = (shape[0], shape[1], shape[2], shape[3])
    let network = UNet(
      model.architecture, width: width, height: height, capacity: images, trains: false,
      pool: WorkerPool(workerCount: 2))
    network.load(model.weights)
    let scalars = try input.scalars("input")
    for image in 0..<images {
      let place = network.input(image: image)
      for pixel in 0..<height * width {
        for channel in 0..<channels {
          place[pixel * channels + channel] = scalars[(image * channels + channel) * height * width + pixel]
        }
      }
    }
    network.forward(imageCount: images)
    return network.logits.map { 1 / (1 + exp(-$0)) }
  }

  @Test("weights that PyTorch wrote predict here as there")
  func fromPyTorch() throws {
    let model = try TrainedModel.read(from: Reference.path("pytorch-weights.safetensors"))
    #expect(model.architecture.normalisation == .group(groups: 2))
    let answers = try Reference("pytorch-answers.safetensors")
    let differences = zip(try probabilities(model, answers), try answers.scalars("probability")).map { abs($0 - $1) }
    #expect(try #require(differences.max()) < 1e-5)
  }

  @Test("weights written here are the tensors that PyTorch loads, and predict there as here")
  func toPyTorch() throws {
    // Written here, then put through `pytorch_weights.py check`, which compared PyTorch's probabilities with these.
    let written = try TrainedModel.read(from: Reference.path("written-weights.safetensors"))
    let answers = try Reference("written-answers.safetensors")
    let differences = zip(try probabilities(written, answers), try answers.scalars("probability")).map { abs($0 - $1) }
    #expect(try #require(differences.max()) < 1e-6)
    // What is written today is what was checked then.
    let scratch = try TemporaryFolder()
    try written.write(to: scratch.file("again.safetensors"))
    let again = try Safetensors.read(scratch.file("again.safetensors"))
    let before = try Safetensors.read(Reference.path("written-weights.safetensors"))
    #expect(again.tensors.mapValues(\.shape) == before.tensors.mapValues(\.shape))
    #expect(again.tensors.mapValues(\.scalars) == before.tensors.mapValues(\.scalars))
    #expect(again.metadata["feature_normalisation"] == before.metadata["feature_normalisation"])
  }

  @Test("the example of the other direction is made anew", .enabled(if: Self.environment("FLAIRSCOPE_RECORD") != nil))
  func record() throws {
    let architecture = UNetArchitecture(
      inputChannels: 1, base: 4, levels: 1, normalisation: .group(groups: 4), dropout: Dropout(rate: 0.25))
    let model = TrainedModel(
      weights: try UNetWeights(architecture: architecture, seed: 23, foregroundFraction: 0.4), metadata: ModelMetadata()
    )
    try model.write(to: Reference.path("written-weights.safetensors"), force: true)
    let input = SafeTensor(name: "input", shape: [2, 1, 14, 18], scalars: normals(2 * 14 * 18, "input"))
    try Safetensors.write([input], metadata: [:], to: Reference.path("written-answers.safetensors"))
    let probability = SafeTensor(
      name: "probability", shape: [2, 1, 14, 18],
      scalars: try probabilities(model, Reference("written-answers.safetensors")))
    try Safetensors.write([input, probability], metadata: [:], to: Reference.path("written-answers.safetensors"))
  }

  static func environment(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

  @Test("normalisation and dropout come back from a file; a file that does not say the groups is refused")
  func architectureInTheFile() throws {
    let scratch = try TemporaryFolder()
    let architecture = UNetArchitecture(
      inputChannels: 1, base: 6, levels: 1, normalisation: .group(groups: 3),
      dropout: Dropout(rate: 0.5, places: [.bottleneck, .lastDecoder]))
    let model = TrainedModel(weights: try UNetWeights(architecture: architecture, seed: 1), metadata: ModelMetadata())
    let path = scratch.file("w.safetensors")
    try model.write(to: path)
    #expect(try TrainedModel.read(from: path) == model)

    let (tensors, metadata) = try Safetensors.read(path)
    func rewritten(_ change: (inout [String: String]) -> Void) throws -> TrainedModel {
      var metadata = metadata
      change(&metadata)
      try Safetensors.write(Array(tensors.values), metadata: metadata, to: path)
      return try TrainedModel.read(from: path)
    }
    #expect { try rewritten { $0["feature_normalisation"] = nil } } throws: { "\($0)".contains("how many groups") }
    #expect { try rewritten { $0["feature_normalisation"] = "batch" } } throws: { "\($0)".contains("'batch'") }
    #expect { try rewritten { $0["feature_normalisation"] = "group 4" } } throws: { "\($0)".contains("do not divide") }
    #expect { try rewritten { $0["dropout"] = "often" } } throws: { "\($0)".contains("'often'") }
    #expect { try rewritten { $0["dropout_places"] = "attic" } } throws: { "\($0)".contains("attic") }
    #expect { try rewritten { $0["dropout"] = "1.5" } } throws: { "\($0)".contains("dropout rate 1.5") }
  }

  @Test("a run file of before there were normalisation and dropout still tells its architecture")
  func oldRunFile() throws {
    let old = #"{"inputChannels": 2, "base": 8, "levels": 3}"#
    #expect(
      try JSONDecoder().decode(UNetArchitecture.self, from: Data(old.utf8))
        == UNetArchitecture(inputChannels: 2, base: 8, levels: 3))
    let new = UNetArchitecture(normalisation: .group(groups: 8), dropout: Dropout(rate: 0.3, places: [.bottleneck]))
    #expect(try JSONDecoder().decode(UNetArchitecture.self, from: JSONEncoder().encode(new)) == new)
  }
}
