public import ArgumentParser
public import Segmenter

/// How uncertainty is sampled, and what is relabelled because of it.
struct RelabelArguments: ParsableArguments {
  @Option(
    help: """
      How predictions are sampled: dropout, test-time (the image mirrored, rotated and with a little noise), or ensemble \
      (several --weights). Default: dropout.
      """)
  var sampler: UncertaintySampler.Kind?
  @Option(help: "Samples per slice. Default: 10 with dropout, 6 with test-time.")
  var samples: Int?
  @Option(
    help:
      "guarded: relabel uncertain voxels whose label the mean prediction contradicts. literal: all uncertain ones. Default: guarded."
  )
  var relabelRule: RelabelRule.Mode?
  @Option(help: "The aleatoric uncertainty, up to 0.25, above which a voxel is uncertain. Default: 0.2.")
  var relabelDelta: Double?

  func validate() throws {
    guard (1...1000).contains(samples ?? 1) else { throw ValidationError("--samples is 1 to 1000.") }
    guard delta > 0, delta < 0.25 else {
      throw ValidationError("--relabel-delta lies between 0 and 0.25.")
    }
  }

  private var delta: Double { relabelDelta ?? RelabelRule().delta }
  var usedSampler: UncertaintySampler.Kind { sampler ?? .dropout }
  var rule: RelabelRule { RelabelRule(relabelRule ?? RelabelRule().mode, delta: delta) }

  var settings: RelabelSettings {
    RelabelSettings(sampler: UncertaintySampler(usedSampler, count: samples), rule: rule)
  }
}

extension UncertaintySampler.Kind: ExpressibleByArgument {}
extension RelabelRule.Mode: ExpressibleByArgument {}
