extension Session {
  mutating func changeLayers(_ action: Action) {
    switch action {
    case .toggleRater1: toggle(.rater1)
    case .toggleRater2: toggle(.rater2)
    case .toggleSoftMask: toggle(.softMask)
    case .togglePrediction: toggle(.prediction)
    case .soloRater1: solo(.rater1)
    case .soloRater2: solo(.rater2)
    case .soloSoftMask: solo(.softMask)
    case .soloPrediction: solo(.prediction)
    case .hideLayers:
      layers.show(only: nil)
      say("no layers; 1 2 3 4 bring them back")
    case .nextLayer: select(by: 1)
    case .previousLayer: select(by: -1)
    case .lessOpaque: changeOpacity(by: -0.1)
    case .moreOpaque: changeOpacity(by: 0.1)
    case .cycleStyle:
      layers[layers.active].style = layers[layers.active].style.next
      say("\(layers.active.title): \(layers[layers.active].style.rawValue)")
    default: break
    }
  }

  /// Why a layer has nothing to show, or nil when it has.
  package func missing(_ layer: Layer) -> String? {
    switch layer {
    case .rater1: raters.isEmpty ? "no rater mask in this case" : nil
    case .rater2: raters.count < 2 ? "no second rater in this case" : nil
    case .softMask:
      raters.isEmpty ? "no rater mask to grow a soft mask from" : softMask == nil ? "the soft mask is being prepared" : nil
    case .prediction: prediction == nil ? "no prediction yet: p predicts, t trains" : nil
    }
  }

  private mutating func toggle(_ layer: Layer) {
    if let reason = missing(layer) {
      say(reason)
      return
    }
    layers.isPeeking = false
    layers[layer].isVisible.toggle()
    layers.active = layer
  }

  private mutating func solo(_ layer: Layer) {
    if let reason = missing(layer) {
      say(reason)
      return
    }
    layers.show(only: layer)
    layers.active = layer
  }

  private mutating func select(by step: Int) {
    layers.selectActive(by: step)
    say("\(layers.active.title) chosen: < > opacity, O style")
  }

  private mutating func changeOpacity(by change: Double) {
    let wanted = ((layers[layers.active].opacity + change) * 10).rounded() / 10
    layers[layers.active].opacity = min(1, max(0.1, wanted))
    say("\(layers.active.title): opacity \(Wording.share(layers[layers.active].opacity))")
  }
}
