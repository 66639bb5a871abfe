import VolumeModel

/// A prediction as `score` takes it: probabilities, and the mask they stand for.
struct ScoredPrediction {
  /// 0 to 1, values that are not finite as 0.
  let probability: Volume<Float>
  let mask: Mask
  let isBinary: Bool
  /// Components up to this volume were removed.
  let removedMM3: Double
  let notes: [String]

  /// - Parameter minVolumeMM3: nil for the usual 3 mm^3 of a probability map and none of a binary mask.
  init(_ volume: Volume<Float>, threshold: Double, minVolumeMM3: Double?) {
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
    probability = bounded
    self.isBinary = isBinary
    notes = isOutside ? ["values outside 0 to 1 are taken as 0 or 1"] : []
    removedMM3 = minVolumeMM3 ?? (isBinary ? 0 : 3)
    // A binary mask has no level to choose; at 0 everything would be inside.
    let level = Float(isBinary ? 0.5 : threshold)
    mask = LesionSizeFilter(largestRemovedMM3: removedMM3).filtered(Mask(bounded, atLeast: level))
  }
}
