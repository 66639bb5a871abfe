import Foundation
import Segmenter
import Testing
import VolumeModel

@Suite struct InputPreparationTests {
  private func model(_ preparation: InputPreparation) throws -> TrainedModel {
    TrainedModel(
      weights: try UNetWeights(architecture: UNetArchitecture(base: 4, levels: 2), seed: 3, foregroundFraction: 0.05),
      metadata: ModelMetadata(preparation: preparation))
  }

  /// The synthetic case with every pixel doubled in the slices: the same picture at half the pixel size.
  private func doubled(_ one: TrainingCase) -> (channels: [Volume<Float>], brain: Mask) {
    let grid = one.brain.grid
    let columns = grid.affine.columns
    let fine = VoxelGrid(
      shape: SIMD3(2 * grid.shape.x, 2 * grid.shape.y, grid.shape.z),
      affine: Affine(
        columns: (0.5 * columns.0, 0.5 * columns.1, columns.2),
        origin: grid.affine.origin - 0.25 * columns.0 - 0.25 * columns.1))
    func coarse(_ index: Int) -> SIMD3<Int> {
      let voxel = fine.voxel(atLinearIndex: index)
      return SIMD3(voxel.x / 2, voxel.y / 2, voxel.z)
    }
    let image = Volume(grid: fine, scalars: (0..<fine.voxelCount).map { one.channels[0][coarse($0)] })
    var brain = Mask(grid: fine)
    for index in 0..<fine.voxelCount where one.brain[coarse(index)] {
      brain[fine.voxel(atLinearIndex: index)] = true
    }
    return ([image], brain)
  }

  /// A disc of 4 mm radius of which the network is certain a pixel from the edge. Its level of p = 0.9 lies 0.18 mm
  /// inside the edge and that of 0.1 as far outside, 9 % of its area, and counting whole pixels adds up to 7 %.
  /// Interpolated probabilities are off by 29 to 34 % at 0.9 and by 23 to 49 % at 0.1 (computed with SciPy).
  @Test(arguments: [0.1, 0.5, 0.9], [0.7, 0.9, 1.2])
  func anOutlineStaysWhereItIsAtEveryThreshold(threshold: Double, pixelMM: Double) {
    let grid = VoxelGrid(
      shape: SIMD3(30, 30, 1),
      affine: Affine(
        columns: (SIMD3(pixelMM, 0, 0), SIMD3(0, pixelMM, 0), SIMD3(0, 0, 7)), origin: SIMD3(0, 0, 0)))
    let ofNetwork = InPlaneResampling(grid, spacingMM: 1).target
    let middle = 0.5 * pixelMM * 29
    let logits = Volume(
      grid: ofNetwork,
      scalars: (0..<ofNetwork.voxelCount).map { index in
        let place = ofNetwork.affine.worldMM(ofVoxel: SIMD3<Double>(ofNetwork.voxel(atLinearIndex: index)))
        let (x, y) = (place.x - middle, place.y - middle)
        return Float(max(-12, min(12, 12 * (4 - (x * x + y * y).squareRoot()))))
      })
    let everywhere = Mask(Volume<Float>(grid: grid, filledWith: 1), atLeast: 0.5)
    let map = InputPreparation(pixelMM: 1).probabilities(ofLogits: logits, inside: everywhere)
    let area = Double(Mask(map, atLeast: Float(threshold)).count) * pixelMM * pixelMM
    #expect(abs(area / (16 * Double.pi) - 1) < 0.2)
  }

  @Test func whatWeightsWereMadeWithIsRecorded() throws {
    let scratch = try TemporaryFolder()
    for preparation in [InputPreparation(), .asTheyAre, InputPreparation(pixelMM: 0.8, smoothingMM: 0.8)] {
      let model = try model(preparation)
      let path = scratch.file("w.safetensors")
      try model.write(to: path, force: true)
      #expect(try TrainedModel.read(from: path).metadata.preparation == preparation)
    }
  }

  @Test func weightsOfEarlierVersionsSeeImagesAsTheyAre() throws {
    let scratch = try TemporaryFolder()
    let path = scratch.file("w.safetensors")
    try model(InputPreparation(pixelMM: 1, smoothingMM: 1)).write(to: path)
    var (tensors, strings) = try Safetensors.read(path)
    strings["pixel_mm"] = nil
    strings["smoothing_mm"] = nil
    strings["normalisation"] = nil
    let sorted = tensors.values.sorted { $0.name < $1.name }
    try Safetensors.write(sorted, metadata: strings, to: scratch.file("old.safetensors"))
    let old = try TrainedModel.read(from: scratch.file("old.safetensors")).metadata
    #expect(old.preparation == .asTheyAre && old.normalisation == .medianDeviation)
    strings["pixel_mm"] = "-3"
    try Safetensors.write(sorted, metadata: strings, to: scratch.file("bad.safetensors"))
    #expect { try TrainedModel.read(from: scratch.file("bad.safetensors")) } throws: { "\($0)".contains("pixel size") }
    tensors.removeAll()
  }

  @Test func pixelsOfTheSizeAskedForGiveTheSameBits() throws {
    let one = SyntheticCase.make()
    func probability(_ preparation: InputPreparation) throws -> Volume<Float> {
      try Predictor(model: model(preparation), threads: 1).probability(channels: one.channels, brain: one.brain)
    }
    #expect(try probability(InputPreparation()) == probability(.asTheyAre))
    #expect(try probability(InputPreparation(smoothingMM: 1)) != probability(.asTheyAre))
    #expect(InputPreparation().note(for: one.brain.grid) == nil)
  }

  @Test func aFinerScanOfTheSamePictureGetsTheSamePrediction() throws {
    let one = SyntheticCase.make()
    let (channels, brain) = doubled(one)
    let predictor = Predictor(model: try model(InputPreparation()), threads: 1)
    let coarse = try predictor.probability(channels: one.channels, brain: one.brain)
    let fine = try predictor.probability(channels: channels, brain: brain)
    #expect(fine.grid == brain.grid)
    #expect(InputPreparation().note(for: brain.grid)?.contains("0.5 x 0.5") == true)
    var differences: [Float] = []
    for index in 0..<fine.grid.voxelCount {
      let voxel = fine.grid.voxel(atLinearIndex: index)
      guard brain[voxel] else {
        #expect(fine[voxel] == 0)
        continue
      }
      differences.append(abs(fine[voxel] - coarse[SIMD3(voxel.x / 2, voxel.y / 2, voxel.z)]))
    }
    differences.sort()
    #expect(differences[differences.count / 2] < 0.02)
  }

  @Test func trainingAndPredictionWorkOnAnyPixelSize() throws {
    let one = SyntheticCase.make()
    let (channels, brain) = doubled(one)
    var expert = Mask(grid: brain.grid)
    for index in 0..<brain.grid.voxelCount {
      let voxel = brain.grid.voxel(atLinearIndex: index)
      if one.target.expert[SIMD3(voxel.x / 2, voxel.y / 2, voxel.z)] { expert[voxel] = true }
    }
    let fine = TrainingCase(name: "fine", channels: channels, brain: brain, target: SoftMask(expert: expert))
    let plan = TrainingPlan(architecture: UNetArchitecture(base: 4, levels: 2), epochs: 2, threads: 1)
    let notes = NoteBox()
    let model = try TrainingRun.start(plan, cases: [fine]) { if case .note(let text) = $0 { notes.add(text) } }.wait()
    #expect(model.metadata.preparation == InputPreparation())
    // A scan to predict is compared with the scans as they were read.
    #expect(abs(model.metadata.spacingMM[0] - 0.5) < 1e-9)
    #expect(ScanLikeness(metadata: model.metadata, grid: brain.grid, brainDoubts: []).doubts.isEmpty)
    #expect(notes.all.contains { $0.contains("fine: resampled from 0.5 x") })
  }
}

/// What a run says, from its own thread.
private final class NoteBox: @unchecked Sendable {
  // Every access is under the lock.
  private let lock = NSLock()
  private var notes: [String] = []

  func add(_ note: String) { lock.withLock { notes.append(note) } }
  var all: [String] { lock.withLock { notes } }
}
