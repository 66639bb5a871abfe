public import VolumeModel

/// Why a network or its weights cannot be used, in one sentence.
public enum ModelError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Numbers of which this engine makes no network; the reason, and what is possible.
  case architecture(String)
  /// A weights file that cannot be read, used or written.
  case file(FileError)

  /// One sentence for the user.
  public var description: String {
    switch self {
    case .architecture(let reason): "this network cannot be built: \(reason)"
    case .file(let error): error.description
    }
  }

  static func malformed(path: String, reason: String) -> ModelError {
    .file(FileError(.badData, path: path, problem: "is not usable as weights: \(reason)"))
  }
}
