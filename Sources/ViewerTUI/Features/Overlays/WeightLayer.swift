package import VolumeModel
import Pictures

/// The weights of a loss, shown in the place of the uncertainty (key 6).
package struct ShownWeights: Sendable {
  package let map: WeightMap
  let strengths: Volume<Float>
}

extension Viewer {
  /// `weights released | balanced | off`: what inverse weighting gives the lesions of the first rater.
  mutating func showWeights(_ text: String) {
    if text == "off" {
      scan.heat = .entropy
      view.layers[.entropy].isVisible = false
      say("layer 6 is the uncertainty of the prediction")
      return
    }
    guard let weighting = text.isEmpty ? .released : InverseWeighting(rawValue: text), weighting != .none else {
      warnUsage("weights")
      return
    }
    guard let rater = scan.raters.first else {
      warn("no rater mask in this case")
      return
    }
    let map = WeightMap(weighting, of: rater.mask)
    scan.heat = .lossWeights(ShownWeights(map: map, strengths: map.strengths()))
    view.layers.isPeeking = false
    view.layers[.entropy].isVisible = true
    view.layers.active = .entropy
    let (background, highest) = (Wording.weight(map.background), Wording.weight(map.range.upperBound))
    say("\(weightsTitle(map)): background \(background), lesions up to \(highest)")
  }

  func weightsTitle(_ map: WeightMap) -> String { "inverse weights, \(map.weighting.rawValue)" }
}
