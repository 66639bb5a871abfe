/// Which regions two raters marked, of all that any rater of these cases marked.
public struct PairDetection: Sendable, Hashable, Encodable {
  /// Regions that both marked.
  public let both: Int
  /// Regions that the first alone of the two marked.
  public let firstOnly: Int
  /// Regions that the second alone of the two marked.
  public let secondOnly: Int
  /// Regions that neither marked, but another rater did; always 0 where there are two raters.
  public let neither: Int
  /// Cohen's kappa; nil without regions that neither marked, since it then says nothing of agreement.
  public let kappa: Double?
  /// With 95 % confidence, patients resampled.
  public let kappaInterval: ConfidenceInterval?
  /// 2 both / (2 both + the rest that one of them marked): needs no regions that neither marked.
  public let positiveAgreement: Double?
  /// With 95 % confidence, patients resampled.
  public let positiveAgreementInterval: ConfidenceInterval?

  /// - Parameter cases: of each case and each of its regions, whether the first and the second rater marked it.
  init(_ cases: [[(first: Bool, second: Bool)]], _ draws: BootstrapDraws) {
    let counts = cases.map { Counts($0) }
    let all = counts.reduce(Counts(), +)
    (both, firstOnly, secondOnly, neither) = (all.both, all.first, all.second, all.neither)
    kappa = all.kappa
    kappaInterval =
      all.kappa == nil ? nil : draws.interval { $0.reduce(into: Counts()) { $0 = $0 + counts[$1] }.kappa }
    positiveAgreement = all.positiveAgreement
    positiveAgreementInterval = draws.interval {
      $0.reduce(into: Counts()) { $0 = $0 + counts[$1] }.positiveAgreement
    }
  }

  /// A table of two by two.
  private struct Counts {
    var (both, first, second, neither) = (0, 0, 0, 0)

    init() {}

    init(_ regions: [(first: Bool, second: Bool)]) {
      for region in regions {
        switch (region.first, region.second) {
        case (true, true): both += 1
        case (true, false): first += 1
        case (false, true): second += 1
        case (false, false): neither += 1
        }
      }
    }

    static func + (a: Counts, b: Counts) -> Counts {
      var sum = a
      sum.both += b.both
      sum.first += b.first
      sum.second += b.second
      sum.neither += b.neither
      return sum
    }

    var kappa: Double? {
      guard neither > 0 else { return nil }
      return CohenKappa.coefficient(both: both, first: first, second: second, neither: neither)
    }

    var positiveAgreement: Double? {
      let marked = 2 * both + first + second
      return marked > 0 ? Double(2 * both) / Double(marked) : nil
    }
  }

  private enum CodingKeys: String, CodingKey {
    case both, neither, kappa
    case firstOnly = "reference_only"
    case secondOnly = "candidate_only"
    case kappaInterval = "kappa_interval"
    case positiveAgreement = "positive_agreement"
    case positiveAgreementInterval = "positive_agreement_interval"
  }

  /// Numbers by name, n/a as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(both, forKey: .both)
    try container.encode(firstOnly, forKey: .firstOnly)
    try container.encode(secondOnly, forKey: .secondOnly)
    try container.encode(neither, forKey: .neither)
    try container.encode(kappa, forKey: .kappa)
    try container.encode(kappaInterval, forKey: .kappaInterval)
    try container.encode(positiveAgreement, forKey: .positiveAgreement)
    try container.encode(positiveAgreementInterval, forKey: .positiveAgreementInterval)
  }
}
