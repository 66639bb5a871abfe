internal import Foundation

/// A moving average of the student's weights that predicts the same images several times, each time under other noise on
/// the input and with other units dropped (UA-MT; Yu et al., MICCAI 2019): its mean is a pseudo-label, and the entropy of
/// the mean says how uncertain that is.
package final class PerturbedTeacher {
  /// p of every pixel: the mean of the passes.
  package let probabilities: PixelPlane
  /// u of every pixel, in nats.
  package let entropies: PixelPlane
  private let network: UNet
  private let noise = InputNoise()
  private let passes: Int
  private let seed: UInt64
  private let rule = MovingAverage.Rule.teacher()
  private var updateCount = 0

  /// A teacher that is still the student.
  package init(of student: UNet, settings: TeacherSettings, seed: UInt64) {
    network = UNet(
      Self.architecture(of: student.architecture), width: student.width, height: student.height,
      capacity: student.capacity, trains: false, pool: student.pool)
    network.copyWeights(from: UnsafeBufferPointer(student.parameters))
    passes = settings.samples
    self.seed = seed
    probabilities = PixelPlane(count: student.capacity * student.pixelsPerImage)
    entropies = PixelPlane(count: student.capacity * student.pixelsPerImage)
  }

  /// What student and teacher drop where nothing else is said, at the places of the source. Its rate of 0.5 is that of a
  /// network whose last level has 16 channels; of the 8 that train on a processor half are too few to tell a clear pixel
  /// from a doubtful one.
  static let usualDropout = Dropout(rate: 0.2, places: [.bottleneck, .lastDecoder])

  /// The student's, which the source trains with the same dropout. Runs of earlier versions have a student without any,
  /// and a teacher with the source's rate.
  package static func architecture(of student: UNetArchitecture) -> UNetArchitecture {
    var architecture = student
    if architecture.dropout == nil { architecture.dropout = Dropout(rate: 0.5, places: usualDropout.places) }
    return architecture
  }

  /// Bytes of a teacher, and of what methods that have one keep a pixel: trust, or a second gradient; trusted targets and
  /// weights.
  static func bytes(_ run: MethodSizes) -> Int {
    UNet.memoryBytes(
      architecture(of: run.plan.architecture), width: run.width, height: run.height, capacity: run.batchSize,
      trains: false, workerCount: run.plan.threads) + 5 * run.batchSize * run.width * run.height * 4
  }

  /// Predicts the first images that lie in the student.
  /// - Parameter firstSample: the number of the first, from which noise and dropout follow.
  package func predict(_ student: UNet, imageCount: Int, firstSample: UInt64) {
    let count = imageCount * student.pixelsPerImage
    let (mean, entropy) = (probabilities.first(count), entropies.first(count))
    let fraction = 1 / Float(passes)
    for pass in 0..<passes {
      // Samples of a run are numbered below 2^40, so that no two passes draw alike.
      let first = firstSample &+ UInt64(pass + 1) << 40
      student.pool.run(imageCount) { image, _ in
        noise.write(
          student.input(image: image), to: network.input(image: image), seed: seed, number: first &+ UInt64(image))
      }
      network.dropout = .drawn(seed: seed, firstSample: first)
      network.forward(imageCount: imageCount)
      let logits = network.logits
      let isLast = pass == passes - 1
      student.pool.forPixels(count) { pixels in
        for i in pixels {
          let sum = (pass == 0 ? 0 : mean[i]) + fraction * sigmoid(logits[i])
          mean[i] = sum
          if isLast { entropy[i] = PredictiveEntropy.value(of: sum) }
        }
      }
    }
  }

  /// Moves towards the student, whose weights have just changed.
  package func follow(_ student: UNet, instructionSet: InstructionSet) {
    MovingAverage.update(
      network.parameters, with: student.parameters, keep: rule.keep(update: updateCount), pool: student.pool,
      instructionSet: instructionSet)
    network.weightsChanged()
    updateCount += 1
  }

  /// For the log.
  var dropoutSentence: String {
    "the network and its teacher drop \(network.architecture.dropout?.rate ?? 0) of the units (--dropout)"
  }

  /// What a checkpoint stores of it.
  var memory: MethodMemory {
    var memory = MethodMemory()
    memory[.teacherUpdates] = updateCount
    memory[.teacherWeights] = Array(network.parameters)
    return memory
  }

  func restore(_ memory: MethodMemory) {
    guard let weights = memory.slab(.teacherWeights, count: network.parameterCount) else { return }
    updateCount = memory[.teacherUpdates] ?? 0
    weights.withUnsafeBufferPointer { network.copyWeights(from: $0) }
  }
}

extension MemoryKey<Int> {
  fileprivate static let teacherUpdates = Self("teacher_updates")
}

extension MemoryKey<[Float]> {
  fileprivate static let teacherWeights = Self("teacher")
}
