/// The voxels near an expert mask that could be grown, in linear-index order, with their rings.
struct GrowthCandidates: Sendable {
  private(set) var bitAddresses: [Int] = []
  private(set) var flair: [Float] = []
  private(set) var ring: [UInt32] = []
  /// The expert mask's box with room for the reach; nil for an empty mask.
  let box: VoxelBox?

  init(around expert: Mask, flair volume: Volume<Float>, brain: Mask, reachMM: Double) {
    box = expert.boundingBox?.padded(byMM: reachMM, in: expert.grid)
    guard let box else { return }
    let distances = DistanceMap(to: expert, in: box, reachMM: reachMM)
    let smallestSpacing = expert.grid.usableSpacingMM.min()
    let shape = box.shape
    let n = expert.wordsPerRow
    distances.squaredMM2.withUnsafeBufferPointer { squared in
      volume.withScalars { scalars in
        for z in box.lower.z..<box.upper.z {
          for y in box.lower.y..<box.upper.y {
            let source = shape.x * (y - box.lower.y + shape.y * (z - box.lower.z)) - box.lower.x
            let row = y + expert.grid.shape.y * z
            for x in box.lower.x..<box.upper.x {
              let square = squared[source + x]
              guard square > 0, square < .infinity else { continue }
              let address = row * n * 64 + x
              guard brain.words[address >> 6] >> UInt64(address & 63) & 1 == 1 else { continue }
              let value = scalars[row * expert.grid.shape.x + x]
              let distance = square.squareRoot()
              guard value.isFinite, distance <= reachMM else { continue }
              bitAddresses.append(address)
              flair.append(value)
              let number = (distance / smallestSpacing - 1e-6).rounded(.up)
              ring.append(number < 4e9 ? UInt32(number) : .max)
            }
          }
        }
      }
    }
  }
}
