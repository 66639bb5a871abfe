import Foundation
import Segmenter
import Testing
import VolumeModel

/// Models of several networks that predict together.
@Suite struct MembersTests {
  private let architecture = UNetArchitecture(inputChannels: 1, base: 4, levels: 2)

  private func model(members: Int) throws -> TrainedModel {
    let weights = try (0..<members).map { try UNetWeights(architecture: architecture, seed: UInt64($0 + 1)) }
    return TrainedModel(weights: weights[0], members: Array(weights.dropFirst()), metadata: ModelMetadata())
  }

  @Test("they come back from a file, and one that lacks a tensor is refused")
  func file() throws {
    let scratch = try TemporaryFolder()
    let model = try model(members: 3)
    try model.write(to: scratch.file("w.safetensors"))
    let read = try TrainedModel.read(from: scratch.file("w.safetensors"))
    #expect(read.members.count == 2)
    for (a, b) in zip(read.members, model.members) { #expect(relativeDistance(a.scalars, b.scalars) == 0) }
    #expect(read.metadata == model.metadata)

    var (tensors, strings) = try Safetensors.read(scratch.file("w.safetensors"))
    tensors["member3.up.0.bias"] = nil
    try Safetensors.write(
      tensors.values.sorted { $0.name < $1.name }, metadata: strings, to: scratch.file("torn.safetensors"))
    #expect {
      try TrainedModel.read(from: scratch.file("torn.safetensors"))
    } throws: { "\($0)".contains("tensor 'member3.up.0.bias' is missing") }
  }

  @Test("the prediction is the mean of their probabilities")
  func prediction() throws {
    let one = SyntheticCase.make()
    func probability(_ model: TrainedModel) throws -> Volume<Float> {
      try Predictor(model: model, threads: 2).probability(channels: one.channels, brain: one.brain)
    }
    let together = try model(members: 3)
    let alone = try ([together.weights] + together.members).map {
      try probability(TrainedModel(weights: $0, metadata: ModelMetadata()))
    }
    let mean = try probability(together)
    var largest: Float = 0
    for index in 0..<one.brain.grid.voxelCount {
      let voxel = one.brain.grid.voxel(atLinearIndex: index)
      let expected = alone.reduce(Float(0)) { $0 + $1[voxel] } / 3
      largest = max(largest, abs(mean[voxel] - expected))
    }
    #expect(largest < 1e-6)
  }
}
