/// One lesion of a case, whoever drew it: a connected component of the union of all masks, or what the reviewer cut or
/// joined, and what is known of it.
public struct LesionRecord: Sendable, Identifiable {
  /// 1 and up, by falling volume when the case was opened. A lesion keeps its number when the prediction changes.
  public let id: Int
  /// The component.
  public let lesion: Lesion
  /// Its voxels.
  public let region: VoxelRegion
  /// Its volume in cubic millimetres.
  public let volumeMM3: Double
  /// See ``Lesion/largestDiameterMM(spacingMM:)``.
  public let diameterMM: Double
  /// The half of the head that it lies in.
  public let side: LesionSide
  /// The axial slices that hold voxels of it, counted from 1 at the patient's lower end.
  public let slices: ClosedRange<Int>
  /// How many of its voxels each rater drew; empty without raters.
  public let raterVoxels: [Int]
  /// Its voxels that are predicted.
  public let predictionVoxels: Int
  /// How many of its voxels at least one rater drew.
  public let anyVoxels: Int
  /// How many of its voxels every rater drew.
  public let allVoxels: Int
  /// How many of its voxels each pair of raters both drew, in the order (1, 2), (1, 3), ... (2, 3), ...
  public let pairVoxels: [Int]
  /// Means of the FLAIR inside and in the brain within 3 mm around it, where no mask is; nil where there is no voxel.
  public let flairInside: Double?
  /// The mean FLAIR of the brain around it.
  public let flairAround: Double?
  /// Nil without a probability map.
  public let meanProbability: Double?
  /// Nil without a probability map.
  public let largestProbability: Double?
  /// What became of it between two visits; nil where raters are compared.
  public let change: LongitudinalComparison.Change?
  /// How the reviewer cut or joined it; nil for a component as it is. See ``LesionDivision/rule``.
  public let division: String?
  /// The volume in which two annotations that a network drew differ, the mean over all pairs, in cubic millimetres: within the
  /// lesion and in what they draw beside it; nil with fewer than two.
  public let expectedDifferenceMM3: Double?
  let voxelVolumeMM3: Double

  /// Cubic millimetres that the first rater drew.
  public var rater1MM3: Double { Double(raterVoxels.first ?? 0) * voxelVolumeMM3 }
  /// Cubic millimetres that the second rater drew.
  public var rater2MM3: Double { Double(raterVoxels.count > 1 ? raterVoxels[1] : 0) * voxelVolumeMM3 }
  /// Cubic millimetres that are predicted.
  public var predictionMM3: Double { Double(predictionVoxels) * voxelVolumeMM3 }
  /// Drawn by rater 1 and not by rater 2.
  public var onlyRater1MM3: Double { rater1MM3 - Double(bothVoxels) * voxelVolumeMM3 }
  /// How many of its voxels the first two raters both drew.
  public var bothVoxels: Int { pairVoxels.first ?? 0 }

  /// Drawn by rater 2 and not by rater 1.
  public var onlyRater2MM3: Double { rater2MM3 - Double(bothVoxels) * voxelVolumeMM3 }

  /// Cubic millimetres that a rater drew; nil where there is no such rater.
  /// - Parameter index: the rater's place, from 0.
  public func drawnMM3(byRater index: Int) -> Double? {
    raterVoxels.indices.contains(index) ? Double(raterVoxels[index]) * voxelVolumeMM3 : nil
  }

  /// How many raters drew any of it.
  public var votes: Int { raterVoxels.count { $0 > 0 } }

  /// The Dice overlap of the raters inside the lesion, the mean over the pairs of which one drew; nil without two
  /// raters, or where none drew.
  public var agreement: Double? {
    var (sum, pairs, place) = (0.0, 0, 0)
    for first in raterVoxels.indices {
      for second in raterVoxels.indices.dropFirst(first + 1) {
        defer { place += 1 }
        let drawn = raterVoxels[first] + raterVoxels[second]
        guard drawn > 0, pairVoxels.indices.contains(place) else { continue }
        sum += 2 * Double(pairVoxels[place]) / Double(drawn)
        pairs += 1
      }
    }
    return pairs > 0 ? sum / Double(pairs) : nil
  }

  /// The volume of disagreement: what one rater at least drew and not all did; with one rater or none, what not every mask has.
  public var disagreementMM3: Double {
    if raterVoxels.count > 1, anyVoxels > 0 { return Double(anyVoxels - allVoxels) * voxelVolumeMM3 }
    return volumeMM3 - (raterVoxels.isEmpty ? predictionMM3 : min(rater1MM3, predictionMM3))
  }

  /// The volume in which two raters differ, the mean over all pairs, in cubic millimetres; nil with fewer than two raters.
  public var observedDifferenceMM3: Double? {
    guard raterVoxels.count > 1 else { return nil }
    let pairs = raterVoxels.count * (raterVoxels.count - 1) / 2
    // A rater's voxels count in each of that rater's pairs, and common voxels in neither.
    let voxels = (raterVoxels.count - 1) * raterVoxels.reduce(0, +) - 2 * pairVoxels.reduce(0, +)
    return Double(voxels) / Double(pairs) * voxelVolumeMM3
  }

  /// How much further raters differ than a network that learned from raters expects, in cubic millimetres.
  public var unexpectedDifferenceMM3: Double? {
    observedDifferenceMM3.flatMap { observed in expectedDifferenceMM3.map { observed - $0 } }
  }

  /// Between two visits how much larger it is, as a fraction of its earlier volume; nil where raters are compared, or where
  /// nothing was there before.
  public var growth: Double? {
    change == nil || rater1MM3 == 0 ? nil : (rater2MM3 - rater1MM3) / rater1MM3
  }

  /// The rule by which it is called new, gone, grown, shrunk or stable; nil where raters are compared.
  public var changeRule: String? {
    change == nil ? nil : LongitudinalComparison.Threshold().reason(from: rater1MM3, to: rater2MM3)
  }

  /// How much brighter the lesion is than its surroundings, as a fraction of these.
  public var contrast: Double? {
    guard let flairInside, let flairAround, flairAround != 0 else { return nil }
    return (flairInside - flairAround) / abs(flairAround)
  }

  /// Who drew it, as in "r1 r2 p".
  public var drawnBy: String {
    var names = raterVoxels.enumerated().filter { $1 > 0 }.map { "r\($0.offset + 1)" }
    if predictionVoxels > 0 { names.append("p") }
    return names.isEmpty ? "reviewer" : names.joined(separator: " ")
  }
}
