import Segmenter
import Testing

/// A bilevel method at the numbers of `Scripts/fixtures/bilevel_oracle.py`.
struct BilevelProbe {
  let probe: ReferenceNetwork
  let trustedNetwork: UNet
  let trustedTarget: [Float]
  let passes: BilevelPasses
  let rate: Double
  private let instructionSet: InstructionSet

  init(_ choice: KernelChoice = KernelChoice.all[0], threads: Int = 2) throws {
    instructionSet = choice.instructionSet
    probe = try ReferenceNetwork(
      "bilevel.safetensors", threads: threads, algorithm: choice.algorithm, instructionSet: instructionSet,
      hasTangents: true)
    let shape = try probe.reference.shape("trusted.input")
    let (images, channels, height, width) = (shape[0], shape[1], shape[2], shape[3])
    trustedNetwork = UNet(
      probe.network.architecture, width: width, height: height, capacity: images, trains: true, pool: probe.pool,
      algorithm: choice.algorithm, instructionSet: instructionSet)
    let input = try probe.reference.scalars("trusted.input")
    for image in 0..<images {
      let place = trustedNetwork.input(image: image)
      for index in 0..<channels * height * width {
        let (channel, pixel) = index.quotientAndRemainder(dividingBy: height * width)
        place[pixel * channels + channel] = input[image * channels * height * width + index]
      }
    }
    trustedTarget = try probe.reference.scalars("trusted.target")
    rate = Double(try probe.reference.scalars("rate")[0])
    passes = BilevelPasses(
      network: probe.network, trustedNetwork: trustedNetwork, loss: BinaryCrossEntropy(), pool: probe.pool,
      instructionSet: instructionSet)
  }

  func network(named name: String) throws -> any WeightNetwork {
    let network = probe.network
    let weights: any WeightNetwork =
      name.hasPrefix("mcpm")
      ? MetaMaskNetwork(
        width: network.width, height: network.height, capacity: network.capacity,
        seesLabel: name.hasPrefix("mcpm-label"),
        seed: 1, pool: probe.pool, instructionSet: instructionSet)
      : LossWeightNetwork(capacity: network.capacity * network.pixelsPerImage, seed: 1, pool: probe.pool)
    let theta = try probe.reference.scalars("\(name).theta")
    try #require(theta.count == weights.parameters.count)
    _ = weights.parameters.values.update(fromContentsOf: theta)
    return weights
  }

  func differentiate(_ method: any Reweighting) -> ReweightedLoss {
    probe.network.forward(imageCount: probe.batch)
    return withBatches { method.differentiate(imageCount: probe.batch, target: $0, trusted: $1, rate: rate) }
  }

  func withBatches<Result>(_ body: (UnsafeBufferPointer<Float>, TrustedBatch) -> Result) -> Result {
    probe.target.withUnsafeBufferPointer { target in
      trustedTarget.withUnsafeBufferPointer {
        body(target, TrustedBatch(imageCount: trustedNetwork.capacity, target: $0))
      }
    }
  }

  func slab(_ name: String) throws -> [Float] { try probe.reference.slab(name, probe.network.layout) }
}

@Suite struct BilevelTests {
  @Test("influences are PyTorch's forward-mode derivatives of the loss map", arguments: KernelChoice.all)
  func influences(choice: KernelChoice) throws {
    let bilevel = try BilevelProbe(choice)
    _ = bilevel.differentiate(GradientReweighting(bilevel.passes, item: .pixel))
    #expect(relativeDistance(bilevel.passes.influences, try bilevel.probe.reference.scalars("influence")) < 1e-4)
  }

  @Test(
    "Ren's and Mirikharaji's weights are those of differentiating through a step from weights of 0",
    arguments: [WeightedItem.image, .pixel])
  func gradientReweighting(item: WeightedItem) throws {
    let bilevel = try BilevelProbe()
    let name = item == .image ? "ren" : "mirikharaji"
    let outcome = bilevel.differentiate(GradientReweighting(bilevel.passes, item: item))
    var weights = Array(bilevel.passes.weights)
    if item == .image {
      // Each pixel has its image's weight, times the number of images that the mean over pixels divides by.
      let pixels = bilevel.probe.network.pixelsPerImage
      weights = (0..<bilevel.probe.batch).map { weights[$0 * pixels] / Float(bilevel.probe.batch) }
    }
    #expect(relativeDistance(weights, try bilevel.probe.reference.scalars("\(name).weights")) < 1e-4)
    try expectLoss(outcome, of: name, in: bilevel)
    #expect(
      relativeDistance(bilevel.probe.network.parameterGradients, try bilevel.slab("\(name).gradient")) < 1e-4)
  }

  @Test(
    "one iteration of Meta-Weight-Net and of MCPM is PyTorch's, differentiated through the look-ahead step",
    arguments: [
      "mw-net", "mw-net-images", "mcpm", "mcpm-label", "mw-net-normalised", "mw-net-images-normalised",
      "mcpm-normalised",
    ], KernelChoice.all)
  func iteration(name: String, choice: KernelChoice) throws {
    let bilevel = try BilevelProbe(choice)
    let reference = bilevel.probe.reference
    let network = try bilevel.network(named: name)
    let method = LearnedReweighting(
      bilevel.passes, weightNetwork: network, item: name.contains("images") ? .image : .pixel,
      normalises: name.hasSuffix("normalised"))
    bilevel.probe.network.forward(imageCount: bilevel.probe.batch)
    #expect(bilevel.withBatches { method.weigh(imageCount: bilevel.probe.batch, target: $0, trusted: $1) })
    #expect(
      relativeDistance(bilevel.passes.weights, try reference.scalars("\(name).first_weights")) < 1e-5)
    let outcome = bilevel.differentiate(method)
    #expect(
      relativeDistance(network.parameters.gradients, try reference.scalars("\(name).theta_gradient")) < 1e-4)
    #expect(relativeDistance(network.parameters.values, try reference.scalars("\(name).theta_after")) < 1e-4)
    #expect(
      relativeDistance(bilevel.passes.weights, try reference.scalars("\(name).second_weights")) < 1e-4)
    try expectLoss(outcome, of: name, in: bilevel)
    let student = bilevel.probe.network
    #expect(relativeDistance(student.parameterGradients, try bilevel.slab("\(name).gradient")) < 1e-4)
    guard reference.tensors["\(name).after.head.bias"] != nil else { return }
    var descent = OptimizerSettings(.sgd, learningRate: bilevel.rate).optimizer(parameterCount: student.parameterCount)
    descent.step(
      student.parameters, along: student.parameterGradients, scale: 1, pool: bilevel.probe.pool,
      instructionSet: choice.instructionSet)
    #expect(relativeDistance(student.parameters, try bilevel.slab("\(name).after")) < 1e-5)
  }

  private func expectLoss(_ outcome: ReweightedLoss, of name: String, in bilevel: BilevelProbe) throws {
    guard case .weighted(let loss) = outcome else {
      Issue.record("no step: \(outcome)")
      return
    }
    #expect(abs(loss / Double(try bilevel.probe.reference.scalars("\(name).loss")[0]) - 1) < 1e-4)
  }

  /// Lm(W'(Theta)), put together from single passes.
  private func lookAheadObjective(_ bilevel: BilevelProbe, _ weightNetwork: any WeightNetwork) -> Double {
    let (network, trusted) = (bilevel.probe.network, bilevel.trustedNetwork)
    network.forward(imageCount: bilevel.probe.batch)
    var losses = [Float](repeating: 0, count: bilevel.probe.target.count)
    var slopes = losses
    var weights = losses
    var lossSpan = losses.mutableSpan
    var slopeSpan = slopes.mutableSpan
    BinaryCrossEntropy().writeMap(
      logits: Array(network.logits).span, target: bilevel.probe.target.span, losses: &lossSpan, derivatives: &slopeSpan)
    losses.withUnsafeBufferPointer { losses in
      weights.withUnsafeMutableBufferPointer { weights in
        bilevel.probe.target.withUnsafeBufferPointer { weightNetwork.weigh(losses, labels: $0, into: weights) }
      }
    }
    let gradient = network.gradientArray(zip(weights, slopes).map { $0 * $1 / Float(weights.count) })
    gradient.withUnsafeBufferPointer {
      trusted.takeWeights(from: UnsafeBufferPointer(network.parameters), plus: Float(-bilevel.rate), times: $0)
    }
    trusted.forward(imageCount: trusted.capacity)
    return BinaryCrossEntropy().value(logits: Array(trusted.logits), target: bilevel.trustedTarget)
  }

  @Test(
    "the gradient of Theta is the slope of the whole look-ahead objective",
    arguments: ["mw-net", "mcpm", "mcpm-label"])
  func finiteDifferences(name: String) throws {
    let bilevel = try BilevelProbe(KernelChoice(algorithm: .patches, instructionSet: .best))
    let weightNetwork = try bilevel.network(named: name)
    let theta = Array(weightNetwork.parameters.values)
    _ = bilevel.differentiate(LearnedReweighting(bilevel.passes, weightNetwork: weightNetwork))
    let gradient = Array(weightNetwork.parameters.gradients)
    let length = euclideanNorm(gradient)
    func objective(_ step: Float) -> Double {
      for index in theta.indices { weightNetwork.parameters.values[index] = theta[index] + step * gradient[index] }
      return lookAheadObjective(bilevel, weightNetwork)
    }
    // Measured: the error grows with the distance (7e-4 here, 2e-3 at five times as much: ReLUs change sides) and, below a
    // quarter of it, with single precision's noise.
    let step = Float(2e-4 / length)
    let slope = (objective(step) - objective(-step)) / (2 * Double(step))
    #expect(abs(slope / (length * length) - 1) < 1e-3, "\(slope) against \(length * length)")
  }

  @Test("normalised weights have a mean of 1 and keep their ratios", arguments: [WeightedItem.pixel, .image])
  func normalised(item: WeightedItem) throws {
    func weights(_ normalises: Bool) throws -> [Float] {
      let bilevel = try BilevelProbe()
      let network = try bilevel.network(named: item == .image ? "mw-net-images" : "mcpm")
      let method = LearnedReweighting(bilevel.passes, weightNetwork: network, item: item, normalises: normalises)
      bilevel.probe.network.forward(imageCount: bilevel.probe.batch)
      _ = bilevel.withBatches { method.weigh(imageCount: bilevel.probe.batch, target: $0, trusted: $1) }
      return Array(bilevel.passes.weights)
    }
    let (raw, normal) = (try weights(false), try weights(true))
    #expect(abs(normal.reduce(0) { $0 + Double($1) } / Double(normal.count) - 1) < 1e-5)
    let ratio = try #require(raw.first) / (try #require(normal.first))
    #expect(relativeDistance(normal.map { $0 * ratio }, raw) < 1e-6)
  }

  @Test(
    "every method has the same bits with any number of threads", arguments: ["ren", "mirikharaji", "mw-net", "mcpm"])
  func threads(name: String) throws {
    func results(_ threads: Int) throws -> [[Float]] {
      let bilevel = try BilevelProbe(threads: threads)
      let method: any Reweighting =
        switch name {
        case "ren": GradientReweighting(bilevel.passes, item: .image)
        case "mirikharaji": GradientReweighting(bilevel.passes, item: .pixel)
        default: LearnedReweighting(bilevel.passes, weightNetwork: try bilevel.network(named: name))
        }
      _ = bilevel.differentiate(method)
      return [Array(bilevel.passes.weights), Array(bilevel.probe.network.parameterGradients)]
        + method.memory.slabs.sorted { $0.key < $1.key }.map(\.value)
    }
    let one = try results(1)
    let isSame = try [2, 3].allSatisfy { try results($0) == one }
    #expect(isSame)
  }

  @Test("without a look-ahead the gradient of Theta is taken at W")
  func withoutLookAhead() throws {
    let bilevel = try BilevelProbe()
    let network = try bilevel.network(named: "mcpm")
    _ = bilevel.differentiate(LearnedReweighting(bilevel.passes, weightNetwork: network, looksAhead: false))
    #expect(Array(bilevel.trustedNetwork.parameters) == Array(bilevel.probe.network.parameters))
    #expect(relativeDistance(bilevel.passes.influences, try bilevel.probe.reference.scalars("influence")) < 1e-4)
    #expect(network.parameters.gradients.contains { $0 != 0 })
  }

  @Test("when no item helps on the trusted images there is no step")
  func nothingHelps() throws {
    let bilevel = try BilevelProbe()
    // Trusted images are the batch itself, with every label turned round.
    let network = bilevel.probe.network
    for image in 0..<2 {
      _ = bilevel.trustedNetwork.input(image: image).update(fromContentsOf: network.input(image: image))
    }
    let target = Array(bilevel.probe.target[..<(2 * network.pixelsPerImage)])
    let opposite = target.map { 1 - $0 }
    network.forward(imageCount: 2)
    let outcome = target.withUnsafeBufferPointer { target in
      opposite.withUnsafeBufferPointer {
        GradientReweighting(bilevel.passes, item: .image).differentiate(
          imageCount: 2, target: target, trusted: TrustedBatch(imageCount: 2, target: $0), rate: bilevel.rate)
      }
    }
    guard case .nothingHelps(let loss) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(loss > 0)
    #expect(bilevel.passes.weights.allSatisfy { $0 == 0 })
  }

  @Test("losses that are no numbers are said to be so")
  func notFinite() throws {
    let bilevel = try BilevelProbe()
    // The bias of the last layer: a ReLU would let nothing of it through.
    bilevel.probe.network.parameters[bilevel.probe.network.parameterCount - 1] = .nan
    bilevel.probe.network.weightsChanged()
    for method: any Reweighting in [
      GradientReweighting(bilevel.passes, item: .pixel),
      LearnedReweighting(bilevel.passes, weightNetwork: try bilevel.network(named: "mcpm")),
    ] {
      #expect(bilevel.differentiate(method) == .notFinite)
    }
  }
}
