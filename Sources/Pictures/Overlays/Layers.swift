/// The overlays, in drawing order from the bottom up.
package enum Layer: Int, CaseIterable, Sendable, Hashable {
  case entropy, softMask, further, prediction, rater2, rater1, adjudicated

  /// Layers as the keys 1 to 7 count them.
  package static let byKey: [Layer] = [.rater1, .rater2, .softMask, .prediction, .adjudicated, .entropy, .further]

  package var key: Character {
    switch self {
    case .rater1: "1"
    case .rater2: "2"
    case .softMask: "3"
    case .prediction: "4"
    case .adjudicated: "5"
    case .entropy: "6"
    case .further: "7"
    }
  }

  package var title: String {
    switch self {
    case .rater1: "rater 1"
    case .rater2: "rater 2"
    case .softMask: "soft mask"
    case .prediction: "prediction"
    case .adjudicated: "adjudicated"
    case .entropy: "uncertainty"
    case .further: "consensus or further mask"
    }
  }
}

/// How an overlay is drawn.
package enum LayerStyle: String, CaseIterable, Sendable, Hashable {
  /// Tinted, and hatched where only one rater drew, so that agreement and disagreement differ by glyph too.
  case fill
  case outline
  /// Hatched throughout, for eyes or screens that cannot tell the tints apart.
  case hatch

  package var next: LayerStyle {
    switch self {
    case .fill: .outline
    case .outline: .hatch
    case .hatch: .fill
    }
  }
}

package struct LayerSettings: Sendable, Hashable {
  package var isVisible: Bool
  /// 0 (invisible) to 1 (covers the image).
  package var opacity: Double
  package var style: LayerStyle
}

/// The settings of all overlays and which one the layer keys act on.
package struct LayerStack: Sendable, Hashable {
  private var settings: [LayerSettings]
  package var active: Layer = .rater1
  /// All marks hidden for a look at the plain image; the settings stay.
  package var isPeeking = false

  package init() {
    settings = Layer.allCases.map { layer in
      switch layer {
      case .rater1, .rater2: LayerSettings(isVisible: true, opacity: 0.45, style: .fill)
      case .softMask: LayerSettings(isVisible: true, opacity: 0.9, style: .fill)
      case .prediction: LayerSettings(isVisible: true, opacity: 0.75, style: .outline)
      case .adjudicated: LayerSettings(isVisible: false, opacity: 0.9, style: .outline)
      case .further: LayerSettings(isVisible: false, opacity: 0.8, style: .outline)
      case .entropy: LayerSettings(isVisible: false, opacity: 0.8, style: .fill)
      }
    }
  }

  package subscript(layer: Layer) -> LayerSettings {
    get { settings[layer.rawValue] }
    set { settings[layer.rawValue] = newValue }
  }

  package func isShown(_ layer: Layer) -> Bool { !isPeeking && self[layer].isVisible }

  package mutating func show(only layer: Layer?) {
    for other in Layer.allCases { self[other].isVisible = other == layer }
    isPeeking = false
  }

  /// Every mask as an outline.
  package var outlined: LayerStack {
    var stack = self
    for layer in Layer.allCases where layer != .entropy && stack[layer].style == .fill { stack[layer].style = .outline }
    return stack
  }

  package mutating func selectActive(by step: Int) {
    let order = Layer.byKey
    let index = order.firstIndex(of: active) ?? 0
    active = order[(index + step + order.count) % order.count]
  }
}
