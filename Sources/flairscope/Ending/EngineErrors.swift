import Segmenter

extension ModelError: StatusBearing {
  var exitStatus: ExitStatus {
    switch self {
    case .architecture: .wrongUsage
    case .file(let error): ExitStatus(of: error)
    }
  }
}

extension TrainingError: StatusBearing {
  var exitStatus: ExitStatus {
    switch self {
    case .noCases, .noTrustedAnnotation, .plan, .architecture: .wrongUsage
    case .noLesionSlices, .tooFewTrustedSlices, .channels, .shapes: .badData
    case .memory, .notFinite, .cancelledBeforeFirstEpoch: .someFailed
    case .file(let error): ExitStatus(of: error)
    }
  }
}

extension ExperimentError: StatusBearing {
  var exitStatus: ExitStatus {
    switch self {
    case .setting: .wrongUsage
    case .cases: .badData
    case .file(let error): ExitStatus(of: error)
    case .cell, .interrupted: .someFailed
    }
  }
}

extension PredictionError: StatusBearing {
  var exitStatus: ExitStatus {
    switch self {
    case .channels, .shapes, .emptyBrain, .ensemble, .noSamples, .noDropout, .blocks: .badData
    case .cancelled: .someFailed
    }
  }
}
