import VolumeModel
import Pictures

extension Viewer {
  mutating func changeSize(by steps: Int) {
    changeSoftMask { $0.changeSize(by: steps) }
    sayTuning()
  }

  mutating func changeLabel(by steps: Int) {
    changeSoftMask { $0.changeLabel(by: steps) }
    sayTuning()
  }

  mutating func changeThreshold(by steps: Int) {
    guard let growth = scan.growth, let softMask = scan.softMask else { return }
    changeSoftMask {
      $0.changeThreshold(
        by: steps, from: softMask.report.threshold, standardDeviation: growth.statistics.standardDeviation)
    }
    sayTuning()
  }

  mutating func changeBinarisation(by steps: Int) {
    view.tuning.changeBinarisation(by: steps)
    if scan.prediction == nil {
      say("binarisation threshold \(Wording.fraction(view.tuning.binarisation)); it shows once there is a prediction")
    }
    rethreshold()
    sayTuning()
  }

  private mutating func sayTuning() {
    if !isPanelShown, interface.message == nil { say(tuningSummary) }
  }

  var isPanelShown: Bool {
    layout?.panel != nil
  }

  /// What the panel would say, for screens without room for it.
  private var tuningSummary: String {
    var parts = ["size \(Wording.percent(view.tuning.soft.size))"]
    if let report = scan.softMask?.report {
      parts.append("FLAIR \(Wording.atLeast(interface.display.glyphs)) \(Wording.intensity(report.threshold))")
      parts.append("label \(Wording.fraction(view.tuning.soft.label))")
      parts.append("+\(Wording.count(report.grownVoxels)) voxels")
    }
    if scan.prediction != nil {
      parts.append("p \(Wording.atLeast(interface.display.glyphs)) \(Wording.fraction(view.tuning.binarisation))")
      if let counts = scan.readings.predictionAgainstRater1 { parts.append("Dice \(Wording.dice(counts.dice))") }
      if let loss = scan.readings.softDiceLoss { parts.append("loss \(Wording.fixed(loss, 4))") }
    }
    return parts.joined(separator: "  ")
  }

  /// Changes parameters of the soft mask; picture, counts and loss follow at once.
  mutating func changeSoftMask(_ change: (inout Tuning) -> Void) {
    guard scan.growth != nil else {
      say(missing(.softMask) ?? "the soft mask is being prepared")
      return
    }
    change(&view.tuning)
    view.overlays[.softMask].isVisible = true
    refreshSoftMask()
  }

  mutating func refreshSoftMask() {
    scan.softMask = scan.growth?.softMask(view.tuning.soft)
    if let growth = scan.growth, let softMask = scan.softMask { scan.histogram = growth.histogram(of: softMask) }
    refreshReadings()
  }

  mutating func rethreshold() {
    if let prediction = scan.prediction {
      scan.prediction?.mask = prediction.levels.prediction(
        threshold: view.tuning.binarisation, filter: prediction.filter)
    }
    model.scores = nil
    refreshReadings()
  }

  mutating func refreshReadings() {
    scan.readings = Readings(
      raters: scan.raters.map(\.mask), prediction: scan.prediction, softMask: scan.softMask,
      other: view.overlays[.other].isVisible ? scan.consensus.mask : nil)
  }
}
