import Foundation

/// What PyTorch makes of the same numbers in double precision (`Scripts/fixtures/teacher_oracle.py`).
struct TeacherReference: Decodable {
  struct Answer: Decodable {
    let value: Double
    let gradient: [Double]
  }

  struct Consistency: Decodable {
    let rampShare: Double
    let limit: Double
    let certain: Int
    let value: Double
    let gradient: [Double]
  }

  struct Quality: Decodable {
    let bound: Double
    let scores: [Double]
    let losses: [Double]
    let weights: [Double]
    let value: Double
    let lossSlopes: [Double]
    let scoreSlopes: [Double]
  }

  let labels: [Float]
  let logits: [Float]
  let passes: [[Float]]
  let trust: [Float]
  let mean: [Double]
  let entropy: [Double]
  let blend: Answer
  let consistency: Consistency
  let quality: Quality

  static func read() throws -> TeacherReference {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(
      TeacherReference.self, from: Data(contentsOf: URL(fileURLWithPath: Reference.path("teachers.json"))))
  }
}

/// A buffer of its own for the length of a call.
func withCopy<Result>(
  _ values: [Float], _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
) rethrows -> Result {
  var copy = values
  return try copy.withUnsafeMutableBufferPointer { try body($0) }
}
