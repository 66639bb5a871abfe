import Foundation
import Segmenter
import Testing

/// Values and gradients by PyTorch and MONAI in double precision (`Scripts/fixtures/loss_oracle.py`).
private struct LossReference: Decodable {
  struct Row: Decodable {
    let loss: LossName
    let target: String
    let weighted: Bool
    let reduction: LossReduction
    let by: String
    let value: Double
    let gradient: [Double]
  }

  struct Map: Decodable {
    let loss: LossName
    let values: [Double]
    let derivatives: [Double]

    private enum CodingKeys: String, CodingKey {
      case loss, values
      case derivatives = "slopes"
    }
  }

  let images: Int
  let logits: [Float]
  let hard: [Float]
  let soft: [Float]
  let weights: [Float]
  let rows: [Row]
  let maps: [Map]

  /// The rows of a loss; of a compound one the sums of its parts' rows.
  func rows(of name: LossName) -> [Row] {
    guard name == .diceCrossEntropy else { return rows.filter { $0.loss == name } }
    return rows(of: .softDice).compactMap { dice in
      let other = rows(of: .crossEntropy).first {
        $0.target == dice.target && $0.weighted == dice.weighted && $0.reduction == dice.reduction
      }
      return other.map { cross in
        Row(
          loss: name, target: dice.target, weighted: dice.weighted, reduction: dice.reduction, by: dice.by,
          value: dice.value + cross.value, gradient: zip(dice.gradient, cross.gradient).map { $0 + $1 })
      }
    }
  }

  static func read() throws -> LossReference {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
    return try JSONDecoder().decode(
      LossReference.self, from: Data(contentsOf: folder.appendingPathComponent("losses.json")))
  }
}

@Suite struct LossReferenceTests {
  @Test("values and gradients are those of PyTorch and MONAI", arguments: LossName.allCases.filter { $0 != .dice })
  func rows(name: LossName) throws {
    let reference = try LossReference.read()
    let rows = reference.rows(of: name)
    #expect(rows.count >= 8)
    for row in rows {
      let (value, gradient) = name.loss(reduction: row.reduction).valueAndGradient(
        logits: reference.logits, target: row.target == "hard" ? reference.hard : reference.soft,
        weights: row.weighted ? reference.weights : [], imageCount: reference.images)
      let place = "\(row.target), weighted \(row.weighted), \(row.reduction), by \(row.by)"
      #expect(abs(value - row.value) < 1e-8, "\(place)")
      #expect(gradient.count == row.gradient.count)
      for (one, wanted) in zip(gradient, row.gradient) {
        #expect(abs(Double(one) - wanted) < 1e-8 + 1e-6 * abs(wanted), "\(place)")
      }
    }
  }

  @Test func mapsGiveEachPixelItsLossAndSlope() throws {
    let reference = try LossReference.read()
    #expect(reference.maps.count == 5)
    for map in reference.maps {
      let loss = try #require(map.loss.loss() as? any PixelLoss)
      var losses = [Float](repeating: 0, count: reference.logits.count)
      var slopes = losses
      var lossSpan = losses.mutableSpan
      var slopeSpan = slopes.mutableSpan
      loss.writeMap(
        logits: reference.logits.span, target: reference.soft.span, losses: &lossSpan, derivatives: &slopeSpan)
      for pixel in losses.indices {
        #expect(abs(Double(losses[pixel]) - map.values[pixel]) < 1e-8 + 1e-6 * map.values[pixel], "\(map.loss)")
        #expect(
          abs(Double(slopes[pixel]) - map.derivatives[pixel]) < 1e-8 + 1e-6 * abs(map.derivatives[pixel]), "\(map.loss)"
        )
      }
    }
  }
}
