import Foundation
import Segmenter
import Testing
import VolumeModel

/// A small network of a few layers, with random images and weights.
private final class LayerProbe {
  typealias Build = @Sendable (inout NetworkDescription, FeatureMap) -> FeatureMap

  let network: Network
  let image: FeatureMap
  let output: FeatureMap
  let images: [Float]
  static let imageCount = 3

  init(
    threads: Int = 1, runsByImage: Bool = false, padsImage: Bool = false, hasTangents: Bool = true,
    draw: RandomDraw = .off, depth: Int = 1, _ build: Build
  ) {
    var description = NetworkDescription()
    description.runsByImage = runsByImage
    let image = description.input(depth: depth, height: 6, width: 4, channels: 3, isPadded: padsImage)
    output = description.output(build(&description, image))
    self.image = image
    network = Network(
      description, capacity: Self.imageCount, trains: true, hasTangents: hasTangents,
      pool: WorkerPool(workerCount: threads))
    _ = network.parameters.update(
      fromContentsOf: description.initialParameters(seed: 4, stream: "probe").map { $0 == 0 ? 0.1 : $0 })
    network.draw = draw
    images = Self.normals(Self.imageCount * image.pixels * image.channels, "image")
    network.fill(image, with: images, imageCount: Self.imageCount)
  }

  static func normals(_ count: Int, _ name: String) -> [Float] {
    var random = RandomStream(seed: 8, name: name)
    return (0..<count).map { _ in Float(random.normal()) }
  }

  func forward() -> [Float] {
    network.weightsChanged()
    network.forward(imageCount: Self.imageCount)
    return network.scalars(output, network.values(output))
  }

  var outputCount: Int { Self.imageCount * output.pixels * output.channels }
}

/// A network whose every layer is one of the kinds to be checked.
struct LayerGraph: Sendable, CustomTestStringConvertible {
  let testDescription: String
  fileprivate let padsImage: Bool
  fileprivate let depth: Int
  fileprivate let build: LayerProbe.Build

  fileprivate init(
    _ name: String, padsImage: Bool = false, depth: Int = 1, _ build: @escaping LayerProbe.Build
  ) {
    testDescription = name
    self.padsImage = padsImage
    self.depth = depth
    self.build = build
  }

  fileprivate func probe(
    threads: Int = 1, runsByImage: Bool = false, draw: RandomDraw
  ) -> LayerProbe {
    LayerProbe(
      threads: threads, runsByImage: runsByImage, padsImage: padsImage, draw: draw, depth: depth, build)
  }

  static let all = [
    LayerGraph("dense") { $0.dense("out", of: $0.dense("first", of: $1, channels: 5, rectifies: true), channels: 2) },
    LayerGraph("addition, and a map with two readers") {
      let first = $0.convolution("first", of: [$1], channels: 7)
      let second = $0.convolution("second", of: [first], channels: 7)
      return $0.dense("out", of: $0.addition("sum", of: [first, second]), channels: 2)
    },
    LayerGraph("addition of an image, which has no tangent", padsImage: true) {
      let first = $0.convolution("first", of: [$1], channels: 3, rectifies: false)
      let second = $0.dense("second", of: $1, channels: 3)
      return $0.addition("sum", of: [first, second])
    },
    LayerGraph("concatenation, with the image") {
      let first = $0.convolution("first", of: [$1], channels: 5)
      let second = $0.dense("second", of: first, channels: 14)
      return $0.dense("out", of: $0.concatenation("both", of: [second, $1, first]), channels: 2)
    },
    LayerGraph("rectifier") {
      $0.dense("out", of: $0.rectifier("relu", of: $0.dense("first", of: $1, channels: 4)), channels: 2)
    },
    LayerGraph("pooling and a rectifier of the image, which have no tangent", padsImage: true) {
      let small = $0.maxPooling("pool", of: $0.rectifier("relu", of: $1))
      return $0.addition("sum", of: [small, $0.dense("dense", of: small, channels: 3)])
    },
    LayerGraph("latent sample") {
      let features = $0.dense("features", of: $1, channels: 6, rectifies: true)
      let prior = $0.dense("prior", of: features, channels: 8)
      let posterior = $0.dense("posterior", of: features, channels: 8)
      return $0.dense(
        "out", of: $0.latentSample("z", prior: prior, posterior: posterior, stream: "z"), channels: 2)
    },
    LayerGraph("dilated convolutions of two maps") {
      let first = $0.convolution("first", of: [$1], channels: 7, dilation: 2)
      let second = $0.convolution("second", of: [first], channels: 5, dilation: 4, rectifies: false)
      return $0.convolution("last", of: [second, first], channels: 3, dilation: 2, rectifies: false)
    },
    LayerGraph("bilinear upsampling, one channel") {
      let large = $0.convolution("large", of: [$1], channels: 3)
      let small = $0.dense("small", of: $0.maxPooling("pool", of: large), channels: 3, rectifies: true)
      let sum = $0.addition("sum", of: [$0.upsampling("up", of: small, by: 2), large])
      return $0.singleChannel("one", of: sum, channel: 1)
    },
    LayerGraph("convolutions over slices, of two maps", depth: 3) {
      let first = $0.volumeConvolution("first", of: [$1], channels: 5)
      let second = $0.volumeConvolution("second", of: [first], channels: 18, rectifies: false)
      return $0.volumeConvolution("last", of: [second, first], channels: 3, rectifies: false)
    },
    LayerGraph("blocks of voxels made one and one made a block", depth: 2) {
      let small = $0.stridedConvolution("down", of: $1, channels: 19)
      let large = $0.volumeTransposedConvolution("up", of: small, channels: 4)
      let plain = $0.volumeTransposedConvolution("plain", of: small, channels: 4, rectifies: false)
      let sum = $0.addition("sum", of: [large, plain], rectifies: true)
      return $0.stridedConvolution("out", of: sum, channels: 2, rectifies: false)
    },
    LayerGraph("normalisation without a rectifier, in slices", depth: 2) {
      let first = $0.volumeConvolution("first", of: [$1], channels: 4, rectifies: false)
      let second = $0.dense("second", of: $1, channels: 4)
      let sum = $0.addition(
        "sum", of: [$0.groupNormalisation("norm", of: first, groups: 2, rectifies: false), second], rectifies: true)
      return $0.head("head", of: sum)
    },
    LayerGraph("mean over pixels, spread again") {
      let features = $0.dense("features", of: $1, channels: 5, rectifies: true)
      let spread = $0.spread("spread", of: $0.spatialMean("mean", of: features), height: 6, width: 4)
      return $0.addition("sum", of: [features, spread])
    },
    LayerGraph("convolution, pooling, normalisation, dropout, transposed convolution, head") {
      let skip = $0.groupNormalisation(
        "norm", of: $0.convolution("first", of: [$1], channels: 4, rectifies: false), groups: 2)
      let deep = $0.convolution("deep", of: [$0.maxPooling("pool", of: skip)], channels: 8)
      $0.dropout("drop", of: deep, rate: 0.3, stream: "drop")
      let up = $0.transposedConvolution("up", of: deep, channels: 4)
      return $0.head("head", of: $0.convolution("last", of: [skip, up], channels: 4))
    },
  ]
}

@Suite struct NetworkDescriptionTests {
  private static let draws: [RandomDraw] = [.off, .drawn(seed: 5, firstSample: 2)]

  @Test("backward and tangent pass are each other's transposes", arguments: LayerGraph.all, draws)
  func transposes(graph: LayerGraph, draw: RandomDraw) {
    let probe = graph.probe(draw: draw)
    _ = probe.forward()
    let gradient = LayerProbe.normals(probe.outputCount, "gradient")
    probe.network.fillGradient(probe.output, with: gradient)
    let direction = LayerProbe.normals(probe.network.parameters.count, "direction")
    let tangent = direction.withUnsafeBufferPointer { probe.network.tangent(along: $0)[0] }
    let alongTangent = inner(probe.network.scalars(probe.output, tangent), gradient)
    probe.network.backward()
    let alongGradient = inner(Array(probe.network.parameterGradients), direction)
    #expect(abs(alongTangent - alongGradient) < 1e-4 * max(1, abs(alongTangent)))
  }

  @Test("the tangent is the limit of a finite difference", arguments: LayerGraph.all, draws)
  func finiteDifference(graph: LayerGraph, draw: RandomDraw) {
    let probe = graph.probe(draw: draw)
    let start = Array(probe.network.parameters)
    let direction = LayerProbe.normals(start.count, "direction")
    func output(_ step: Float) -> [Float] {
      _ = probe.network.parameters.update(fromContentsOf: zip(start, direction).map { $0 + step * $1 })
      return probe.forward()
    }
    // Over a longer way some ReLUs switch.
    let step: Float = 1e-4
    let difference = zip(output(step), output(-step)).map { ($0 - $1) / (2 * step) }
    _ = output(0)
    let tangent = direction.withUnsafeBufferPointer { probe.network.tangent(along: $0)[0] }
    #expect(relativeDistance(probe.network.scalars(probe.output, tangent), difference) < 1e-2)
  }

  @Test("one image after the other gives what the whole batch gives", arguments: LayerGraph.all)
  func schedules(graph: LayerGraph) {
    var results: [(output: [Float], gradient: [Float])] = []
    for (threads, runsByImage) in [(1, false), (2, false), (1, true), (2, true)] {
      let probe = graph.probe(threads: threads, runsByImage: runsByImage, draw: .drawn(seed: 5, firstSample: 2))
      let output = probe.forward()
      probe.network.fillGradient(probe.output, with: LayerProbe.normals(probe.outputCount, "gradient"))
      probe.network.backward()
      results.append((output, Array(probe.network.parameterGradients)))
    }
    // The number of threads changes no bit, the schedule the order of sums.
    #expect(results[0] == results[1] && results[2] == results[3])
    #expect(relativeDistance(results[2].output, results[0].output) < 1e-5)
    #expect(relativeDistance(results[2].gradient, results[0].gradient) < 1e-5)
  }

  @Test func denseLayerMultipliesThePixelsChannels() {
    let probe = LayerProbe { $0.dense("dense", of: $1, channels: 18, rectifies: true) }
    let output = probe.forward()
    let parameters = Array(probe.network.parameters)
    for index in output.indices {
      let (pixel, channel) = (index / 18, index % 18)
      var sum = Double(parameters[18 * 3 + channel])
      for input in 0..<3 { sum += Double(parameters[channel * 3 + input]) * Double(probe.images[pixel * 3 + input]) }
      #expect(abs(Double(output[index]) - max(sum, 0)) < 1e-5)
    }
  }

  @Test func additionConcatenationAndRectifierMoveTheNumbersTheyAreGiven() {
    let sum = LayerProbe(padsImage: true, hasTangents: false) {
      $0.addition("sum", of: [$1, $0.rectifier("positive", of: $1)])
    }
    #expect(sum.forward() == sum.images.map { $0 + max($0, 0) })
    let both = LayerProbe(padsImage: true, hasTangents: false) {
      $0.concatenation("both", of: [$0.rectifier("positive", of: $1), $1])
    }
    let expected = (0..<both.images.count / 3).flatMap { pixel in
      let channels = both.images[3 * pixel..<3 * pixel + 3]
      return channels.map { max($0, 0) } + channels
    }
    #expect(both.forward() == expected)
  }

  @Test func sampleHasTheMomentsOfItsGaussian() {
    func values(_ draw: RandomDraw, bias: Float) -> [Float] {
      let probe = LayerProbe(draw: draw) {
        let prior = $0.dense("prior", of: $1, channels: 80)
        let posterior = $0.dense("posterior", of: $1, channels: 80)
        return $0.latentSample("z", prior: prior, posterior: posterior, stream: "z")
      }
      // Weights of 0: the prior's mean is 2 whatever the image; the posterior's is 5, and `bias` the logarithm of its
      // variance.
      for block in probe.network.description.parameters {
        for (place, index) in block.range.enumerated() {
          let isMean = place < 40
          probe.network.parameters[index] =
            block.name == "prior.bias" ? (isMean ? 2 : 0) : block.name == "posterior.bias" ? (isMean ? 5 : bias) : 0
        }
      }
      return probe.forward()
    }
    #expect(values(.off, bias: 1).allSatisfy { $0 == 2 })
    let drawn = values(.drawn(seed: 1, firstSample: 0), bias: Float(log(9.0)))
    let mean = drawn.reduce(0) { $0 + Double($1) } / Double(drawn.count)
    let variance = drawn.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(drawn.count)
    // 2880 numbers: the standard error of the mean is 0.056, that of the variance 0.24.
    #expect(abs(mean - 5) < 0.2 && abs(variance - 9) < 1)
    #expect(drawn == values(.drawn(seed: 1, firstSample: 0), bias: Float(log(9.0))))
    #expect(drawn != values(.drawn(seed: 2, firstSample: 0), bias: Float(log(9.0))))
    #expect(
      Array(drawn[drawn.count / 3..<2 * drawn.count / 3])
        == Array(values(.drawn(seed: 1, firstSample: 1), bias: Float(log(9.0))).prefix(drawn.count / 3)))
    let shared = values(.shared(seed: 1, sample: 1), bias: 0)
    #expect(Array(shared.prefix(shared.count / 3)) == Array(shared.suffix(shared.count / 3)))
  }

  private func inner(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
}
