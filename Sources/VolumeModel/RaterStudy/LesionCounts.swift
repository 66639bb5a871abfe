/// How many lesions of one class, of a size or of a place, were found, and how well.
public struct LesionCounts: Sendable, Hashable {
  /// Lesions of that class.
  public internal(set) var lesions = 0
  /// Those that the other mask found, by the lesion rule in use.
  public internal(set) var found = 0
  /// The sum over the found of the Dice of the lesion with all lesions of the other mask that meet it.
  public internal(set) var diceSum = 0.0
  /// The sum over the found of the average distance, in mm, from the lesion's surface to the other mask's.
  public internal(set) var distanceSumMM = 0.0
  /// The sum over the found of the 95th percentile of these distances.
  public internal(set) var percentileSumMM = 0.0

  /// The fraction found; nil without lesions.
  public var rate: Double? { lesions > 0 ? Double(found) / Double(lesions) : nil }
  /// The mean Dice of the found lesions; nil without any.
  public var meanDice: Double? { mean(diceSum) }
  /// The mean over the found of the average distance to the other mask's surface; nil without any.
  public var meanDistanceMM: Double? { mean(distanceSumMM) }
  /// The mean over the found of the 95th percentile of the distances to it; nil without any.
  public var meanPercentileMM: Double? { mean(percentileSumMM) }

  private func mean(_ sum: Double) -> Double? { found > 0 ? sum / Double(found) : nil }

  static func + (a: LesionCounts, b: LesionCounts) -> LesionCounts {
    var sum = a
    sum.lesions += b.lesions
    sum.found += b.found
    sum.diceSum += b.diceSum
    sum.distanceSumMM += b.distanceSumMM
    sum.percentileSumMM += b.percentileSumMM
    return sum
  }

  /// The lesions of one side, by the class that each belongs to.
  static func counted<Class: Hashable>(
    _ side: LesionAgreement.Side, of report: AgreementReport, _ surfaces: LesionSurfaces,
    by classOf: (LesionAgreement) -> Class
  ) -> [Class: LesionCounts] {
    var counts: [Class: LesionCounts] = [:]
    let others = report.lesions.filter { $0.mask != side }
    let sizes = Dictionary(others.map { ($0.id, $0.voxels) }, uniquingKeysWith: { first, _ in first })
    for lesion in report.lesions where lesion.mask == side {
      var count = LesionCounts(lesions: 1)
      if lesion.matched {
        let met = lesion.partners.reduce(0) { $0 + (sizes[$1.id] ?? 0) }
        count.found = 1
        count.diceSum = 2 * Double(lesion.overlapVoxels) / Double(max(lesion.voxels + met, 1))
        count.distanceSumMM = surfaces[lesion.id]?.averageMM ?? 0
        count.percentileSumMM = surfaces[lesion.id]?.percentile95MM ?? 0
      }
      let place = classOf(lesion)
      counts[place] = (counts[place] ?? LesionCounts()) + count
    }
    return counts
  }

  /// The lesions of one side by size, one entry for each class.
  static func bySize(
    _ side: LesionAgreement.Side, of report: AgreementReport, _ surfaces: LesionSurfaces, voxelVolumeMM3: Double,
    _ classes: LesionSizeClasses
  ) -> [LesionCounts] {
    let counts = counted(side, of: report, surfaces) { classes.index(ofVolumeMM3: Double($0.voxels) * voxelVolumeMM3) }
    return (0..<classes.count).map { counts[$0] ?? LesionCounts() }
  }
}
