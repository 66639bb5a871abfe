/// What a reviewer says of a lesion, or of a whole case.
public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
  case approved, rejected
}
