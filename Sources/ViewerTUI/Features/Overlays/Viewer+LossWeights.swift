import Pictures
import VolumeModel

extension Viewer {
  /// `weights released | balanced | lesions | off`: what inverse weighting gives the lesions of the first rater.
  mutating func showWeights(_ text: String) {
    if text == "off" {
      hideMaps()
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
    let shown = ShownWeights(map: map, strengths: map.strengths())
    scan.lossWeights = shown
    choose(.lossWeights, at: .uncertainty)
    let (background, highest) = (Wording.weight(map.background), Wording.weight(map.range.upperBound))
    say("\(shown.title): background \(background), lesions up to \(highest)")
  }

  /// The weights that the place of the uncertainty shows; nil when it shows something else.
  package var lossWeights: ShownWeights? { overlay(.uncertainty).id == .lossWeights ? scan.lossWeights : nil }
}
