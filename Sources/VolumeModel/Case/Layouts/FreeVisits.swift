/// Visits in names that people chose, which no layout's pattern tells: `p1_tp2_flair`, `p1/2019-01-03/FLAIR`.
struct FreeVisits {
  /// A scan of a person who may have others.
  struct Visit {
    let patient: String
    let visit: String
    /// The folder below which the person's name is one person's.
    let place: String
    /// The visit is a folder's name: then the person's is that of the folder above.
    var isFolder = false
  }

  /// Of each seed; nil where nothing tells a visit.
  let visits: [Visit?]

  init(_ seeds: [CaseSeed]) {
    let found = seeds.map { $0.layout.usesNameStarts ? Self.visit(of: $0) : nil }
    func key(_ visit: Visit) -> [String] { [visit.place, visit.patient] }
    let counts = Dictionary(grouping: found.compactMap(\.self), by: key).mapValues { Set($0.map(\.visit)).count }
    // The last word of a name is a visit only where the person has another one: "p1_v2" may be a version.
    visits = found.map { visit in visit.flatMap { $0.isFolder || counts[key($0), default: 0] > 1 ? $0 : nil } }
  }

  private static func visit(of seed: CaseSeed) -> Visit? {
    let path = seed.flairs[0].path
    let folders = path.folders.map { String(decoding: $0, as: UTF8.self) }
    guard !seed.name.isEmpty else {
      guard folders.count > 1, let last = folders.last, VisitWord.isVisit(last) else { return nil }
      return Visit(
        patient: folders[folders.count - 2], visit: last, place: path.folder(dropping: 2), isFolder: true)
    }
    guard let (patient, visit) = VisitWord.split(seed.name) else { return nil }
    // Folders of the person or the visit lie within the place.
    let own = [patient, visit, seed.name].map { $0.lowercased() }
    let inner = folders.reversed().prefix { own.contains($0.lowercased()) || VisitWord.isVisit($0) }.count
    return Visit(patient: patient, visit: visit, place: path.folder(dropping: inner))
  }
}

/// Words by which people tell one visit from another.
enum VisitWord {
  private static let counted: Set<Substring> = [
    "tp", "timepoint", "time", "visit", "v", "session", "ses", "scan", "study", "year", "y", "month", "m", "week", "w",
    "followup", "follow-up", "fu", "t",
  ]
  private static let named: Set<String> = ["baseline", "bl", "followup", "follow-up", "fu", "screening"]

  /// Whether a word stands for a visit: "tp2", "visit-01", "baseline", "2019-01-03".
  static func isVisit(_ word: String) -> Bool {
    let lower = word.lowercased()
    if named.contains(lower) || isDate(lower) { return true }
    let digits = lower.reversed().prefix { $0.isASCII && $0.isNumber }
    let start = lower.dropLast(digits.count)
    return (1...3).contains(digits.count)
      && counted.contains(start.last == "-" || start.last == "_" ? start.dropLast() : start)
  }

  /// A name that ends in a visit, taken apart; nil for others.
  static func split(_ name: String) -> (patient: String, visit: String)? {
    for place in name.indices where "_-. ".contains(name[place]) && place != name.startIndex {
      let rest = String(name[name.index(after: place)...])
      if isVisit(rest) { return (String(name[..<place]), rest) }
    }
    return nil
  }

  /// Year, month and day, with or without signs between them.
  private static func isDate(_ word: String) -> Bool {
    let digits = word.filter { !"-_.".contains($0) }
    guard digits.count == 8, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits) else {
      return false
    }
    return (1900..<2100).contains(number / 10_000) && (1...12).contains(number / 100 % 100)
      && (1...31).contains(number % 100)
  }
}
