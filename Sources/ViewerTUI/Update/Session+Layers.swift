package import Pictures

extension Session {
  mutating func hideLayers() {
    layers.show(only: nil)
    say("no layers; 1 2 3 4 bring them back")
  }

  mutating func cycleStyle() {
    layers[layers.active].style = layers[layers.active].style.next
    say("\(layers.active.title): \(layers[layers.active].style.rawValue)")
  }

  /// Why a layer has nothing to show, or nil when it has.
  package func missing(_ layer: Layer) -> String? {
    switch layer {
    case .rater1: raters.isEmpty ? "no rater mask in this case" : nil
    case .rater2: raters.count < 2 ? "no second rater in this case" : nil
    case .softMask:
      raters.isEmpty ? "no rater mask to grow a soft mask from" : softMask == nil ? "the soft mask is being prepared" : nil
    case .further: furtherChoices.isEmpty ? "no second rater and no further mask in this case" : nil
    case .adjudicated: nil
    case .entropy: missingHeat
    case .prediction:
      prediction != nil
        ? nil
        : hidesPrediction
          ? "blind review: the prediction shows once the verdict on the case is stored"
          : "no prediction yet: p predicts, t trains"
    }
  }

  mutating func toggle(_ layer: Layer) {
    layers.isPeeking = false
    if layer == .further, furtherMask == nil { refreshFurther() }
    layers[layer].isVisible.toggle()
    if layer == .further { refreshReadings() }
    layers.active = layer
  }

  mutating func showOnly(_ layer: Layer) {
    layers.show(only: layer)
    layers.active = layer
  }

  mutating func selectLayer(by step: Int) {
    layers.selectActive(by: step)
    say("\(layers.active.title) chosen: < > opacity, O style")
  }

  mutating func changeOpacity(by change: Double) {
    let wanted = ((layers[layers.active].opacity + change) * 10).rounded() / 10
    layers[layers.active].opacity = min(1, max(0.1, wanted))
    say("\(layers.active.title): opacity \(Wording.share(layers[layers.active].opacity))")
  }
}
