import Synchronization

/// The growth order with every candidate given to its nearest lesion, sorted when it is first asked for.
final class LesionGrowthOrder: Sendable {
  private let candidates: GrowthCandidates
  private let expert: Mask
  private let reachMM: Double
  private let order = Mutex<GrowthOrder?>(nil)

  init(candidates: GrowthCandidates, expert: Mask, reachMM: Double) {
    self.candidates = candidates
    self.expert = expert
    self.reachMM = reachMM
  }

  func value() -> GrowthOrder {
    order.withLock { order in
      if let order { return order }
      let sorted = sortByLesion()
      order = sorted
      return sorted
    }
  }

  private func sortByLesion() -> GrowthOrder {
    let lesions = Lesions(of: expert, connectivity: .corners).lesions
    return GrowthOrder(
      bitAddresses: candidates.bitAddresses, flair: candidates.flair, ring: candidates.ring,
      region: nearestLesion(among: lesions), expertVoxels: lesions.map(\.voxelCount))
  }

  /// For every candidate the index of the nearest lesion; the first one where several are equally near.
  private func nearestLesion(among lesions: [Lesion]) -> [UInt32] {
    let grid = expert.grid
    var nearest = [UInt32](repeating: 0, count: candidates.bitAddresses.count)
    var smallest = [Double](repeating: .infinity, count: nearest.count)
    guard let box = candidates.box, lesions.count > 1 else { return nearest }

    // Which candidate a voxel of the box is, plus one.
    let shape = box.shape
    var number = [Int32](repeating: 0, count: box.voxelCount)
    for (index, address) in candidates.bitAddresses.enumerated() {
      let row = address / (expert.wordsPerRow * 64)
      let x = address % (expert.wordsPerRow * 64)
      let z = row / grid.shape.y
      let y = row % grid.shape.y
      number[x - box.lower.x + shape.x * (y - box.lower.y + shape.y * (z - box.lower.z))] = Int32(index + 1)
    }
    for (label, lesion) in lesions.enumerated() {
      let around = lesion.boundingBox.padded(byMM: reachMM, in: grid)
      let distances = DistanceMap(to: lesion, in: around, grid: grid, reachMM: reachMM)
      var source = 0
      for z in around.lower.z..<around.upper.z {
        for y in around.lower.y..<around.upper.y {
          let row = shape.x * (y - box.lower.y + shape.y * (z - box.lower.z)) - box.lower.x
          for x in around.lower.x..<around.upper.x {
            let square = distances.squaredMM2[source]
            source += 1
            guard square > 0, square < .infinity, number[row + x] > 0 else { continue }
            let candidate = Int(number[row + x]) - 1
            // Compared as millimetres: two squares one rounding step apart are the same distance.
            let distance = square.squareRoot()
            if distance < smallest[candidate] {
              smallest[candidate] = distance
              nearest[candidate] = UInt32(label)
            }
          }
        }
      }
    }
    return nearest
  }
}
