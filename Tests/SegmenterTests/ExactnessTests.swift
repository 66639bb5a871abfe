import Foundation
import Segmenter
import Testing

/// How far the network is from PyTorch in double precision, over all reference networks: what ARCHITECTURE.md states.
/// `Scripts/exactness` prints the table.
@Suite struct ExactnessTests {
  /// Largest relative L2 distances.
  private struct Distances {
    var logits = 0.0
    var convolutions = 0.0
    var transposed = 0.0
    var normalisations = 0.0
    var head = 0.0
    var tangent = 0.0
    var lossCurve = 0.0

    var all: [Double] { [logits, convolutions, transposed, normalisations, head, tangent, lossCurve] }
    static let names = [
      "logits", "3x3 gradients", "transposed gradients", "norm gradients", "head gradients", "tangent", "ten losses",
    ]

    mutating func take(_ distance: Double, ofGradient name: String) {
      if name.hasPrefix("up.") {
        transposed = max(transposed, distance)
      } else if name.hasPrefix("head.") {
        head = max(head, distance)
      } else if name.contains(".norm") {
        normalisations = max(normalisations, distance)
      } else {
        convolutions = max(convolutions, distance)
      }
    }
  }

  private func distances(_ choice: KernelChoice) throws -> Distances {
    var result = Distances()
    for file in ReferenceNetwork.files {
      let probe = try ReferenceNetwork(
        file, algorithm: choice.algorithm, instructionSet: choice.instructionSet, hasTangents: true)
      let layout = probe.network.layout
      let (_, logits) = probe.differentiate()
      result.logits = max(result.logits, relativeDistance(logits, try probe.reference.scalars("logits")))
      for block in layout.blocks {
        let wanted = try probe.reference.scalars("gradients.\(block.name)")
        guard euclideanNorm(wanted) > 1e-12 else { continue }
        result.take(relativeDistance(probe.network.parameterGradients[block.range], wanted), ofGradient: block.name)
      }
      let name = probe.reference.tensors["direction.head.bias"] == nil ? "gradients" : "direction"
      let tangent = probe.network.tangentArray(try probe.reference.slab(name, layout))
      result.tangent = max(result.tangent, relativeDistance(tangent, try probe.reference.scalars("tangent")))
      var adam = Adam(parameterCount: probe.network.parameterCount, learningRate: 1e-3)
      for wanted in try probe.reference.scalars("losses") {
        let loss = probe.differentiate().loss
        result.lossCurve = max(result.lossCurve, abs(loss / Double(wanted) - 1))
        adam.step(
          probe.network.parameters, along: probe.network.parameterGradients, scale: 1, pool: probe.pool,
          instructionSet: choice.instructionSet)
        probe.network.weightsChanged()
      }
    }
    return result
  }

  @Test("every pass stays within 1e-4 of PyTorch in double precision, with every algorithm and instruction set")
  func table() throws {
    var lines = [
      "| algorithm, instructions | " + Distances.names.joined(separator: " | ") + " |",
      "|---|" + String(repeating: "---|", count: Distances.names.count),
    ]
    for choice in KernelChoice.all {
      let found = try distances(choice)
      #expect(found.all.allSatisfy { $0 < 1e-4 }, "\(choice.testDescription): \(found.all)")
      let cells = found.all.map { String(format: "%.1e", $0) }
      lines.append("| \(choice.testDescription) | " + cells.joined(separator: " | ") + " |")
    }
    if ProcessInfo.processInfo.environment["FLAIRSCOPE_EXACTNESS"] != nil { print(lines.joined(separator: "\n")) }
  }
}
