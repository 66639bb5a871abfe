/// Why a run cannot start or go on, in one sentence.
public enum TrainingError: Error, Sendable, Hashable, CustomStringConvertible {
  case noCases
  case noLesionSlices(cases: [String])
  case channels(caseName: String, found: Int, expected: Int)
  case shapes(caseName: String, reason: String)
  case plan(String)
  case memory(neededBytes: Int, availableBytes: Int, batchSize: Int)
  case notFinite(step: Int)
  case model(ModelError)
  case run(RunFolderError)
  case cancelledBeforeFirstEpoch

  public var description: String {
    switch self {
    case .noCases: "there is nothing to train on: give at least one case with a mask"
    case .noLesionSlices(let cases):
      "fewer than two axial slices of \(cases.joined(separator: ", ")) hold a lesion; training needs at least two"
    case .channels(let name, let found, let expected):
      "\(name): has \(found) image channels; the network takes \(expected)"
    case .shapes(let name, let reason): "\(name): \(reason)"
    case .plan(let reason): "this training plan does not work: \(reason)"
    case .memory(let needed, let available, let batchSize):
      """
      training needs \(gigabytes(needed)) GB, \(gigabytes(available)) GB are free: lower --batch from \(batchSize) \
      or --base
      """
    case .notFinite(let step):
      "the loss was not finite at step \(step), before any weights were worth keeping; lower the learning rate"
    case .model(let error): error.description
    case .run(let error): error.description
    case .cancelledBeforeFirstEpoch: "training was stopped before its first epoch was done; there are no weights yet"
    }
  }

  private func gigabytes(_ bytes: Int) -> String {
    let tenths = (bytes + 50_000_000) / 100_000_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}

/// Why a run folder cannot be used, in one sentence.
public enum RunFolderError: Error, Sendable, Hashable, CustomStringConvertible {
  case exists(path: String)
  case unwritable(path: String, reason: String)
  case unreadable(path: String, reason: String)
  case differs(path: String, reason: String)

  public var description: String {
    switch self {
    case .exists(let path): "\(path): holds a run already; use --resume to go on with it, or another folder"
    case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
    case .unreadable(let path, let reason): "\(path): cannot be resumed: \(reason)"
    case .differs(let path, let reason): "\(path): was made with other settings: \(reason)"
    }
  }
}
