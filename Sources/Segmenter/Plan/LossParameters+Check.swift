extension LossParameters {
  /// Says what cannot work with a loss: a number out of its range, or of another loss, which would play no part.
  func check(_ loss: LossName) throws(TrainingError) {
    let rows: [(name: String, value: Double?, range: ClosedRange<Double>, losses: [LossName])] = [
      ("a focal alpha", lesionFraction, 0...1, [.focal]),
      ("a focal gamma", focus, 0...20, [.focal]),
      ("a beta", beta, 0.01...100, [.fBeta, .asymmetricSimilarity]),
      ("a Tversky alpha", falseWeight, 0...100, [.tversky]),
      ("a Tversky beta", missedWeight, 0...100, [.tversky]),
    ]
    for row in rows {
      guard let value = row.value else { continue }
      guard row.losses.contains(loss) else {
        let names = row.losses.map(\.rawValue).joined(separator: " and ")
        throw .plan("\(row.name) belongs to the loss \(names), not to \(loss.rawValue)")
      }
      guard row.range.contains(value) else {
        throw .plan("\(row.name) of \(value); it lies from \(row.range.lowerBound) to \(row.range.upperBound)")
      }
    }
    if loss == .tversky, falseWeight ?? 0.3 == 0, missedWeight ?? 0.7 == 0 {
      throw .plan("a Tversky loss that counts neither false nor missed pixels")
    }
  }
}
