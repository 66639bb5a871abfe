import ArgumentParser
import VolumeModel

/// The statuses that scripts rely on; 130 and 143 come from `EndSignals`.
enum ExitStatus: Int32 {
  case done = 0
  /// Ran, but some inputs failed or a gate was missed.
  case someFailed = 1
  case wrongUsage = 64
  case badData = 65
  case noInput = 66
  case internalFailure = 70
  case cannotCreate = 73
  case transferFailed = 74
}

extension ExitStatus {
  /// The one place where errors become statuses.
  init(of error: any Error) {
    switch error {
    case let error as FileError:
      switch error.kind {
      case .notFound: self = .noInput
      case .badData, .wrongGrid: self = .badData
      case .cannotCreate: self = .cannotCreate
      case .transferFailed: self = .transferFailed
      }
    case let error as any StatusBearing: self = error.exitStatus
    default: self = .internalFailure
    }
  }
}

/// An error of another module or command that knows its status.
protocol StatusBearing: Error {
  var exitStatus: ExitStatus { get }
}
