import Segmenter
import VolumeModel
import Pictures

extension Viewer {
  mutating func startTraining(_ request: TrainingRequest) -> [Effect] {
    guard !model.training.isBusy else {
      say("training runs already; t stops it")
      return []
    }
    if let effects = startStudyTraining(request) { return effects }
    guard let softMask = scan.softMask else {
      guard !scan.raters.isEmpty else {
        warn(missing(.softMask) ?? "no rater mask to train on")
        return []
      }
      model.awaitedTraining = request
      say("the soft mask is being prepared; training starts as soon as it is there")
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
        "\(method.rawValue) needs slices known to be right: add trusted=MASK (\(maskWords.joined(separator: ", ")))"
      )
      return []
    }
    if !method.details.needsTrustedSlices, trusted != nil {
      warn("\(method.rawValue) has no use for trusted slices; leave trusted= out")
      return []
    }
    model.training = TrainingProgress()
    model.training.phase = .preparing
    model.training.method = method
    let fraction = Wording.percent(request.method.trustedFraction)
    let by = method == .plain ? "" : " by \(method.rawValue)"
    let trust = trusted.map { ", \(fraction) of its slices trusted as in \($0.title)" } ?? ""
    say("training\(by) on the soft mask as tuned\(trust); t stops it and keeps the weights so far")
    return [.startTraining(softMask, view.tuning.soft, request, trusted: trusted?.mask)]
  }

  /// Starts the training that was asked for before there was a soft mask.
  mutating func startAwaitedTraining() -> [Effect] {
    guard let request = model.awaitedTraining else { return [] }
    model.awaitedTraining = nil
    return startTraining(request)
  }

  /// Shows a prediction, or keeps it out of sight in a blind review.
  mutating func receive(_ prediction: Prediction) {
    model.isPredicting = false
    // All overlays at once are a tangle; what somebody arranged stays.
    let isFirst = scan.prediction == nil && OverlaySet.masks.isShown(in: self)
    scan.receive(prediction)
    if workList != nil { noteOpenPrediction() }
    guard !scan.hidesPrediction else {
      say("the prediction is ready; it shows once the verdict on the case is stored")
      return
    }
    view.tuning.binarisation = prediction.threshold
    rethreshold()
    view.overlays[.prediction].isVisible = true
    if isFirst { OverlaySet.prediction.show(in: &self) }
    let atLeast = Wording.atLeast(interface.display.glyphs)
    let said =
      "prediction by \(prediction.source): \(Wording.millilitres(prediction.mask)) at p \(atLeast) "
      + "\(Wording.fraction(prediction.threshold)), the threshold of the weights"
    guard !prediction.doubts.isEmpty else {
      say(said)
      return
    }
    let doubts = prediction.doubts.map { "prediction \($0)" }
    scan.information += doubts.filter { !scan.information.contains($0) }
    warn("\(prediction.doubts.joined(separator: "; ")) (\(prediction.source); \(keyLabel("information")) keeps this)")
  }

  mutating func stopTraining() -> [Effect] {
    guard model.training.isBusy else {
      say("no training is running")
      return []
    }
    model.training.phase = .stopping
    say("stopping; the weights so far are kept")
    return [.stopTraining]
  }

  mutating func predict() -> [Effect] {
    guard !model.isPredicting else {
      say("predicting already")
      return []
    }
    guard model.hasWeights else { return [] }
    model.isPredicting = true
    model.predictionProgress = 0
    return [.predict]
  }

  mutating func score() -> [Effect] {
    toggle(ScoreSheet())
    guard interface.mode == .scores, model.scores == nil, !model.isScoring else { return [] }
    guard let prediction = scan.prediction else { return scan.raters.count > 1 ? scoreRaters() : [] }
    model.isScoring = true
    return [.score(prediction.mask, threshold: view.tuning.binarisation)]
  }

  private mutating func scoreRaters() -> [Effect] {
    model.isScoring = true
    return [.score(scan.raters[1].mask, threshold: .nan)]
  }

  mutating func follow(_ event: TrainingEvent) -> [Effect] {
    model.update(event)
    switch event {
    case .maps(let maps): return receive(maps)
    case .note(let text): say(text)
    case .prepared, .step, .epoch, .finished, .failed: break
    }
    return []
  }

  mutating func finishTraining(_ end: Message.TrainingOutcome) -> [Effect] {
    switch end {
    case .model(let folder):
      model.training.phase = .finished
      model.training.runFolder = folder
      model.hasWeights = true
      let whom = model.training.validated
      let kept =
        model.training.kept.map { ", validation Dice \(Wording.dice($0.validationDice)) (\(whom))" } ?? ""
      let others = predictUnreviewed()
      say(
        "trained \(model.training.epochs.count) epochs\(kept)\(folder.map { "; kept in \($0)" } ?? "")"
          + (others.isEmpty ? "" : "; the unreviewed cases are being predicted"))
      return (model.isPredicting ? [] : predict()) + others
    case .failed(let reason):
      model.training.phase = .failed(reason)
      warn(reason)
      return []
    }
  }
}
