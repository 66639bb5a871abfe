/// Which role a file was given, and why.
public struct RoleChoice: Sendable, Hashable, Encodable {
  /// "flair", a sequence as in "T1", "rater1" and so on, "prediction" or "brain_mask".
  public let role: String
  /// The file, as it was found or named.
  public let file: String
  /// The rule that chose it, in words.
  public let why: String

  /// A file with its role and the rule that chose it, in words.
  public init(role: String, file: String, why: String) {
    self.role = role
    self.file = file
    self.why = why
  }
}

/// A file of a case without a role, and why.
public struct PassedOverFile: Sendable, Hashable, Encodable {
  /// The file, as it was found.
  public let path: String
  /// Why it has no role, in words.
  public let why: String

  enum CodingKeys: String, CodingKey {
    case path = "file"
    case why
  }

  /// A file without a role, and why in words.
  public init(path: String, why: String) {
    self.path = path
    self.why = why
  }

  /// A file that its rule passes over.
  init(_ matched: MatchedFile) {
    if case .passedOver(let why) = matched.role {
      self.init(path: matched.file.path, why: why)
    } else {
      self.init(path: matched.file.path, why: "belongs to no case here")
    }
  }
}
