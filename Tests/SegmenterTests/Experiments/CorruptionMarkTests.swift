import Foundation
import Segmenter
import Testing
import VolumeModel

/// How well maps mark corruption that is known.
@Suite struct CorruptionMarkTests {
  /// Two slices of ten pixels that are lesion, in the second of which two of them are not in truth.
  private static let grid = VoxelGrid(
    shape: SIMD3(12, 3, 3),
    affine: Affine(columns: (SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)), origin: .zero))
  private static let noisy = mask { $0.y == 1 && $0.x < 10 && $0.z < 2 }
  private static let clean = mask { $0.y == 1 && $0.x < ($0.z == 0 ? 10 : 8) && $0.z < 2 }

  private static func mask(_ isInside: (SIMD3<Int>) -> Bool) -> Mask {
    var mask = Mask(grid: grid)
    for index in 0..<grid.voxelCount where isInside(grid.voxel(atLinearIndex: index)) {
      mask[grid.voxel(atLinearIndex: index)] = true
    }
    return mask
  }

  private static func marks(_ kind: PixelMapKind, _ value: (SIMD3<Int>) -> Float) -> CorruptionMark? {
    let scalars = (0..<grid.voxelCount).map { value(grid.voxel(atLinearIndex: $0)) }
    let maps = PixelMaps(
      caseName: "a", epoch: 1, maps: [PixelMap(kind, volume: Volume(grid: grid, scalars: scalars))])
    return CorruptionMark.marks([CorruptionMark.Case(maps: maps, clean: clean, noisy: noisy)]).first
  }

  @Test func aMapThatKnowsIsOneAndAnInvertedMapIsZero() throws {
    let knowing = try #require(Self.marks(.loss) { $0.z == 1 && $0.x >= 8 ? 3 : 0.1 })
    #expect(knowing.areaByPixel == 1 && knowing.areaBySlice == 1)
    #expect(knowing.corruptedPixels == 2 && knowing.rightPixels == 18)
    #expect(knowing.corruptedSlices == 1 && knowing.rightSlices == 1)
    // Low weights mark.
    #expect(try #require(Self.marks(.weight) { $0.z == 1 && $0.x >= 8 ? 0.1 : 1 }).areaByPixel == 1)
    #expect(try #require(Self.marks(.weight) { $0.z == 1 && $0.x >= 8 ? 1 : 0.1 }).areaByPixel == 0)
    #expect(try #require(Self.marks(.uncertainty) { _ in 0.3 }).areaByPixel == 0.5)
  }

  /// A map that is low at every rim, wrongly labelled or not, misses what is looked at alone, and is blind among like pixels.
  @Test func aMapThatDoesNotDependOnTheLabelIsAtChanceAmongLikePixels() throws {
    let image = try #require(Self.marks(.uncertainty) { Self.clean[$0] ? 0.6 : 0.2 })
    #expect(image.areaByPixel == 0 && image.areaAmongLikePixels == 0.5)
    // The slice with more true lesion has the higher mean over what is looked at.
    #expect(image.areaByLesionSize == 1)
    let knowing = try #require(Self.marks(.uncertainty) { $0.y == 1 && $0.x >= 8 && $0.x < 10 && $0.z == 1 ? 1 : 0 })
    #expect(knowing.areaAmongLikePixels == 1 && knowing.areaByWholeSlice == 1)
    let inverted = try #require(Self.marks(.weight) { $0.y == 1 && $0.x >= 8 && $0.x < 10 && $0.z == 1 ? 1 : 0 })
    #expect(inverted.areaAmongLikePixels == 0)
  }

  /// Of 132 pixels of background within 3 mm, two are labelled lesion.
  @Test func theFractionOfWeightOnWrongLabelsIsTold() throws {
    let band = Double(Self.grid.voxelCount - 18)
    let even = try #require(Self.marks(.weight) { _ in 0.5 })
    let fraction = try #require(even.wrongFraction)
    #expect(abs(fraction - 2 / band) < 1e-12)
    #expect(abs(try #require(even.wrongFractionOfWeight) - fraction) < 1e-12)
    // Inside of lesions weights play no part.
    let low = try #require(
      Self.marks(.weight) { Self.clean[$0] ? 7 : $0.z == 1 && $0.y == 1 && $0.x >= 8 && $0.x < 10 ? 0.25 : 1 })
    #expect(abs(try #require(low.wrongFractionOfWeight) - 0.5 / (0.5 + band - 2)) < 1e-6)
    let loss = try #require(Self.marks(.loss) { _ in 0.5 })
    #expect(loss.wrongFraction == fraction && loss.wrongFractionOfWeight == nil)
    #expect(try #require(Self.marks(.weight) { _ in 0 }).wrongFractionOfWeight == nil)
  }

  @Test func whatHasNoValueIsLeftOut() throws {
    let first = try #require(Self.marks(.loss) { $0.z == 0 ? .nan : Float($0.x) })
    #expect(first.rightPixels == 8 && first.corruptedPixels == 2 && first.areaByPixel == 1)
    #expect(first.areaBySlice == nil)
    #expect(Self.marks(.loss) { _ in .nan } == nil)
  }

  /// The fraction of pairs in the right order, ties half, counted one by one.
  @Test func theAreaIsThatOfAllPairs() throws {
    var random = RandomStream(seed: 4, name: "pairs")
    for _ in 0..<20 {
      let marked = (0..<7).map { _ in Double(random.index(below: 6)) }
      let others = (0..<11).map { _ in Double(random.index(below: 6)) - 1 }
      var wins = 0.0
      for a in marked { for b in others { wins += a > b ? 1 : a == b ? 0.5 : 0 } }
      let area = try #require(RankedArea.value(marked: marked, others: others))
      #expect(abs(area - wins / 77) < 1e-12)
    }
    #expect(RankedArea.value(marked: [], others: [1]) == nil && RankedArea.value(marked: [.nan], others: [1]) == nil)
  }
}
