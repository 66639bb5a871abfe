/// How many lesions of one size were found, and how well.
public struct SizeDetection: Sendable, Hashable {
  /// Lesions of that size.
  public internal(set) var lesions = 0
  /// Those that the other mask found, by the lesion rule in use.
  public internal(set) var found = 0
  /// The sum over the found of the Dice of the lesion with all lesions of the other mask that meet it.
  public internal(set) var diceSum = 0.0

  /// The fraction found; nil without lesions.
  public var rate: Double? { lesions > 0 ? Double(found) / Double(lesions) : nil }
  /// The mean Dice of the found lesions; nil without any.
  public var meanDice: Double? { found > 0 ? diceSum / Double(found) : nil }

  static func + (a: SizeDetection, b: SizeDetection) -> SizeDetection {
    var sum = a
    sum.lesions += b.lesions
    sum.found += b.found
    sum.diceSum += b.diceSum
    return sum
  }

  /// One entry for each class.
  static func counted(
    _ side: LesionAgreement.Side, of report: AgreementReport, voxelVolumeMM3: Double, _ classes: LesionSizeClasses
  ) -> [SizeDetection] {
    var counts = [SizeDetection](repeating: SizeDetection(), count: classes.count)
    let others = report.lesions.filter { $0.mask != side }
    let sizes = Dictionary(others.map { ($0.id, $0.voxels) }, uniquingKeysWith: { first, _ in first })
    for lesion in report.lesions where lesion.mask == side {
      let place = classes.index(ofVolumeMM3: Double(lesion.voxels) * voxelVolumeMM3)
      counts[place].lesions += 1
      guard lesion.matched else { continue }
      counts[place].found += 1
      let met = lesion.partners.reduce(0) { $0 + (sizes[$1.id] ?? 0) }
      counts[place].diceSum += 2 * Double(lesion.overlapVoxels) / Double(max(lesion.voxels + met, 1))
    }
    return counts
  }
}
