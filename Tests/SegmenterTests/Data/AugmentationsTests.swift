import Foundation
import Segmenter
import Testing
import VolumeModel

/// Blur, noise, resolution and copied lesions, through the runs that use them.
@Suite struct AugmentationsTests {
  private static let grid = VoxelGrid(shape: SIMD3(32, 32, 6), affine: Affine(spacingMM: SIMD3(1, 1, 3)))

  private static func trainingCase(_ number: Int) -> TrainingCase {
    var flair = Volume<Float>(grid: grid, filledWith: 0)
    var lesion = Mask(grid: grid)
    for z in 0..<6 {
      for y in 2..<30 {
        for x in 2..<30 {
          let voxel = SIMD3(x, y, z)
          let isLesion = (8 + 6 * number..<12 + 6 * number).contains(x) && (12..<17).contains(y)
          lesion[voxel] = isLesion
          flair[voxel] = 100 + Float((x * 7 + y * 13 + z * 29 + number * 5) % 17) + (isLesion ? 60 : 0)
        }
      }
    }
    return TrainingCase(
      name: "case-\(number)", channels: [flair], brain: Mask(brainOf: flair), target: SoftMask(expert: lesion))
  }

  /// The weights after six epochs, since one sample in ten is noisy and the best epoch may be the first.
  private static func weights(
    _ augmentations: [AugmentationName]?, threads: Int = 1, patients: Int = 3
  ) throws -> [Float] {
    var plan = TrainingPlan(
      architecture: UNetArchitecture(inputChannels: 1, base: 4, levels: 1), epochs: 6, threads: threads, batchSize: 4,
      selection: .last, validationUnit: .slices)
    plan.augmentations = augmentations
    let cases = (0..<3).map { number in
      var one = trainingCase(number)
      one.patient = "patient-\(number % patients)"
      return one
    }
    return try TrainingRun.start(plan, cases: cases) { _ in }.wait().weights.scalars
  }

  @Test(arguments: AugmentationName.allCases)
  func changesTheRunAndRepeats(name: AugmentationName) throws {
    let changed = try Self.weights([name])
    #expect(try changed != Self.weights(nil))
    #expect(try changed == Self.weights([name]))
    #expect(try changed == Self.weights([name], threads: 2))
  }

  private static func image(_ value: (Int, Int) -> Float, isBrain: (Int, Int) -> Bool = { _, _ in true }) -> SampleImage
  {
    let pixels = (0..<24 * 20).map { ($0 % 24, $0 / 24) }
    return SampleImage(
      width: 24, height: 20, values: pixels.map { value($0.0, $0.1) },
      isBrain: pixels.map { isBrain($0.0, $0.1) })
  }

  /// The Gaussian in closed form, and its sum.
  @Test(arguments: [0.5, 1, 1.5])
  func aPointIsBlurredToAGaussian(sigma: Double) {
    var point = Self.image { $0 == 12 && $1 == 10 ? 1 : 0 }
    point.blur(sigma: sigma)
    let middle = point.values[10 * 24 + 12]
    for (dx, dy) in [(1, 0), (0, 1), (1, 1), (-1, 0), (0, -1)] {
      let ratio = exp(-Double(dx * dx + dy * dy) / (2 * sigma * sigma))
      #expect(abs(Double(point.values[(10 + dy) * 24 + 12 + dx] / middle) - ratio) < 1e-5)
    }
    #expect(abs(point.values.reduce(0, +) - 1) < 1e-5)
  }

  /// Where there is one value in the brain, there is no other after blurring: nothing comes in from outside.
  @Test func theBrainsEdgeStaysAsItIs() {
    var disc = Self.image { _, _ in
      3
    } isBrain: {
      ($0 - 12) * ($0 - 12) + ($1 - 10) * ($1 - 10) < 50
    }
    disc.blur(sigma: 1.5)
    #expect(disc.values.allSatisfy { abs($0 - 3) < 1e-5 })
  }

  @Test(arguments: [1, 1.3, 2])
  func aRampStaysARampWhenCoarse(factor: Double) {
    var ramp = Self.image { 2 * Float($0) - Float($1) }
    let before = ramp.values
    ramp.coarsen(by: factor)
    for y in 2..<18 { for x in 2..<22 { #expect(abs(ramp.values[y * 24 + x] - before[y * 24 + x]) < 1e-3) } }
  }

  @Test func fineDetailGoesWhenCoarse() {
    var board = Self.image { ($0 + $1) % 2 == 0 ? 1 : -1 }
    board.coarsen(by: 2)
    #expect(board.values.allSatisfy { abs($0) < 1e-5 })
  }

  /// Every changed pixel is one of another patient's at the same place, in the brain, and a lesion came with it.
  @Test func copiedLesionsComeFromOtherPatients() throws {
    let cases = (0..<3).map(Self.trainingCase)
    let store = try SliceStore(cases, plan: TrainingPlan(epochs: 1, validationUnit: .slices))
    let copying = try #require(LesionCopying(cases, store: store, seed: 1))
    var changedSlices = 0
    for sample in 0..<40 {
      let slice = store.training[sample % store.training.count]
      let changed = copying.changed(slice, sample: UInt64(sample), in: store)
      let pixels = slice.classes.indices.filter {
        changed.classes[$0] != slice.classes[$0] || changed.intensities[$0] != slice.intensities[$0]
      }
      guard !pixels.isEmpty else { continue }
      changedSlices += 1
      let donors = store.training.filter { $0.caseNumber != slice.caseNumber }
      #expect(
        donors.contains { donor in
          pixels.allSatisfy {
            changed.intensities[$0] == donor.intensities[$0] && changed.classes[$0] == donor.classes[$0]
          }
        })
      #expect(pixels.allSatisfy { slice.classes[$0] != 0 })
      #expect(pixels.contains { changed.classes[$0] == TrainingSlice.expert })
    }
    #expect((10...30).contains(changedSlices), "about half of the samples")
  }

  @Test func lesionsOfTheSamePatientAreNotCopied() throws {
    #expect(try Self.weights([.lesions], patients: 1) == Self.weights(nil, patients: 1))
  }

  @Test func nothingChosenIsNothingChanged() throws {
    #expect(try Self.weights([]) == Self.weights(nil))
  }

  /// Over many samples, a block of two equal slices stays one under resolution and blur, and noise differs between slices.
  @Test(arguments: [AugmentationName.resolution, .blur, .noise])
  func slicesOfABlockAreChangedAlike(name: AugmentationName) {
    let plane = (0..<24 * 20).map { 1 + Float($0 * 37 % 11) }
    var changed = 0
    for sample in 0..<60 {
      var block = plane + plane
      let differs = block.withUnsafeMutableBufferPointer { values in
        ImageChanges(names: [name], seed: 1, sample: UInt64(sample)).apply(to: values, width: 24, height: 20, depth: 2)
        return (0..<plane.count).contains { values[$0] != values[plane.count + $0] }
      }
      guard block != plane + plane else { continue }
      changed += 1
      #expect(differs == (name == .noise))
    }
    #expect((1...25).contains(changed))
  }
}
