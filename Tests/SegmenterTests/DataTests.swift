import Foundation
import Segmenter
import Testing
import VolumeModel

@Suite struct DataTests {
  static let standings: [(axes: [Int], signs: [Double])] = [
    ([0, 1, 2], [-1, 1, 1]), ([0, 1, 2], [1, -1, -1]), ([2, 0, 1], [1, 1, -1]), ([1, 2, 0], [-1, -1, 1]),
  ]

  @Test(
    "median and deviation are those of the sorted values, whatever their order",
    arguments: [1, 2, 3, 10, 97, 1000], ["random", "few levels", "rising", "falling", "organ pipe"])
  func medianAndDeviation(count: Int, kind: String) throws {
    var random = RandomStream(seed: UInt64(count), name: kind)
    let values = (0..<count).map { index in
      switch kind {
      case "random": Float(random.normal())
      case "few levels": Float(random.index(below: 3)) + 1
      case "rising": Float(index + 1)
      case "falling": Float(count - index)
      default: Float(min(index, count - 1 - index) + 1)
      }
    }
    func median(_ values: [Float]) -> Float {
      let sorted = values.sorted()
      let (lower, upper) = (sorted[(count - 1) / 2], sorted[count / 2])
      return lower + 0.5 * (upper - lower)
    }
    let grid = VoxelGrid(shape: SIMD3(count, 1, 1), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    let volume = Volume(grid: grid, scalars: values)
    let scale = IntensityScale(.medianDeviation, volume: volume, brain: Mask(volume) { _ in true })
    let centre = median(values)
    let deviation = 1.4826 * median(values.map { abs($0 - centre) })
    #expect(scale.centre == centre)
    if Set(values).count > 1 { #expect(scale.spread == (deviation > 0 ? 1.5 * deviation : 1)) }
  }

  @Test("an axial frame shows one picture for every axis order", arguments: standings.indices)
  func frames(number: Int) {
    let (axes, signs) = Self.standings[number]
    let shape = SIMD3(7, 5, 4)
    let plain = SyntheticCase.make(shape: shape)
    let turned = SyntheticCase.make(shape: shape, axes: axes, signs: signs)
    let frame = AxialFrame(plain.brain.grid)
    let other = AxialFrame(turned.brain.grid)
    #expect(other.width == 7 && other.height == 5 && other.sliceCount == 4)
    for slice in 0..<4 {
      for row in 0..<5 {
        for column in 0..<7 {
          let here = frame.linearIndex(column: column, row: row, slice: slice)
          let there = other.linearIndex(column: column, row: row, slice: slice)
          #expect(plain.channels[0].scalars[here] == turned.channels[0].scalars[there])
          let back = other.position(ofLinearIndex: there)
          #expect(back == (column, row, slice))
        }
      }
    }
  }

  @Test func windowsAreMultiplesAroundTheBrain() {
    let window = SliceWindow(
      around: SliceWindow(column: 20, row: 10, width: 100, height: 130), margin: 4, multiple: 16)
    #expect(window.width == 112 && window.height == 144)
    #expect(window.column == 14 && window.row == 3)
  }

  @Test("a scanner's gain and offset do not matter", arguments: IntensityNormalisation.allCases)
  func gainAndOffset(normalisation: IntensityNormalisation) {
    let one = SyntheticCase.make()
    var scaled = one.channels[0]
    scaled.withMutableScalars { scalars in for i in scalars.indices { scalars[i] = scalars[i] * 3.5 + 40 } }
    let scale = IntensityScale(normalisation, volume: one.channels[0], brain: one.brain)
    let other = IntensityScale(normalisation, volume: scaled, brain: one.brain)
    for value in stride(from: Float(60), through: 200, by: 20) {
      #expect(abs(scale(value) - other(value * 3.5 + 40)) < 2e-2)
    }
  }

  @Test func lesionLoadMovesTheZScoreMoreThanTheMedian() {
    let grid = VoxelGrid(shape: SIMD3(50, 50, 50), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    var random = RandomStream(seed: 1, name: "tissue")
    var healthy = Volume<Float>(grid: grid, filledWith: 0)
    healthy.withMutableScalars { scalars in for i in scalars.indices { scalars[i] = Float(100 + 10 * random.normal()) }
    }
    var loaded = healthy
    loaded.withMutableScalars { scalars in for i in stride(from: 0, to: scalars.count, by: 12) { scalars[i] += 70 } }
    let brain = Mask(healthy) { _ in true }
    func shift(_ normalisation: IntensityNormalisation) -> Float {
      let before = IntensityScale(normalisation, volume: healthy, brain: brain)
      let after = IntensityScale(normalisation, volume: loaded, brain: brain)
      // A lesion as bright as 140.
      return abs(before(140) - after(140)) / before(140)
    }
    #expect(shift(.zScore) > 0.3)
    #expect(shift(.medianDeviation) < 0.2)
  }

  @Test("constant, empty and not-finite brains are harmless", arguments: IntensityNormalisation.allCases)
  func degenerate(normalisation: IntensityNormalisation) {
    let grid = VoxelGrid(shape: SIMD3(4, 4, 4), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    let flat = Volume<Float>(grid: grid, filledWith: 7)
    let bad = Volume<Float>(grid: grid, filledWith: .nan)
    let full = Mask(flat) { _ in true }
    #expect(IntensityScale(normalisation, volume: flat, brain: full)(7) == 0)
    #expect(IntensityScale(normalisation, volume: bad, brain: full)(7).isFinite)
    #expect(IntensityScale(normalisation, volume: flat, brain: Mask(grid: grid))(7).isFinite)
  }
}

@Suite struct LesionLabelTests {
  @Test("lesions are found in 3D and numbered within each slice", arguments: DataTests.standings.indices)
  func labels(number: Int) {
    let (axes, signs) = DataTests.standings[number]
    let one = SyntheticCase.make(axes: axes, signs: signs)
    let expert = one.target.expert
    let frame = AxialFrame(expert.grid)
    let window = SliceWindow(column: 2, row: 3, width: 28, height: 27)
    let labels = LesionLabels(expert, frame: frame, window: window)
    let lesions = Lesions(of: expert, connectivity: .corners)
    var seen = 0
    for slice in 0..<frame.sliceCount {
      var numberOfLesion: [Int: UInt16] = [:]
      for pixel in 0..<window.width * window.height {
        let voxel = expert.grid.voxel(
          atLinearIndex: frame.linearIndex(
            column: window.column + pixel % window.width, row: window.row + pixel / window.width, slice: slice))
        let label = labels.slices[slice]?.labels[pixel] ?? 0
        guard let lesion = lesions.lesion(at: voxel) else {
          #expect(label == 0)
          continue
        }
        seen += 1
        #expect(label > 0 && label == numberOfLesion[lesion.id] ?? label)
        numberOfLesion[lesion.id] = label
      }
      #expect(Set(numberOfLesion.values).sorted() == (0..<numberOfLesion.count).map { UInt16($0 + 1) })
      #expect(labels.slices[slice]?.count ?? 0 == numberOfLesion.count)
    }
    #expect(lesions.count >= 2 && seen > 50)
  }

  @Test("in a block of slices a lesion has one number")
  func labelsOfABlock() {
    let expert = SyntheticCase.make().target.expert
    let frame = AxialFrame(expert.grid)
    let window = SliceWindow(column: 0, row: 0, width: 32, height: 32)
    let block = LesionLabels(expert, frame: frame, window: window).block(0..<frame.sliceCount, pixelsPerSlice: 1024)
    let lesions = Lesions(of: expert, connectivity: .corners)
    var numbers: [Int: Set<UInt16>] = [:]
    for (pixel, label) in block.labels.enumerated() {
      let index = frame.linearIndex(column: pixel % 32, row: pixel / 32 % 32, slice: pixel / 1024)
      guard let lesion = lesions.lesion(at: expert.grid.voxel(atLinearIndex: index)) else {
        #expect(label == 0)
        continue
      }
      numbers[lesion.id, default: []].insert(label)
    }
    #expect(numbers.count == lesions.count && block.count == lesions.count)
    #expect(numbers.values.allSatisfy { $0.count == 1 } && Set(numbers.values.flatMap { $0 }).count == lesions.count)
  }
}
