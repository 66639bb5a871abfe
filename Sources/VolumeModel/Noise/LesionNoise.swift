/// Lesions missed: each is left out with a probability. With the same seed a larger probability leaves out the same
/// lesions and more.
struct MissedLesions {
  let probability: Double

  func apply(to mask: Mask, seed: UInt64) -> Mask {
    var result = Mask(grid: mask.grid)
    for lesion in Lesions(of: mask, connectivity: .edges).lesions {
      var random = RandomStream(seed: seed, name: "noise drop", index: lesion.streamNumber(in: mask.grid))
      if random.uniform() >= probability { result.insert(lesion.runs) }
    }
    return result
  }
}

/// Lesions that are none: bright spots marked as if they were. For every lesion `perLesion` of them on average; a mask
/// without lesions counts as one with a single lesion.
struct FalseLesions {
  static let radiiMM = 1.5...3.5

  let perLesion: Double

  func apply(to mask: Mask, in bright: BrightTissue, seed: UInt64) -> Mask {
    var result = mask
    let lesions = Lesions(of: mask, connectivity: .edges).lesions
    let streams = lesions.isEmpty ? [UInt64.max] : lesions.map { $0.streamNumber(in: mask.grid) }
    for stream in streams {
      var random = RandomStream(seed: seed, name: "noise add", index: stream)
      // The same seed adds the same spots and more when there are to be more.
      let count = Int(perLesion + random.uniform())
      for _ in 0..<count {
        guard let spot = bright.spot(radiusMM: random.uniform(in: Self.radiiMM), &random) else { return result }
        for voxel in spot { result[voxel] = true }
      }
    }
    return result
  }
}

extension Lesion {
  /// The lesion's own number among random streams: its first voxel, which no other lesion changes.
  func streamNumber(in grid: VoxelGrid) -> UInt64 {
    guard let first = runs.first else { return .max }
    return UInt64(Int(first.row) * grid.shape.x + Int(first.lower))
  }
}

extension NoiseDescription {
  static let missedLesions = NoiseDescription(
    strengthUnit: "probability that a lesion is missed", usualStrength: 0.1, strengths: 0...1
  ) { strength, _ in
    .mask { mask, seed, _ in MissedLesions(probability: strength).apply(to: mask, seed: seed) }
  }

  static let falseLesions = NoiseDescription(
    strengthUnit: "false lesions a lesion", usualStrength: 0.1, strengths: 0...100, needsFlair: true
  ) { strength, _ in
    .mask { mask, seed, bright in
      bright.map { FalseLesions(perLesion: strength).apply(to: mask, in: $0, seed: seed) } ?? mask
    }
  }
}
