import Foundation
import Segmenter
import Testing

/// The size penalty against PyTorch in double precision (`Scripts/fixtures/size_penalty_oracle.py`).
@Suite struct SizePenaltyTests {
  private struct Answer: Decodable {
    let logits: [Float]
    let rows: [Row]

    struct Row: Decodable {
      let lower: Double
      let upper: Double
      let value: Double
      let gradient: [Double]
    }
  }

  @Test func valuesAndGradientsArePyTorchs() throws {
    let answer = try JSONDecoder().decode(
      Answer.self, from: Data(contentsOf: URL(fileURLWithPath: Reference.path("size-penalty.json"))))
    #expect(answer.rows.count == 3 && answer.rows.contains { $0.value == 0 })
    let pool = WorkerPool(workerCount: 2)
    for row in answer.rows {
      withCopy(answer.logits) { logits in
        withCopy([Float](repeating: 9, count: logits.count)) { gradient in
          let value = SizePenalty.value(
            logits: UnsafeBufferPointer(logits), band: row.lower...row.upper, scale: 0.5, gradient: gradient, pool: pool
          )
          #expect(abs(value - row.value) < 1e-9 * max(1, row.value))
          let expected = row.gradient.map { Float(0.5 * $0) }
          let isNear = zip(gradient, expected).allSatisfy { abs($0 - $1) <= 1e-6 * max(abs($1), 1e-3) }
          #expect(isNear)
        }
      }
    }
  }
}
