import Foundation

/// A file that a review rests on, as it was when the review was written.
public struct JournalInput: Sendable, Hashable, Codable {
  /// "flair", "rater1", "rater2", "prediction", "brain-mask".
  public let role: String
  /// The file, as it was opened.
  public let path: String
  /// 64 hexadecimal digits; nil when the file could not be read.
  public let sha256: String?

  /// An input with its hash, when it is known.
  public init(role: String, path: String, sha256: String?) {
    self.role = role
    self.path = path
    self.sha256 = sha256
  }

  /// The files of a case with their hashes. Reads every one of them to its end.
  public static func inputs(of review: ReviewCase) -> [JournalInput] {
    let files = review.files
    var named = [("flair", files.flair)]
    if review.comparesVisits {
      named += zip(["earlier-visit", "this-visit"], review.raters).map { ($0, $1.path) }
    } else {
      // In the order of the files, whatever a blind review shows.
      let used = Set(review.raters.map(\.path))
      named += (files.raters + files.furtherMasks.filter { used.contains($0.path) }).enumerated()
        .map { ("rater\($0 + 1)", $1.path) }
    }
    if let prediction = files.prediction { named.append(("prediction", prediction)) }
    if let brainMask = files.brainMask { named.append(("brain-mask", brainMask)) }
    return named.map { role, path in
      JournalInput(
        role: role, path: URL(fileURLWithPath: path).standardizedFileURL.path, sha256: SHA256.ofFile(path))
    }
  }
}

/// The first line of a journal; another one follows where the version or the inputs have changed since.
public struct JournalHeader: Sendable, Hashable, Codable {
  /// The name of this form of journal.
  public static let schema = "flairscope.journal/1"

  /// The form of the journal that follows.
  public let schema: String
  /// The version of the program that wrote it.
  public let version: String
  /// The case that is reviewed.
  public let caseName: String
  /// The files that were open.
  public let inputs: [JournalInput]
  /// Who reviews.
  public let author: String
  /// ISO 8601, UTC.
  public let time: String

  /// A header, written once a session.
  public init(version: String, caseName: String, inputs: [JournalInput], author: String, time: String) {
    schema = Self.schema
    self.version = version
    self.caseName = caseName
    self.inputs = inputs
    self.author = author
    self.time = time
  }

  private enum CodingKeys: String, CodingKey { case schema, version, caseName = "case", inputs, author, time }

  /// What is different about the inputs since `earlier`, a sentence each. Paths may change, contents may not.
  public func changes(since earlier: JournalHeader) -> [String] {
    var changes: [String] = []
    for input in inputs {
      guard let old = earlier.inputs.first(where: { $0.role == input.role }) else {
        changes.append("\(input.role) was not there when the review was written: \(input.path)")
        continue
      }
      if old.sha256 != input.sha256 {
        changes.append("\(input.role) has changed since the review was written: \(input.path)")
      }
    }
    for old in earlier.inputs where !inputs.contains(where: { $0.role == old.role }) {
      changes.append("\(old.role) of the review is not there any more: \(old.path)")
    }
    return changes
  }
}

/// One action, as it stands in the journal: number, time, author and what was done.
public struct JournalRecord: Sendable, Hashable {
  /// 1 and up.
  public let sequence: Int
  /// ISO 8601, UTC.
  public let time: String
  /// Who reviews.
  public let author: String
  /// What was done.
  public let event: ReviewEvent

  /// A line of the journal.
  public init(sequence: Int, time: String, author: String, event: ReviewEvent) {
    self.sequence = sequence
    self.time = time
    self.author = author
    self.event = event
  }
}

extension JournalRecord: Codable {
  /// Decodes what `encode(to:)` wrote.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: ActionKey.self)
    self.init(
      sequence: try fields.decode(Int.self, forKey: .sequence), time: try fields.decode(String.self, forKey: .time),
      author: try fields.decode(String.self, forKey: .author), event: try ReviewEvent(fields, decoder))
  }

  /// Encodes under the names that files and scripts use.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: ActionKey.self)
    try fields.encode(sequence, forKey: .sequence)
    try fields.encode(time, forKey: .time)
    try fields.encode(author, forKey: .author)
    try event.encode(to: encoder)
  }
}
