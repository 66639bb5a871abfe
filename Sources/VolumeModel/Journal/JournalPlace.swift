/// Where journals are kept when nobody names a place.
public enum JournalPlace {
  /// `$XDG_STATE_HOME/flairscope/reviews/CASE-HASH/journal.jsonl`, by default below `~/.local/state`. The hash is that
  /// of the FLAIR's content, so that a case keeps its review wherever it is moved to.
  /// - Returns: nil when there is neither XDG_STATE_HOME nor HOME.
  public static func standard(
    caseName: String, flairSHA256: String?, environment: [String: String]
  ) -> String? {
    guard let state = StateFolder.path(environment: environment) else { return nil }
    let hash = flairSHA256.map { String($0.prefix(8)) } ?? "unknown"
    return "\(state)/reviews/\(fileName(caseName))-\(hash)/journal.jsonl"
  }

  /// The place of a case's review; two visits compared are a review of their own.
  public static func standard(
    of review: ReviewCase, inputs: [JournalInput], environment: [String: String]
  ) -> String? {
    standard(
      caseName: review.name + (review.comparesVisits ? "-visits" : ""),
      flairSHA256: inputs.first { $0.role == "flair" }?.sha256, environment: environment)
  }

  private static func fileName(_ name: String) -> String {
    let kept = name.prefix(80).map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "_" }
    return kept.isEmpty || kept.first == "." ? "case" + String(kept) : String(kept)
  }
}
