package import VolumeModel

/// A place worth looking at: a connected region that one rater drew and the other did not, or, where there is one rater
/// only, a lesion of that rater.
package struct Finding: Sendable {
  package enum Kind: Sendable, Hashable {
    case onlyRater1
    case onlyRater2
    case lesion
  }

  package let kind: Kind
  package let volumeMM3: Double
  package let region: Lesion
  /// Whether the region touches what both raters drew: a dispute about a border rather than about a whole lesion.
  package let touchesAgreement: Bool

  /// All findings of two masks, largest first; ties keep the order of the file.
  package static func disagreements(_ rater1: Mask, _ rater2: Mask, connectivity: Connectivity = .edges) -> [Finding] {
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
  package static func lesions(_ mask: Mask, connectivity: Connectivity = .edges) -> [Finding] {
    Lesions(of: mask, connectivity: connectivity).lesions
      .map { Finding(kind: .lesion, volumeMM3: $0.volumeMM3, region: $0, touchesAgreement: false) }
      .sorted { $0.volumeMM3 > $1.volumeMM3 }
  }
}
