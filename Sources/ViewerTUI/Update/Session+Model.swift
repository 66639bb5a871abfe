import Segmenter
import VolumeModel

extension Session {
  mutating func startTraining(_ request: TrainingRequest) -> [Effect] {
    guard !training.isBusy else {
      say("training runs already; t stops it")
      return []
    }
    guard let softMask else {
      warn(missing(.softMask) ?? "the soft mask is being prepared; try again in a moment")
      return []
    }
    let method = request.method.name
    var trusted: (title: String, mask: Mask)?
    if let name = request.trusted {
      guard let found = namedMask(name) else { return [] }
      trusted = found
    }
    if method.details.needsTrustedSlices, trusted == nil {
      warn(
        "\(method.rawValue) learns what to trust from slices known to be right: add trusted=MASK (\(maskWords.joined(separator: ", ")))"
      )
      return []
    }
    if !method.details.needsTrustedSlices, trusted != nil {
      warn("\(method.rawValue) has no use for trusted slices; leave trusted= out")
      return []
    }
    training = TrainingProgress()
    training.phase = .preparing
    training.method = method
    let share = Wording.percent(request.method.trustedFraction)
    let by = method == .plain ? "" : " by \(method.rawValue)"
    let trust = trusted.map { ", \(share) of its slices trusted as in \($0.title)" } ?? ""
    say("training\(by) on the soft mask as tuned\(trust); t stops it and keeps the best weights")
    return [.startTraining(softMask, tuning.soft, request, trusted: trusted?.mask)]
  }

  mutating func stopTraining() -> [Effect] {
    guard training.isBusy else {
      say("no training is running")
      return []
    }
    training.phase = .stopping
    say("stopping; the best weights are kept")
    return [.stopTraining]
  }

  mutating func predict() -> [Effect] {
    guard !isPredicting else {
      say("predicting already")
      return []
    }
    guard hasWeights else { return [] }
    isPredicting = true
    predictionProgress = 0
    return [.predict]
  }

  mutating func score() -> [Effect] {
    toggle(.scores)
    guard mode == .scores, scores == nil, !isScoring else { return [] }
    guard let prediction else { return raters.count > 1 ? scoreRaters() : [] }
    isScoring = true
    return [.score(prediction.mask, threshold: tuning.binarisation)]
  }

  private mutating func scoreRaters() -> [Effect] {
    isScoring = true
    return [.score(raters[1].mask, threshold: .nan)]
  }

  mutating func follow(_ event: TrainingEvent) -> [Effect] {
    switch event {
    case .prepared(let record):
      training.trainingSlices = record.trainingSlices
      training.validationSlices = record.validationSlices
      training.stepsPerEpoch = record.stepsPerEpoch
      if training.phase == .preparing { training.phase = .running }
    case .step(let record):
      training.step = record.step
    case .epoch(let record): training.epochs.append(record)
    case .maps(let maps): return receive(maps)
    case .note(let text): say(text)
    case .finished, .failed: break
    }
    return []
  }

  mutating func finishTraining(_ end: Message.TrainingOutcome) -> [Effect] {
    switch end {
    case .model(let folder):
      training.phase = .finished
      training.runFolder = folder
      hasWeights = true
      let best = training.best.map { ", best validation Dice \(Wording.dice($0.validationDice))" } ?? ""
      say("trained \(training.epochs.count) epochs\(best)\(folder.map { "; kept in \($0)" } ?? "")")
      return isPredicting ? [] : predict()
    case .failed(let reason):
      training.phase = .failed(reason)
      warn(reason)
      return []
    }
  }
}
