import Segmenter
import Testing
import VolumeModel

@Suite struct FlipAveragingTests {
  private func model(averagesFlips: Bool) throws -> TrainedModel {
    var metadata = ModelMetadata()
    metadata.averagesFlips = averagesFlips
    return TrainedModel(
      weights: try UNetWeights(architecture: UNetArchitecture(base: 4, levels: 2), seed: 3, foregroundFraction: 0.05),
      metadata: metadata)
  }

  private func mirrored(_ volume: Volume<Float>) -> Volume<Float> {
    let grid = volume.grid
    return Volume(
      grid: grid,
      scalars: (0..<grid.voxelCount).map { index in
        var voxel = grid.voxel(atLinearIndex: index)
        voxel.x = grid.shape.x - 1 - voxel.x
        return volume[voxel]
      })
  }

  /// A mean over both directions cannot tell them apart: the map of the mirrored scan is the mirrored map.
  @Test(arguments: [true, false])
  func mirroredScansGiveMirroredMaps(averagesFlips: Bool) throws {
    // Its brain is the same from both sides; its lesions are not.
    let one = SyntheticCase.make()
    let predictor = Predictor(model: try model(averagesFlips: averagesFlips), threads: 1)
    let map = try predictor.probability(channels: one.channels, brain: one.brain)
    let other = mirrored(try predictor.probability(channels: one.channels.map(mirrored), brain: one.brain))
    let largest = zip(map.scalars, other.scalars).map { abs($0 - $1) }.max() ?? 0
    #expect(averagesFlips ? largest < 1e-4 : largest > 1e-3)
  }

  @Test func isTheMeanOfBothDirections() throws {
    let one = SyntheticCase.make()
    let plain = Predictor(model: try model(averagesFlips: false), threads: 1)
    let both = Predictor(model: plain.model, threads: 1, averagesFlips: true)
    let first = try plain.probability(channels: one.channels, brain: one.brain)
    let second = mirrored(try plain.probability(channels: one.channels.map(mirrored), brain: one.brain))
    let mean = try both.probability(channels: one.channels, brain: one.brain)
    for index in mean.scalars.indices {
      #expect(abs(mean.scalars[index] - (first.scalars[index] + second.scalars[index]) / 2) < 1e-4)
    }
  }

  @Test(arguments: [true, false])
  func isRecordedInTheWeights(averagesFlips: Bool) throws {
    let scratch = try TemporaryFolder()
    try model(averagesFlips: averagesFlips).write(to: scratch.file("w.safetensors"))
    let back = try TrainedModel.read(from: scratch.file("w.safetensors"))
    #expect(back.metadata.averagesFlips == averagesFlips)
    #expect(Predictor(model: back, threads: 1).averagesFlips == averagesFlips)
  }
}
