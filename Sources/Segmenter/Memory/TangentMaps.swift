/// The maps of a tangent pass under construction: for each map of the forward pass its derivative along a direction of
/// the parameters. The image has none, since it does not depend on them.
///
/// The tangent pass of a network is a forward pass of a second, linear list of layers, one for each layer of the network
/// (`Layer.tangentLayer`), which read the stored values of the last forward pass and these maps.
struct TangentMaps {
  private(set) var ledger: MapLedger
  /// The number of the tangent layer being made.
  var layer: Int
  private var tangents: [Int: FeatureMap] = [:]

  init(ledger: MapLedger, firstLayer: Int) {
    self.ledger = ledger
    layer = firstLayer
  }

  /// The tangent of a map that the layer reads, or nil where it is zero.
  subscript(map: FeatureMap) -> FeatureMap? {
    mutating get {
      guard let tangent = tangents[map.number] else { return nil }
      ledger.use(tangent, by: layer)
      return tangent
    }
  }

  /// Whether the map depends on the parameters.
  func has(_ map: FeatureMap) -> Bool { tangents[map.number] != nil }

  /// The tangent of a map that some layer has made before.
  mutating func known(_ map: FeatureMap) -> FeatureMap {
    guard let tangent = self[map] else { preconditionFailure("map \(map.number) has no tangent") }
    return tangent
  }

  /// The tangent that the layer writes. It is linear in the direction, so nothing rectifies it.
  mutating func make(of map: FeatureMap) -> FeatureMap {
    var shape = map.shape
    shape.isRectified = false
    let tangent = ledger.make(shape, by: layer)
    tangents[map.number] = tangent
    return tangent
  }
}
