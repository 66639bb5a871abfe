/// A place worth looking at: a connected region that one rater drew and the other did not, or, where there is one rater
/// only, a lesion of that rater.
public struct Finding: Sendable {
  /// Who drew it.
  public enum Kind: Sendable, Hashable {
    case onlyRater1
    case onlyRater2
    case lesion
    /// Of three raters or more, these drew some of it (from 0), of so many.
    case divided(by: [Int], of: Int)

    /// Whether it is one of three raters or more.
    public var isDivided: Bool { if case .divided = self { true } else { false } }
  }

  /// Who drew it.
  public let kind: Kind
  /// Its volume in cubic millimetres.
  public let volumeMM3: Double
  /// Its voxels.
  public let region: Lesion
  /// Whether the region touches what both raters drew: a disagreement about a border rather than about a whole lesion.
  public let touchesAgreement: Bool

  /// The disagreement regions of two raters or more, the most important first; none of one.
  public static func regions(of masks: [Mask], connectivity: Connectivity = .edges) -> [Finding] {
    switch masks.count {
    case ...1: []
    case 2: disagreements(masks[0], masks[1], connectivity: connectivity)
    default: divided(masks, connectivity: connectivity)
    }
  }

  /// The regions that some of several raters drew and not all, most divided first: every voxel counts by how evenly the
  /// raters are split over it, from 0 where they agree to 1 where half of them drew it.
  public static func divided(_ masks: [Mask], connectivity: Connectivity = .edges) -> [Finding] {
    guard let any = Mask.union(of: masks), let all = Mask.intersection(of: masks) else { return [] }
    let agreed = all.dilated(connectivity)
    let count = Double(masks.count)
    let found = Lesions(of: any.subtracting(all), connectivity: connectivity).lesions.map { region in
      let drawn = masks.map { region.overlapCount(with: $0) }
      var division = 0.0
      region.forEachVoxel { voxel in
        let votes = Double(masks.count { $0[voxel] })
        division += 4 * votes * (count - votes) / (count * count)
      }
      let finding = Finding(
        kind: .divided(by: drawn.indices.filter { drawn[$0] > 0 }, of: masks.count), volumeMM3: region.volumeMM3,
        region: region, touchesAgreement: region.overlaps(agreed))
      return (finding: finding, division: division)
    }
    return found.sorted { ($1.division, $0.finding.region.id) < ($0.division, $1.finding.region.id) }.map(\.finding)
  }

  /// All findings of two masks, largest first; ties keep the order of the file.
  public static func disagreements(_ rater1: Mask, _ rater2: Mask, connectivity: Connectivity = .edges) -> [Finding] {
    let agreed = rater1.intersection(rater2).dilated(connectivity)
    func regions(_ mask: Mask, _ kind: Kind) -> [Finding] {
      Lesions(of: mask, connectivity: connectivity).lesions.map {
        Finding(kind: kind, volumeMM3: $0.volumeMM3, region: $0, touchesAgreement: $0.overlaps(agreed))
      }
    }
    let found = regions(rater1.subtracting(rater2), .onlyRater1) + regions(rater2.subtracting(rater1), .onlyRater2)
    return found.sorted { $0.volumeMM3 > $1.volumeMM3 }
  }

  /// The lesions of one mask, largest first.
  public static func lesions(_ mask: Mask, connectivity: Connectivity = .edges) -> [Finding] {
    Lesions(of: mask, connectivity: connectivity).lesions
      .map { Finding(kind: .lesion, volumeMM3: $0.volumeMM3, region: $0, touchesAgreement: false) }
      .sorted { $0.volumeMM3 > $1.volumeMM3 }
  }
}
