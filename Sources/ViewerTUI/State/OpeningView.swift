package import VolumeModel

/// What a viewer or a picture starts with, as asked for on the command line.
package struct OpeningView: Sendable {
  package var plane: Plane = .axial
  /// Counted from 1, as the screen counts.
  package var slice: Int?
  package var zoom: Double?
  package var layers: [Layer]?
  package var tuning = Tuning()
  /// Nil leaves it as the session has it.
  package var convention: SliceGeometry.Convention?

  package init() {}

  package func apply(to session: inout Session) {
    session.plane = plane
    if let convention { session.convention = convention }
    session.tuning = tuning
    if let first = session.findings.first {
      session.cursor = first.region.voxelOnLargestSlice(alongVoxelAxis: session.geometry.normal.voxelAxis)
    }
    if let slice { session.show(slice: slice - 1) }
    if let zoom {
      session.zoom = zoom
      session.viewCentre = zoom > 1 ? SIMD3<Double>(session.cursor) + 0.5 : nil
    }
    if let layers {
      for layer in Layer.allCases { session.layers[layer].isVisible = layers.contains(layer) }
    }
    if tuning != Tuning() { session.rethreshold() }
  }
}
