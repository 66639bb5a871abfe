public import VolumeModel

/// The value of ``EffectiveSoftDice`` for one prediction over a whole volume, against any soft mask.
///
/// The sum of p is taken once, the others only over T and D, so that the loss follows a key press.
public struct SoftDiceOfPrediction: Sendable {
  /// The prediction.
  public let probability: Volume<Float>
  private let loss: EffectiveSoftDice
  private let predicted: Double

  /// Values that are not finite count as 0.
  public init(probability: Volume<Float>, smoothing: Double = 1e-5) {
    self.probability = probability
    loss = EffectiveSoftDice(smoothing: smoothing)
    predicted = probability.withScalars { scalars in
      scalars.reduce(0) { $1.isFinite ? $0 + Double($1) : $0 }
    }
  }

  /// - Parameter target: on the prediction's grid.
  public func loss(against target: SoftMask) -> Double {
    precondition(target.grid.shape == probability.grid.shape, "prediction and target of one shape")
    let expert = sum(over: target.expert)
    let grown = sum(over: target.grown)
    return loss.value(
      of: LossSums(
        overlap: expert.probability + target.label * grown.probability, predicted: predicted,
        target: Double(expert.voxels) + target.label * Double(grown.voxels)))
  }

  private func sum(over mask: Mask) -> (probability: Double, voxels: Int) {
    var sum = 0.0
    var voxels = 0
    probability.withScalars { scalars in
      mask.forEachLinearIndex { index in
        voxels += 1
        if scalars[index].isFinite { sum += Double(scalars[index]) }
      }
    }
    return (sum, voxels)
  }
}
