import Pictures

extension Wording {
  /// Whose masks a training learns from, as in "learning from the adjudicated masks of 2 cases and from rater 1 of 1 case".
  /// - Parameters:
  ///   - adjudicated: cases whose masks were changed in the review.
  ///   - unchanged: cases approved with the mask of rater 1 as it was.
  package static func learning(adjudicated: Int, unchanged: Int) -> String {
    func cases(_ number: Int) -> String { number == 1 ? "1 case" : "\(number) cases" }
    let sources = [
      adjudicated > 0 ? "from the adjudicated masks of \(cases(adjudicated))" : nil,
      unchanged > 0 ? "from rater 1 of \(cases(unchanged)), approved without a change" : nil,
    ]
    return "learning " + sources.compactMap { $0 }.joined(separator: " and ")
  }
}
