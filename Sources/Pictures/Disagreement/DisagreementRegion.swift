/// Who marked a voxel, out of rater 1, rater 2 and the prediction: the seven regions of the disagreement map. The raw
/// value is the bit mask of exported maps: 1 rater 1, 2 rater 2, 4 prediction.
package enum DisagreementRegion: UInt8, CaseIterable, Sendable, Hashable {
  case onlyRater1 = 1
  case onlyRater2 = 2
  case bothRaters = 3
  case onlyPrediction = 4
  case rater1AndPrediction = 5
  case rater2AndPrediction = 6
  case all = 7

  /// What a sample that holds several regions shows, first to last: the sharpest disagreement wins and what all agree on
  /// comes last, so that no disagreement hides under its surroundings.
  /// - Parameter drawn: the bits of the masks that take part.
  package static func precedence(drawn: UInt8) -> [DisagreementRegion] {
    let sharpestFirst: [DisagreementRegion] = [
      .onlyPrediction, .onlyRater1, .onlyRater2, .bothRaters, .rater1AndPrediction, .rater2AndPrediction, .all,
    ]
    let possible = sharpestFirst.filter { $0.rawValue & ~drawn == 0 }
    return possible.filter { $0.rawValue != drawn } + possible.filter { $0.rawValue == drawn }
  }
}
