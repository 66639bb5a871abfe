import VolumeModel
import Pictures

extension Session {
  mutating func changeSize(by steps: Int) {
    changeSoftMask { $0.changeSize(by: steps) }
    sayTuning()
  }

  mutating func changeLabel(by steps: Int) {
    changeSoftMask { $0.changeLabel(by: steps) }
    sayTuning()
  }

  mutating func changeThreshold(by steps: Int) {
    guard let growth, let softMask else { return }
    changeSoftMask {
      $0.changeThreshold(
        by: steps, from: softMask.report.threshold, standardDeviation: growth.statistics.standardDeviation)
    }
    sayTuning()
  }

  mutating func changeBinarisation(by steps: Int) {
    tuning.changeBinarisation(by: steps)
    if prediction == nil {
      say("binarisation threshold \(Wording.share(tuning.binarisation)); it shows once there is a prediction")
    }
    rethreshold()
    sayTuning()
  }

  private mutating func sayTuning() {
    if !isPanelShown, message == nil { say(tuningSummary) }
  }

  var isPanelShown: Bool {
    layout?.panel != nil
  }

  /// What the panel would say, for screens without room for it.
  private var tuningSummary: String {
    var parts = ["size \(Wording.percent(tuning.soft.size))"]
    if let report = softMask?.report {
      parts.append("FLAIR \(Wording.atLeast(display.glyphs)) \(Wording.intensity(report.threshold))")
      parts.append("label \(Wording.share(tuning.soft.label))")
      parts.append("+\(Wording.count(report.grownVoxels)) voxels")
    }
    if prediction != nil {
      parts.append("p \(Wording.atLeast(display.glyphs)) \(Wording.share(tuning.binarisation))")
      if let counts = readings.predictionAgainstRater1 { parts.append("Dice \(Wording.dice(counts.dice))") }
      if let loss = readings.softDiceLoss { parts.append("loss \(Wording.fixed(loss, 4))") }
    }
    return parts.joined(separator: "  ")
  }

  /// Changes parameters of the soft mask; picture, counts and loss follow at once.
  mutating func changeSoftMask(_ change: (inout Tuning) -> Void) {
    guard growth != nil else {
      say(missing(.softMask) ?? "the soft mask is being prepared")
      return
    }
    change(&tuning)
    layers[.softMask].isVisible = true
    refreshSoftMask()
  }

  mutating func refreshSoftMask() {
    softMask = growth?.softMask(tuning.soft)
    if let growth, let softMask { histogram = growth.histogram(of: softMask) }
    refreshReadings()
  }

  mutating func rethreshold() {
    if let levels = prediction?.levels {
      prediction?.mask = levels.prediction(threshold: tuning.binarisation)
    }
    scores = nil
    refreshReadings()
  }

  mutating func refreshReadings() {
    readings = Readings(raters: raters.map(\.mask), prediction: prediction, softMask: softMask,
      further: layers[.further].isVisible ? furtherMask : nil)
  }
}
