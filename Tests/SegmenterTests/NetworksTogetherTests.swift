import Segmenter
import Testing

/// Several networks that share one pool, and the copies between them.
@Suite struct NetworksTogetherTests {
  private let shape = NetworkShape(channels: 2, base: 8, levels: 2, width: 20, height: 16, images: 3, groups: 4)

  /// Three steps of a student with a look-ahead copy and a teacher, each with its own pool or all with one.
  private func run(_ pools: [WorkerPool]) throws -> [[Float]] {
    let student = try UNet.random(shape, pool: pools[0])
    let copy = try UNet.random(shape, hasTangents: false, pool: pools[1], seed: 4)
    let teacher = UNet(
      shape.architecture, width: shape.width, height: shape.height, capacity: 3, trains: false, pool: pools[2])
    for image in 0..<3 { _ = teacher.input(image: image).update(fromContentsOf: student.input(image: image)) }
    var average = MovingAverage(rule: .teacher(), weights: Array(student.parameters))
    let u = normals(3 * student.pixelsPerImage, "u", scale: 0.01)
    var results: [[Float]] = []
    for _ in 0..<3 {
      student.forward(imageCount: 3)
      let gradient = student.gradientArray(u)
      gradient.withUnsafeBufferPointer {
        copy.takeWeights(from: UnsafeBufferPointer(student.parameters), plus: -0.01, times: $0)
      }
      average.weights.withUnsafeBufferPointer { teacher.copyWeights(from: $0) }
      teacher.forward(imageCount: 3)
      copy.forward(imageCount: 2)
      results.append(Array(teacher.logits))
      results.append(student.tangentArray(copy.gradientArray(Array(u[..<(2 * copy.pixelsPerImage)]))))
      gradient.withUnsafeBufferPointer {
        student.takeWeights(from: UnsafeBufferPointer(student.parameters), plus: -0.02, times: $0)
      }
      average.update(with: student.parameters, pool: pools[0], instructionSet: .best)
      results.append(Array(student.parameters))
      results.append(average.weights)
    }
    return results
  }

  @Test("interleaved on one pool they give the same bits as alone")
  func sharedPool() throws {
    let shared = WorkerPool(workerCount: 2)
    let together = try run([shared, shared, shared])
    let alone = try run([WorkerPool(workerCount: 1), WorkerPool(workerCount: 2), WorkerPool(workerCount: 3)])
    #expect(together == alone)
  }

  @Test("a look-ahead copy has the weights W - alpha G")
  func lookAhead() throws {
    let network = try UNet.random(shape)
    let origin = normals(network.parameterCount, "origin")
    let direction = normals(network.parameterCount, "direction")
    origin.withUnsafeBufferPointer { origin in
      direction.withUnsafeBufferPointer { network.takeWeights(from: origin, plus: -0.25, times: $0) }
    }
    let wanted = zip(origin, direction).map { $0 - 0.25 * $1 }
    #expect(relativeDistance(Array(network.parameters), wanted) < 1e-7)
  }

  @Test("a teacher has no memory for gradients")
  func teacherIsSmall() {
    func bytes(trains: Bool, hasTangents: Bool) -> Int {
      UNet.memoryBytes(
        UNetArchitecture(), width: 96, height: 96, capacity: 8, trains: trains, hasTangents: hasTangents, workerCount: 2
      )
    }
    let teacher = bytes(trains: false, hasTangents: false)
    let training = bytes(trains: true, hasTangents: false)
    #expect(teacher * 3 < training * 2)
    #expect(training < bytes(trains: true, hasTangents: true))
  }

  @Test("the teacher's rule is 0, 1/2, 2/3, ... up to the decay; training's trails the first steps closely")
  func averages() {
    let teacher = MovingAverage.Rule.teacher()
    #expect(teacher.keep(update: 0) == 0)
    #expect(teacher.keep(update: 1) == 0.5)
    #expect(abs(teacher.keep(update: 2) - 2.0 / 3) < 1e-15)
    #expect(teacher.keep(update: 98) == 1 - 1.0 / 99)
    #expect(teacher.keep(update: 5000) == 0.99)
    let trailing = MovingAverage.Rule.trailing(decay: 0.98)
    #expect(trailing.keep(update: 0) == 0.1)
    #expect(trailing.keep(update: 8) == 0.5)
    #expect(trailing.keep(update: 5000) == 0.98)
    var average = MovingAverage(rule: .teacher(decay: 0.5), weights: [7, 7, 7])
    var slabs: [[Float]] = [[1, 2, 3], [3, 4, 5], [0, 0, 1]]
    let pool = WorkerPool(workerCount: 1)
    for index in slabs.indices {
      slabs[index].withUnsafeMutableBufferPointer {
        average.update(with: $0, pool: pool, instructionSet: .portable)
      }
    }
    #expect(average.weights == [1, 1.5, 2.5])
  }
}
