/// One lesion of a case, whoever drew it: a connected component of the union of all masks, and what is known of it.
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
  /// How many of its voxels the first two raters both drew.
  public let bothVoxels: Int
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
  let voxelVolumeMM3: Double

  /// Cubic millimetres that the first rater drew.
  public var rater1MM3: Double { Double(raterVoxels.first ?? 0) * voxelVolumeMM3 }
  /// Cubic millimetres that the second rater drew.
  public var rater2MM3: Double { Double(raterVoxels.count > 1 ? raterVoxels[1] : 0) * voxelVolumeMM3 }
  /// Cubic millimetres that are predicted.
  public var predictionMM3: Double { Double(predictionVoxels) * voxelVolumeMM3 }
  /// Drawn by rater 1 and not by rater 2.
  public var onlyRater1MM3: Double { rater1MM3 - Double(bothVoxels) * voxelVolumeMM3 }
  /// Drawn by rater 2 and not by rater 1.
  public var onlyRater2MM3: Double { rater2MM3 - Double(bothVoxels) * voxelVolumeMM3 }

  /// The Dice overlap of the raters inside the lesion; nil without two raters, or where neither drew.
  public var agreement: Double? {
    guard raterVoxels.count > 1, raterVoxels[0] + raterVoxels[1] > 0 else { return nil }
    return 2 * Double(bothVoxels) / Double(raterVoxels[0] + raterVoxels[1])
  }

  /// The volume of disagreement: between the raters; with one rater or none, what not every mask has.
  public var disagreementMM3: Double {
    if raterVoxels.count > 1, raterVoxels[0] + raterVoxels[1] > 0 { return onlyRater1MM3 + onlyRater2MM3 }
    return volumeMM3 - (raterVoxels.isEmpty ? predictionMM3 : min(rater1MM3, predictionMM3))
  }

  /// How much brighter the lesion is than its surroundings, as a fraction of these.
  public var contrast: Double? {
    guard let flairInside, let flairAround, flairAround != 0 else { return nil }
    return (flairInside - flairAround) / abs(flairAround)
  }

  /// Who drew it, as in "r1 r2 p".
  public var drawnBy: String {
    var names = raterVoxels.prefix(2).enumerated().filter { $1 > 0 }.map { "r\($0.offset + 1)" }
    if predictionVoxels > 0 { names.append("p") }
    return names.isEmpty ? "reviewer" : names.joined(separator: " ")
  }
}
