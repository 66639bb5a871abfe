import VolumeModel

/// A small repeatable generator (SplitMix64), so that every run tests the same masks.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform in 0 ..< 1.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
}

extension VoxelGrid {
  static func test(_ x: Int, _ y: Int, _ z: Int, spacingMM: SIMD3<Double> = SIMD3(1, 1, 1)) -> VoxelGrid {
    VoxelGrid(shape: SIMD3(x, y, z), affine: Affine(spacingMM: spacingMM))
  }
}

extension Mask {
  /// Every voxel inside with probability `density`.
  static func random(on grid: VoxelGrid, density: Double, seed: UInt64) -> Mask {
    var generator = SeededGenerator(seed: seed)
    return Mask(Volume(grid: grid, scalars: (0..<grid.voxelCount).map { _ in generator.uniform() })) { $0 < density }
  }

  /// The voxels of boxes given as inclusive ranges.
  static func boxes(
    on grid: VoxelGrid, _ boxes: (x: ClosedRange<Int>, y: ClosedRange<Int>, z: ClosedRange<Int>)...
  ) -> Mask {
    var mask = Mask(grid: grid)
    for box in boxes {
      for z in box.z { for y in box.y { for x in box.x { mask[SIMD3(x, y, z)] = true } } }
    }
    return mask
  }

  var voxels: [SIMD3<Int>] {
    var voxels: [SIMD3<Int>] = []
    forEachLinearIndex { voxels.append(grid.voxel(atLinearIndex: $0)) }
    return voxels
  }
}

extension Connectivity {
  /// The offsets of the neighbours, from the definition.
  var offsets: [SIMD3<Int>] {
    var offsets: [SIMD3<Int>] = []
    for z in -1...1 {
      for y in -1...1 {
        for x in -1...1 {
          let steps = abs(x) + abs(y) + abs(z)
          let most = self == .faces ? 1 : self == .edges ? 2 : 3
          if steps >= 1, steps <= most { offsets.append(SIMD3(x, y, z)) }
        }
      }
    }
    return offsets
  }
}
