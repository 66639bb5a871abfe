extension LesionSizeFilter {
  /// The sizes that a choice is made among, in cubic millimetres; the default first, so that it stays where no other is
  /// better.
  private static let sizesMM3 = [3.0, 0, 5, 10, 15, 20, 30, 50]

  /// The filter that makes predictions agree best with their references: the largest mean of Dice and lesion-wise F1
  /// (18-connected, any overlap) over all pairs. Dice alone hardly sees small false lesions, F1 alone would trade
  /// volume for them.
  /// - Parameter pairs: predictions before any filter, each on the grid of its reference.
  /// - Returns: nil without a pair.
  public static func chosen(for pairs: [(reference: Mask, candidate: Mask)]) -> LesionSizeFilter? {
    guard !pairs.isEmpty else { return nil }
    var best: (filter: LesionSizeFilter, score: Double)?
    for size in sizesMM3 {
      let filter = LesionSizeFilter(largestRemovedMM3: size)
      var score = 0.0
      for pair in pairs {
        let kept = filter.filtered(pair.candidate)
        score += OverlapCounts(reference: pair.reference, candidate: kept).dice
        score += LesionDetection(reference: pair.reference, candidate: kept).f1
      }
      if score > (best?.score ?? -1) { best = (filter, score) }
    }
    return best?.filter
  }
}
