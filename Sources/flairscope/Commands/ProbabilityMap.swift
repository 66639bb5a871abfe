import VolumeModel

/// A prediction as `score` takes it: probabilities, or a mask that is nothing else.
struct ProbabilityMap {
  /// 0 to 1, values that are not finite as 0.
  let volume: Volume<Float>
  let isBinary: Bool
  let notes: [String]

  init(_ volume: Volume<Float>) {
    var isBinary = true
    var isOutside = false
    var bounded = volume
    bounded.withMutableScalars { scalars in
      for index in scalars.indices {
        let value = scalars[index]
        if value == 0 || value == 1 { continue }
        if !value.isFinite {
          scalars[index] = 0
        } else if value < 0 || value > 1 {
          isOutside = true
          scalars[index] = min(max(value, 0), 1)
        } else {
          isBinary = false
        }
      }
    }
    self.volume = bounded
    self.isBinary = isBinary
    notes = isOutside ? ["values outside 0 to 1 are taken as 0 or 1"] : []
  }

  /// The voxels of at least the threshold, without small components. A binary mask has no level to choose; at 0
  /// everything would be inside.
  func mask(threshold: Double, filter: LesionSizeFilter) -> Mask {
    filter.filtered(Mask(volume, atLeast: Float(isBinary ? 0.5 : threshold)))
  }
}
