import ArgumentParser
import Segmenter

/// Which processor instructions the network uses.
struct EngineArguments: ParsableArguments {
  @Option(
    help:
      "Processor instructions of the network: \(InstructionSet.allCases.map(\.rawValue).joined(separator: ", ")); the widest that this machine has by default.",
    transform: Self.known)
  var instructions: InstructionSet?

  private static func known(_ name: String) throws -> InstructionSet {
    guard let known = InstructionSet(rawValue: name) else {
      throw ValidationError(
        "There are no instructions '\(name)'; there are \(InstructionSet.allCases.map(\.rawValue).joined(separator: ", "))."
      )
    }
    return known
  }

  /// Called once, after all arguments are read.
  func validate() throws {
    guard let instructions else { return }
    do {
      try InstructionSet.force(instructions)
    } catch {
      throw ValidationError("--instructions: \(error).")
    }
  }
}
