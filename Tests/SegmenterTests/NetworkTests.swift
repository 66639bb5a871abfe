import Segmenter
import Testing

struct KernelChoice: CustomTestStringConvertible, Sendable {
  let algorithm: ConvolutionAlgorithm
  let instructionSet: InstructionSet
  var testDescription: String { "\(algorithm.rawValue), \(instructionSet.rawValue)" }

  static let all = ConvolutionAlgorithm.allCases.flatMap { algorithm in
    InstructionSet.available.map { KernelChoice(algorithm: algorithm, instructionSet: $0) }
  }
}

@Suite struct NetworkTests {
  @Test(
    "logits and every gradient agree with PyTorch in double precision", arguments: KernelChoice.all,
    ReferenceNetwork.files)
  func agreesWithPyTorch(choice: KernelChoice, file: String) throws {
    let probe = try ReferenceNetwork(file, algorithm: choice.algorithm, instructionSet: choice.instructionSet)
    let (loss, logits) = probe.differentiate()
    // Winograd's F(4x4) rounds more: a few 1e-6 a layer.
    let tolerance = choice.algorithm == .patches ? 1e-5 : 3e-5
    #expect(relativeDistance(logits, try probe.reference.scalars("logits")) < tolerance)
    let wanted = try probe.reference.scalars("losses")[0]
    #expect(abs(loss - Double(wanted)) < 1e-6)
    for block in probe.network.layout.blocks {
      let got = probe.network.parameterGradients[block.range]
      let wanted = try probe.reference.scalars("gradients.\(block.name)")
      // A bias before a normalisation has no effect where a group is one channel: its gradient is rounding on both sides.
      if euclideanNorm(wanted) < 1e-12 { continue }
      #expect(relativeDistance(got, wanted) < tolerance, "\(block.name)")
    }
  }

  @Test(
    "ten steps of Adam follow PyTorch's loss curve", arguments: ConvolutionAlgorithm.allCases, ReferenceNetwork.files)
  func tenSteps(algorithm: ConvolutionAlgorithm, file: String) throws {
    let probe = try ReferenceNetwork(file, algorithm: algorithm)
    var adam = Adam(parameterCount: probe.network.parameterCount, learningRate: 1e-3)
    let wanted = try probe.reference.scalars("losses")
    for step in 0..<10 {
      let loss = probe.differentiate().loss
      #expect(abs(loss - Double(wanted[step])) < 1e-4 * Double(wanted[step]), "step \(step + 1)")
      adam.step(
        probe.network.parameters, along: probe.network.parameterGradients, scale: 1, pool: probe.pool,
        instructionSet: .best)
      probe.network.weightsChanged()
    }
    guard probe.reference.tensors["trained.head.bias"] != nil else { return }
    let trained = try probe.reference.slab("trained", probe.network.layout)
    let start = try probe.reference.slab("weights", probe.network.layout)
    let moved = zip(trained, start).map { $0 - $1 }
    let movedHere = zip(probe.network.parameters, start).map { $0 - $1 }
    #expect(relativeDistance(movedHere, moved) < 1e-2)
  }
}
