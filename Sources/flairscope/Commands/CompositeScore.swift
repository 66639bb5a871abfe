import VolumeModel

/// The ISBI 2015 composite of a prediction against each rater, and of the raters against each other. Lesions are
/// 18-connected and found by any overlap, as the challenge defines it, whatever the other measures use.
///
/// A quarter of the composite is the correlation of volumes over scans. With one scan it is n/a, and so are `sc` and
/// `score`; what remains has names of its own.
struct CompositeScore: Encodable {
  /// DSC/8 + PPV/8 + (1 - LFPR)/4 + LTPR/4, the mean over the raters, at most 3/4.
  let scanTerms: Double?
  /// The terms weighted up to 1.
  let withoutCorrelation: Double?
  /// The same of one rater against the other, both ways.
  let interRaterWithoutCorrelation: Double?
  /// 100 is perfect, 90 as good as one rater against the other; nil with one rater.
  let scoreWithoutCorrelation: Double?

  init(prediction: Mask, raters: [Mask]) {
    scanTerms = Self.mean(raters.map { ISBI2015Score.scanTerms(reference: $0, candidate: prediction) })
    let composite = scanTerms.flatMap { ISBI2015Score.compositeWithoutCorrelation(scanTerms: [$0]) }
    withoutCorrelation = composite
    guard raters.count == 2,
      let interRater = Self.mean([
        ISBI2015Score.scanTerms(reference: raters[0], candidate: raters[1]),
        ISBI2015Score.scanTerms(reference: raters[1], candidate: raters[0]),
      ]).flatMap({ ISBI2015Score.compositeWithoutCorrelation(scanTerms: [$0]) })
    else {
      interRaterWithoutCorrelation = nil
      scoreWithoutCorrelation = nil
      return
    }
    interRaterWithoutCorrelation = interRater
    scoreWithoutCorrelation = composite.flatMap { ISBI2015Score.normalised(composite: $0, interRater: interRater) }
  }

  /// Nil as soon as one is: the composite has no term to spare.
  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    guard known.count == values.count, !known.isEmpty else { return nil }
    return known.reduce(0, +) / Double(known.count)
  }

  var text: String {
    var text = "ISBI 2015 composite n/a: the correlation of volumes needs several scans\n"
    text += "  without it, weighted up to 1: \(ReadableNumber.text(withoutCorrelation))"
    if let score = scoreWithoutCorrelation, let interRater = interRaterWithoutCorrelation {
      text += "; normalised \(ReadableNumber.text(score, decimals: 1)),"
      text += " where 90 is as good as the raters (\(ReadableNumber.text(interRater)))"
    }
    return text + "\n"
  }

  private enum CodingKeys: String, CodingKey {
    case sc, score
    case scanTerms = "scan_terms"
    case withoutCorrelation = "sc_without_correlation"
    case interRaterWithoutCorrelation = "sc_without_correlation_inter_rater"
    case scoreWithoutCorrelation = "score_without_correlation"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeNil(forKey: .sc)
    try container.encodeNil(forKey: .score)
    try container.encode(scanTerms, forKey: .scanTerms)
    try container.encode(withoutCorrelation, forKey: .withoutCorrelation)
    try container.encode(interRaterWithoutCorrelation, forKey: .interRaterWithoutCorrelation)
    try container.encode(scoreWithoutCorrelation, forKey: .scoreWithoutCorrelation)
  }
}
