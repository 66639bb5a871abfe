package import VolumeModel

/// The weights of a loss, shown in the place of the uncertainty (key 6).
package struct ShownWeights: Sendable {
  package let map: WeightMap
  let strengths: Volume<Float>

  var title: String { "inverse weights, \(map.weighting.rawValue)" }
}
