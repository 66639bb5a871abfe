package import Pictures

extension Viewer {
  mutating func hideLayers() {
    view.layers.show(only: nil)
    say("no layers; 1 2 3 4 bring them back")
  }

  mutating func cycleStyle() {
    view.layers[view.layers.active].style = view.layers[view.layers.active].style.next
    say("\(view.layers.active.title): \(view.layers[view.layers.active].style.rawValue)")
  }

  /// Why a layer has nothing to show, or nil when it has.
  package func missing(_ layer: Layer) -> String? {
    switch layer {
    case .rater1: scan.raters.isEmpty ? "no rater mask in this case" : nil
    case .rater2: scan.raters.count < 2 ? "no second rater in this case" : nil
    case .softMask:
      scan.raters.isEmpty ? "no rater mask to grow a soft mask from" : scan.softMask == nil ? "the soft mask is being prepared" : nil
    case .further: furtherChoices.isEmpty ? "no second rater and no further mask in this case" : nil
    case .adjudicated: nil
    case .entropy: missingHeat
    case .prediction:
      scan.prediction != nil
        ? nil
        : scan.hidesPrediction
          ? "blind review: the prediction shows once the verdict on the case is stored"
          : "no prediction yet: p predicts, t trains"
    }
  }

  mutating func toggle(_ layer: Layer) {
    view.layers.isPeeking = false
    if layer == .further, scan.consensusMask == nil { refreshFurther() }
    view.layers[layer].isVisible.toggle()
    if layer == .further { refreshReadings() }
    view.layers.active = layer
  }

  mutating func showOnly(_ layer: Layer) {
    view.layers.show(only: layer)
    view.layers.active = layer
  }

  mutating func selectLayer(by step: Int) {
    view.layers.selectActive(by: step)
    say("\(view.layers.active.title) chosen: < > opacity, O style")
  }

  mutating func changeOpacity(by change: Double) {
    let wanted = ((view.layers[view.layers.active].opacity + change) * 10).rounded() / 10
    view.layers[view.layers.active].opacity = min(1, max(0.1, wanted))
    say("\(view.layers.active.title): opacity \(Wording.share(view.layers[view.layers.active].opacity))")
  }
}
