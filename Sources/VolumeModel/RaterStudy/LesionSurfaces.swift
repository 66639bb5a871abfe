/// How far the surface of each lesion of a mask lies from the surface of another mask, as the average surface distance and the
/// directed HD95 measure whole masks: over the lesion's own surface voxels, to the nearest surface voxel of the other mask.
struct LesionSurfaces {
  /// Of one lesion.
  struct Distance {
    let averageMM: Double
    let percentile95MM: Double
  }

  private let distances: [Int: Distance]

  /// - Parameters:
  ///   - lesions: components of the mask.
  ///   - isMeasured: for each of them whether its distance is wanted.
  init(_ lesions: [Lesion], where isMeasured: [Bool], of mask: Mask, to other: Mask) {
    guard let box = mask.boundingBox, let otherBox = other.boundingBox else {
      distances = [:]
      return
    }
    let surface = mask.surface
    // All lesions at once: where many voxels are far away, one distance map serves them all.
    let wanted = zip(lesions, isMeasured).filter(\.1).map { (id: $0.0.id, runs: surface.runs(inside: $0.0.runs)) }
    let all = NearestVoxelSearch(in: other.surface, box: box.union(otherBox)).distances(from: wanted.flatMap(\.runs))
    var found: [Int: Distance] = [:]
    var start = 0
    for lesion in wanted {
      let end = start + lesion.runs.reduce(0) { $0 + $1.count }
      let own = all[start..<end].sorted()
      start = end
      guard !own.isEmpty else { continue }
      found[lesion.id] = Distance(
        averageMM: own.reduce(0, +) / Double(own.count), percentile95MM: own.percentile(95))
    }
    distances = found
  }

  /// The distance of a lesion; nil where it was not measured.
  subscript(id: Int) -> Distance? { distances[id] }
}
