/// Why a network or its weights cannot be used, in one sentence.
public enum ModelError: Error, Sendable, Hashable, CustomStringConvertible {
  case architecture(String)
  case unreadable(path: String, reason: String)
  case malformed(path: String, reason: String)
  case unwritable(path: String, reason: String)
  case exists(path: String)

  public var description: String {
    switch self {
    case .architecture(let reason): "this network cannot be built: \(reason)"
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .malformed(let path, let reason): "\(path): not usable as weights: \(reason)"
    case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
    case .exists(let path): "\(path): exists already; choose another name or use --force"
    }
  }
}
