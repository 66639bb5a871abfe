public import VolumeModel

/// Why a run cannot start or continue, in one sentence.
public enum TrainingError: Error, Sendable, Hashable, CustomStringConvertible {
  case noCases
  /// Of a network that sees slices (`blockSlices` 1) or blocks of them.
  case noLesionSlices(cases: [String], blockSlices: Int = 1)
  case channels(caseName: String, found: Int, expected: Int)
  case shapes(caseName: String, reason: String)
  case plan(String)
  /// A method that learns from trusted slices, and no annotation that is trusted.
  case noTrustedAnnotation(method: MethodName)
  /// Too few lesion slices to set some aside.
  case tooFewTrustedSlices(method: MethodName, found: Int)
  /// `fittingBatch` is nil when not even one slice a step fits.
  case memory(neededBytes: Int, availableBytes: Int, fittingBatch: Int?)
  case notFinite(step: Int)
  case architecture(String)
  /// A file of the run, or the initial weights.
  case file(FileError)
  case cancelledBeforeFirstEpoch

  init(_ error: ModelError) {
    switch error {
    case .architecture(let reason): self = .architecture(reason)
    case .file(let error): self = .file(error)
    }
  }

  /// One sentence for people.
  public var description: String {
    switch self {
    case .noCases: "there is nothing to train on: give at least one case with a mask"
    case .noLesionSlices(let cases, 1):
      "fewer than two axial slices of \(cases.joined(separator: ", ")) hold a lesion; training needs at least two"
    case .noLesionSlices(let cases, let slices):
      "fewer than two blocks of \(slices) slices of \(cases.joined(separator: ", ")) hold a lesion; training needs at least "
        + "two: give more cases, or smaller blocks with --block-slices"
    case .channels(let name, let found, let expected):
      "\(name): has \(found) image channels; the network takes \(expected)"
    case .shapes(let name, let reason): "\(name): \(reason)"
    case .noTrustedAnnotation(let method):
      "\(method.rawValue) needs slices whose annotation is known to be right, and none are named: give the mask "
        + "that is trusted with --trusted NAME, or whole cases with --trusted-case FOLDER"
    case .tooFewTrustedSlices(let method, let found):
      "\(method.rawValue) sets trusted slices aside, and \(found) lesion slices are too few for training, validation and "
        + "trusted ones; give more cases, or whole trusted cases with --trusted-case FOLDER"
    case .plan(let reason): "this training plan does not work: \(reason)"
    case .memory(let needed, let available, let batchSize):
      "training needs \(gigabytes(needed)) GB, \(gigabytes(available)) GB are free: "
        + (batchSize.map { "lower --batch to \($0)" }
          ?? "not even one slice a step fits; lower --base or --levels, or train on smaller crops with --crop")
    case .notFinite(let step):
      "the loss was not finite at step \(step), before any weights were worth keeping; lower the learning rate"
    case .architecture(let reason): "this network cannot be built: \(reason)"
    case .file(let error): error.description
    case .cancelledBeforeFirstEpoch: "training was stopped before its first epoch was done; there are no weights yet"
    }
  }

  private func gigabytes(_ bytes: Int) -> String {
    let tenths = (bytes + 50_000_000) / 100_000_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}
