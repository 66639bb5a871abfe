/// Measures lesions against the images and masks of a case.
struct LesionMeasurement {
  private let sources: LesionSources
  private let union: Mask
  private let pairs: [Mask]
  private let drawn: Mask?
  private let agreed: Mask?
  private let midline: MidlinePlane?
  private let surroundings: LesionSurroundings
  private let axialAxis: Int
  private let countsFromTheTop: Bool

  init(_ sources: LesionSources, union: Mask) {
    self.sources = sources
    self.union = union
    let raters = sources.raters
    pairs = raters.indices.flatMap { first in
      raters.dropFirst(first + 1).map { raters[first].intersection($0) }
    }
    drawn = Mask.union(of: raters)
    agreed = Mask.intersection(of: raters)
    midline = MidlinePlane(of: sources.brain)
    surroundings = LesionSurroundings(withinMM: LesionTable.surroundingsMM, on: union.grid)
    let orientation = union.grid.orientation
    axialAxis = orientation?.voxelAxis(alongWorldAxis: 2) ?? 2
    countsFromTheTop = orientation?.directions[axialAxis] == .inferior
  }

  func record(
    _ number: Int, _ lesion: Lesion, _ region: VoxelRegion, division: String?, expectedDifferenceMM3: Double?
  ) -> LesionRecord {
    let inside = mean(of: sources.flair, over: lesion)
    let probability = sources.probability.map { probabilities($0, of: lesion) }
    let pairVoxels = pairs.map { lesion.overlapCount(with: $0) }
    return LesionRecord(
      id: number, lesion: lesion, region: region, volumeMM3: lesion.volumeMM3,
      diameterMM: lesion.largestDiameterMM(spacingMM: union.grid.usableSpacingMM),
      side: midline?.side(of: lesion) ?? .unknown, slices: slices(of: lesion),
      raterVoxels: sources.raters.map { lesion.overlapCount(with: $0) },
      predictionVoxels: sources.prediction.map { lesion.overlapCount(with: $0) } ?? 0,
      anyVoxels: drawn.map { lesion.overlapCount(with: $0) } ?? 0,
      allVoxels: agreed.map { lesion.overlapCount(with: $0) } ?? 0, pairVoxels: pairVoxels, flairInside: inside,
      flairAround: meanAround(lesion), meanProbability: probability?.mean, largestProbability: probability?.largest,
      change: change(of: lesion), division: division, expectedDifferenceMM3: expectedDifferenceMM3,
      voxelVolumeMM3: union.grid.voxelVolumeMM3)
  }

  private func change(of lesion: Lesion) -> LongitudinalComparison.Change? {
    guard sources.comparesVisits, sources.raters.count > 1 else { return nil }
    let (earlier, later) = (lesion.overlapCount(with: sources.raters[0]), lesion.overlapCount(with: sources.raters[1]))
    // Only the prediction or the reviewer has it.
    guard earlier + later > 0 else { return nil }
    let voxelMM3 = union.grid.voxelVolumeMM3
    return LongitudinalComparison.Threshold().change(
      from: Double(earlier) * voxelMM3, to: Double(later) * voxelMM3)
  }

  private func slices(of lesion: Lesion) -> ClosedRange<Int> {
    let (lower, upper) = (lesion.boundingBox.lower[axialAxis], lesion.boundingBox.upper[axialAxis] - 1)
    let count = union.grid.shape[axialAxis]
    return countsFromTheTop ? (count - upper)...(count - lower) : (lower + 1)...(upper + 1)
  }

  private func mean(of image: Volume<Float>, over lesion: Lesion) -> Double? {
    var sum = 0.0
    var count = 0
    image.withScalars { scalars in
      lesion.forEachVoxel { voxel in
        let value = scalars[image.grid.linearIndex(voxel)]
        if value.isFinite {
          sum += Double(value)
          count += 1
        }
      }
    }
    return count > 0 ? sum / Double(count) : nil
  }

  private func probabilities(_ map: Volume<Float>, of lesion: Lesion) -> (mean: Double?, largest: Double?) {
    var largest: Float?
    map.withScalars { scalars in
      lesion.forEachVoxel { voxel in
        let value = scalars[map.grid.linearIndex(voxel)]
        if value.isFinite { largest = max(largest ?? value, value) }
      }
    }
    return (mean(of: map, over: lesion), largest.map(Double.init))
  }

  /// The mean FLAIR of the brain around a lesion, outside every mask.
  private func meanAround(_ lesion: Lesion) -> Double? {
    var sum = 0.0
    var count = 0
    sources.flair.withScalars { scalars in
      surroundings.forEachVoxel(around: lesion, inside: sources.brain, outside: union) { index in
        guard scalars[index].isFinite else { return }
        sum += Double(scalars[index])
        count += 1
      }
    }
    return count > 0 ? sum / Double(count) : nil
  }
}
