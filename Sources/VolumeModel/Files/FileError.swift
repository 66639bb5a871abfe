/// What went wrong with a file, as one sentence: which file, what is wrong, what to do.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds that callers, and exit statuses, tell apart.
  public enum Kind: Sendable, Hashable {
    /// No such file or folder, or it may not be read.
    case notFound
    /// The content is damaged, of another format, or of no use for the purpose.
    case badData
    /// A sound file that lies on another voxel grid than its image.
    case wrongGrid
    /// The output exists already, or its folder does not allow a new file.
    case cannotCreate
    /// Reading or writing failed half-way: a full disk, a lost network drive.
    case transferFailed
  }

  /// What callers and exit statuses tell apart.
  public let kind: Kind
  /// The file or folder, as it was named.
  public let path: String
  /// What is wrong, without the file's name.
  public let problem: String
  /// What to do about it, when there is something to do.
  public let advice: String?

  /// An error about a file; `problem` and `advice` are parts of one sentence.
  public init(_ kind: Kind, path: String, problem: String, advice: String? = nil) {
    self.kind = kind
    self.path = path
    self.problem = problem
    self.advice = advice
  }

  /// `FILE: what is wrong; what to do`, always one line.
  public var description: String {
    let sentence = advice.map { "\(path): \(problem); \($0)" } ?? "\(path): \(problem)"
    return sentence.inOneLine
  }
}

extension String {
  /// The text with control characters made visible, so that a hostile name cannot break a line or a terminal.
  var inOneLine: String {
    guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
    var line = String.UnicodeScalarView()
    for scalar in unicodeScalars { line.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar) }
    return String(line)
  }
}
