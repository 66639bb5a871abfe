import Foundation
import Segmenter
import Testing

@Suite struct QualityControlTests {
  private struct Answer: Decodable {
    let slices: [Slice]

    struct Slice: Decodable {
      let width: Int
      let channels: Int
      let classes: [UInt8]
      let intensities: [Float]
      let agreement: Double?
    }
  }

  /// NumPy and SciPy in double precision (`Scripts/fixtures/quality_control_oracle.py`).
  @Test func agreementIsNumPys() throws {
    let answer = try JSONDecoder().decode(
      Answer.self, from: Data(contentsOf: URL(fileURLWithPath: Reference.path("quality-control.json"))))
    #expect(answer.slices.contains { $0.channels == 2 } && answer.slices.contains { $0.agreement == nil })
    for slice in answer.slices {
      let mine = AppearanceAgreement.dice(
        intensities: slice.intensities, classes: slice.classes, width: slice.width)
      #expect((mine == nil) == (slice.agreement == nil))
      if let mine, let expected = slice.agreement { #expect(abs(mine - expected) < 1e-9) }
    }
  }

  /// Median 0.8, median absolute deviation 0.1.
  @Test func theLimitLiesBelowTheMedian() {
    #expect(abs(QualityControl.limit([0.9, 0.2, 0.8, 0.7, 0.9]) - (0.8 - 0.15 * 1.4826)) < 1e-12)
    #expect(QualityControl.limit([]) == 0 && QualityControl.limit([0.5]) == 0.5)
  }
}
