import Segmenter
import Testing

@Suite struct TeacherInputTests {
  private func noise(_ count: Int, seed: UInt64 = 1, number: UInt64, onto source: Float = 0) -> [Float] {
    let noise = InputNoise()
    var result = [Float](repeating: .nan, count: count)
    withCopy([Float](repeating: source, count: count)) { source in
      result.withUnsafeMutableBufferPointer { noise.write(source, to: $0, seed: seed, number: number) }
    }
    return result
  }

  @Test("noise is normal with SD 0.1, clipped at 0.2")
  func distribution() {
    let values = noise(200_003, number: 3).map(Double.init)
    let count = Double(values.count)
    #expect(abs(values.reduce(0, +) / count) < 4 * 0.1 / count.squareRoot())
    // E[min(|x|, 2)^2] of a standard normal x: 1 - 4 phi(2) + 6 Q(2) = 0.9205.
    let variance = values.reduce(0) { $0 + $1 * $1 } / count
    #expect(abs(variance / 0.01 - 0.920_5) < 0.01)
    let limit = 0.2
    #expect(values.allSatisfy { abs($0) <= limit + 1e-7 })
    #expect(abs(Double(values.count { abs($0) > limit - 1e-6 }) / count - 0.045_5) < 0.003)
    #expect(abs(Double(values.count { abs($0) < 0.1 }) / count - 0.682_7) < 0.005)
    // Neighbours, which come from one draw, and those five further know nothing of each other.
    for distance in 1...5 {
      let covariance = zip(values, values.dropFirst(distance)).reduce(0) { $0 + $1.0 * $1.1 } / count
      #expect(abs(covariance) < 4 * 0.01 / count.squareRoot())
    }
  }

  @Test("it is added to the image, and follows from seed and number")
  func function() {
    let once = noise(1000, number: 8)
    #expect(noise(1000, number: 8) == once)
    #expect(noise(1000, number: 9) != once)
    #expect(noise(1000, seed: 2, number: 8) != once)
    #expect(noise(1000, number: 8, onto: 2) == once.map { $0 + 2 })
  }

  @Test("the neighbourhood of a pixel is a disc of radius 3, cut at the edges")
  func neighbourhood() {
    let (width, height) = (12, 9)
    func marks(around pixels: Set<Int>, values: [Float]) -> (mean: Double?, marks: [Float]) {
      var marks = [Float](repeating: .nan, count: width * height)
      let mean = marks.withUnsafeMutableBufferPointer { marks in
        withCopy(values) {
          LesionNeighbourhood(width: width, height: height).mean(of: .init($0), marks: marks) { pixels.contains($0) }
        }
      }
      return (mean, marks)
    }
    let centres: Set = [4 * width + 5, 0]
    let values = (0..<width * height).map { Float($0 % 7) }
    let answer = marks(around: centres, values: values)
    var inside: [Float] = []
    for pixel in 0..<width * height {
      let isNear = centres.contains { centre in
        let dx = centre % width - pixel % width
        let dy = centre / width - pixel / width
        return dx * dx + dy * dy <= 9
      }
      #expect(answer.marks[pixel] == (isNear ? 1 : 0))
      if isNear { inside.append(values[pixel]) }
    }
    #expect(inside.count == 29 + 11)
    #expect(answer.mean == Double(inside.reduce(0, +)) / Double(inside.count))
    #expect(marks(around: [], values: values).mean == nil)
  }
}
