/// Which lesions of two masks find each other, and the rates that follow. A rate that is not defined is nil ("n/a").
public struct LesionDetection: Sendable {
  /// When a lesion counts as found.
  public let rule: LesionRule
  /// Which voxels count as neighbours.
  public let connectivity: Connectivity
  /// Components of the reference.
  public let referenceLesions: [Lesion]
  /// Components of the candidate.
  public let candidateLesions: [Lesion]
  /// For each reference lesion whether the candidate found it.
  public let referenceIsFound: [Bool]
  /// For each candidate lesion whether it stands on a reference lesion.
  public let candidateIsTrue: [Bool]
  /// Which reference lesion meets which candidate lesion.
  let overlaps: LesionOverlapTable

  /// Pairs the lesions of two masks on one grid.
  public init(
    reference: Mask, candidate: Mask, connectivity: Connectivity = .edges, rule: LesionRule = .anyOverlap
  ) {
    precondition(reference.grid.shape == candidate.grid.shape, "masks of one shape")
    self.rule = rule
    self.connectivity = connectivity
    var r = Lesions(of: reference, connectivity: connectivity)
    var c = Lesions(of: candidate, connectivity: connectivity)
    let atMost = rule.largestIgnoredCount(on: reference.grid)
    if atMost > 0 {
      r = Lesions(of: r.removing(voxelCountAtMost: atMost), connectivity: connectivity)
      c = Lesions(of: c.removing(voxelCountAtMost: atMost), connectivity: connectivity)
    }
    referenceLesions = r.lesions
    candidateLesions = c.lesions
    let table = LesionOverlapTable(r.lesions, c.lesions, grid: reference.grid)
    let swapped = table.transposed
    overlaps = table
    func isMet(_ lesion: Int, in table: LesionOverlapTable) -> Bool {
      switch rule {
      case .anyOverlap: !table.partners(of: lesion).isEmpty
      case .msseg: table.isFoundByMSSEG(lesion)
      case .iou: table.bestIntersectionOverUnion(of: lesion) >= 0.25
      }
    }
    referenceIsFound = r.lesions.indices.map { isMet($0, in: table) }
    candidateIsTrue = c.lesions.indices.map { isMet($0, in: swapped) }
  }

  /// The fraction of reference lesions that were found (LTPR); nil without reference lesions.
  public var truePositiveRate: Double? {
    referenceLesions.isEmpty ? nil : Double(referenceIsFound.count { $0 }) / Double(referenceLesions.count)
  }

  /// The fraction of candidate lesions that stand on no reference lesion (LFPR), a false discovery rate despite its name;
  /// 0 without candidate lesions.
  public var falsePositiveRate: Double {
    candidateLesions.isEmpty ? 0 : Double(candidateIsTrue.count { !$0 }) / Double(candidateLesions.count)
  }

  /// The harmonic mean of `truePositiveRate` and 1 - `falsePositiveRate`; by the rule `iou` TP / (TP + (FP + FN) / 2).
  /// 1 when neither mask has lesions, 0 when one has none.
  public var f1: Double {
    guard !referenceLesions.isEmpty || !candidateLesions.isEmpty else { return 1 }
    guard !referenceLesions.isEmpty, !candidateLesions.isEmpty else { return 0 }
    if rule == .iou {
      let truePositives = Double(candidateIsTrue.count { $0 })
      let errors = Double(candidateIsTrue.count { !$0 } + referenceIsFound.count { !$0 })
      return truePositives / (truePositives + errors / 2)
    }
    let sensitivity = truePositiveRate ?? 0
    let precision = 1 - falsePositiveRate
    return sensitivity + precision > 0 ? 2 * sensitivity * precision / (sensitivity + precision) : 0
  }
}
