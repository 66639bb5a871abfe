import Segmenter
import Testing
import VolumeModel

/// A convolution written down plainly, in double precision.
private struct PlainConvolution {
  let sources: [[Float]]
  let channels: [Int]
  let outputs: Int
  let width: Int
  let height: Int
  let images: Int
  let weights: [Float]
  let biases: [Float]

  private var inputs: Int { channels.reduce(0, +) }

  private func value(_ image: Int, _ y: Int, _ x: Int, _ input: Int) -> Double {
    guard y >= 0, x >= 0, y < height, x < width else { return 0 }
    var channel = input
    for (source, count) in zip(sources, channels) {
      if channel < count { return Double(source[((image * height + y) * width + x) * count + channel]) }
      channel -= count
    }
    return 0
  }

  func output() -> [Float] {
    var result: [Float] = []
    for image in 0..<images {
      for y in 0..<height {
        for x in 0..<width {
          for output in 0..<outputs {
            var sum = Double(biases[output])
            for input in 0..<inputs {
              for tap in 0..<9 {
                let w = Double(weights[(output * inputs + input) * 9 + tap])
                sum += w * value(image, y + tap / 3 - 1, x + tap % 3 - 1, input)
              }
            }
            result.append(Float(max(sum, 0)))
          }
        }
      }
    }
    return result
  }

  /// Gradients of weights, biases and sources from the gradient of the output before the ReLU.
  func backward(_ gradient: [Float]) -> (weights: [Float], biases: [Float], sources: [[Float]]) {
    var dw = [Double](repeating: 0, count: weights.count)
    var db = [Double](repeating: 0, count: outputs)
    var dx = [Double](repeating: 0, count: images * height * width * inputs)
    for image in 0..<images {
      for y in 0..<height {
        for x in 0..<width {
          for output in 0..<outputs {
            let g = Double(gradient[((image * height + y) * width + x) * outputs + output])
            db[output] += g
            for input in 0..<inputs {
              for tap in 0..<9 {
                let (sy, sx) = (y + tap / 3 - 1, x + tap % 3 - 1)
                guard sy >= 0, sx >= 0, sy < height, sx < width else { continue }
                let index = (output * inputs + input) * 9 + tap
                dw[index] += g * value(image, sy, sx, input)
                dx[((image * height + sy) * width + sx) * inputs + input] += g * Double(weights[index])
              }
            }
          }
        }
      }
    }
    var first = 0
    let split = channels.map { count in
      defer { first += count }
      return (0..<images * height * width).flatMap { pixel in
        (first..<first + count).map { Float(dx[pixel * inputs + $0]) }
      }
    }
    return (dw.map(Float.init), db.map(Float.init), split)
  }
}

struct ConvolutionShape: Sendable, CustomTestStringConvertible {
  var channels: [Int]
  var outputs: Int
  var width: Int
  var height: Int
  var images: Int
  var testDescription: String { "\(channels) to \(outputs), \(width) x \(height), \(images) images" }

  static let all = [
    ConvolutionShape(channels: [16], outputs: 16, width: 12, height: 8, images: 2),
    // Odd tiles, two sources, channels that fill no panel.
    ConvolutionShape(channels: [5, 20], outputs: 18, width: 11, height: 6, images: 3),
    // Deep and small: worked phase by phase.
    ConvolutionShape(channels: [128], outputs: 96, width: 6, height: 5, images: 2),
    ConvolutionShape(channels: [1], outputs: 3, width: 1, height: 1, images: 1),
    ConvolutionShape(channels: [16], outputs: 16, width: 2, height: 9, images: 13),
  ]
}

@Suite struct ConvolutionTests {
  @Test(
    "forward and backward agree with the plain sums in double precision", arguments: KernelChoice.all,
    ConvolutionShape.all)
  func agrees(choice: KernelChoice, shape: ConvolutionShape) {
    var random = RandomStream(seed: 12, name: "convolution")
    func normals(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.normal()) } }
    let pixels = shape.images * shape.width * shape.height
    let sources = shape.channels.map { normals(pixels * $0) }
    let inputs = shape.channels.reduce(0, +)
    let plain = PlainConvolution(
      sources: sources, channels: shape.channels, outputs: shape.outputs, width: shape.width, height: shape.height,
      images: shape.images, weights: normals(shape.outputs * inputs * 9), biases: normals(shape.outputs))
    let outputGradient = normals(pixels * shape.outputs)
    let trial = ConvolutionTrial(
      sourceChannels: shape.channels, outputChannels: shape.outputs, width: shape.width, height: shape.height,
      imageCount: shape.images, pool: WorkerPool(workerCount: 2), algorithm: choice.algorithm,
      instructionSet: choice.instructionSet)
    let got = trial.run(
      sources: sources, weights: plain.weights, biases: plain.biases, outputGradient: outputGradient)
    // A second run finds the memory used, as every step after the first does.
    let again = trial.run(
      sources: sources, weights: plain.weights, biases: plain.biases, outputGradient: outputGradient)
    #expect(got.output == again.output && got.weightGradient == again.weightGradient)

    let tolerance = choice.algorithm == .patches ? 2e-6 : 2e-5
    #expect(relativeDistance(got.output, plain.output()) < tolerance)
    let wanted = plain.backward(zip(outputGradient, got.output).map { $1 > 0 ? $0 : 0 })
    #expect(relativeDistance(got.weightGradient, wanted.weights) < tolerance)
    #expect(relativeDistance(got.biasGradient, wanted.biases) < tolerance)
    for (one, expected) in zip(got.sourceGradients, wanted.sources) {
      #expect(relativeDistance(one, expected) < tolerance)
    }
  }

  /// A deep layer's weights are transformed panel by panel for a few tiles, and as a whole where memory is planned for so
  /// many images that tiles go in several phases. The sums are the same ones, in the same order.
  @Test(
    "the bits of a deep layer do not depend on how many images there is room for", arguments: InstructionSet.available)
  func bitsOfADeepLayer(instructionSet: InstructionSet) {
    let (channels, outputs, pixels) = ([128, 20], 98, 6 * 5)
    let (weights, biases) = (normals(outputs * 148 * 9, "weights"), normals(outputs, "biases"))
    let sources = channels.map { normals(pixels * $0, "source \($0)") }
    let gradient = normals(pixels * outputs, "gradient")
    let results = [1, 80].map { capacity in
      ConvolutionTrial(
        sourceChannels: channels, outputChannels: outputs, width: 6, height: 5, imageCount: 1, capacity: capacity,
        pool: WorkerPool(workerCount: 2), algorithm: .winograd, instructionSet: instructionSet
      ).run(sources: sources, weights: weights, biases: biases, outputGradient: gradient)
    }
    #expect(results[0].output == results[1].output && results[0].output.contains { $0 > 0 })
    #expect(results[0].weightGradient == results[1].weightGradient)
    #expect(results[0].biasGradient == results[1].biasGradient)
    #expect(results[0].sourceGradients == results[1].sourceGradients)
  }
}
