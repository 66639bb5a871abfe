public import VolumeModel

/// Why an experiment cannot start or continue, in one sentence.
public enum ExperimentError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The setting does not work.
  case setting(String)
  /// The cases are too few, or of no use.
  case cases(String)
  case file(FileError)
  /// One cell could not be trained or predicted.
  case cell(name: String, reason: String)
  /// A stop was asked for; what is done stays.
  case interrupted

  /// One sentence for people.
  public var description: String {
    switch self {
    case .setting(let reason): "this experiment does not work: \(reason)"
    case .cases(let reason): reason
    case .file(let error): error.description
    case .cell(let name, let reason): "\(name): \(reason)"
    case .interrupted: "stopped on request; the same command continues"
    }
  }
}
