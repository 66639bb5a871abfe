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

    /// What to do where nothing more is known of it.
    fileprivate var usualAdvice: String {
      switch self {
      case .notFound: "check the name and the right to read it"
      case .badData: "name another file, or make this one again"
      case .wrongGrid: "give the file of this image"
      case .cannotCreate: "choose another name or folder"
      case .transferFailed: "check the disk and the memory, and try again"
      }
    }
  }

  /// What callers and exit statuses tell apart.
  public let kind: Kind
  /// The file or folder, as it was named.
  public let path: String
  /// What is wrong, without the file's name.
  public let problem: String
  /// What to do about it; nil where the problem says it already.
  public let advice: String?

  /// An error about a file; `problem` and `advice` are parts of one sentence. Where no advice is given, that of the kind.
  public init(_ kind: Kind, path: String, problem: String, advice: String? = nil) {
    self.kind = kind
    self.path = path
    self.problem = problem
    self.advice = advice ?? (problem.contains("; ") ? nil : kind.usualAdvice)
  }

  /// `FILE: what is wrong; what to do`, always one line.
  public var description: String {
    let sentence = advice.map { "\(path): \(problem); \($0)" } ?? "\(path): \(problem)"
    return sentence.visibleOnOneLine
  }
}
