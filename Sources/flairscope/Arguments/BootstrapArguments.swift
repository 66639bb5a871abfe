import ArgumentParser
import VolumeModel

/// How intervals over the patients of a study are made.
struct BootstrapArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Draws of the bootstrap; 0 for no intervals.", valueName: "n"))
  var bootstrap = 2000

  @Option(help: "Decides the draws of the bootstrap.")
  var seed: UInt64 = 1

  func validate() throws {
    guard (0...1_000_000).contains(bootstrap) else { throw ValidationError("--bootstrap is 0 to 1000000 draws.") }
  }

  var draws: Bootstrap { Bootstrap(repetitions: bootstrap, seed: seed) }

  /// What an interval is, in words.
  var words: String { bootstrap > 1 ? "95 %, \(bootstrap) draws of patients, seed \(seed)" : "none" }
}
