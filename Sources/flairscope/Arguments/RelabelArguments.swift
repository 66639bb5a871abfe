public import ArgumentParser
public import Segmenter

/// How uncertainty is sampled, and what is relabelled because of it.
struct RelabelArguments: ParsableArguments {
  @Option(
    help: """
      How predictions are sampled: dropout, test-time (the image mirrored, rotated and with a little noise), or ensemble \
      (several --weights).
      """)
  var sampler = UncertaintySampler.Kind.dropout
  @Option(help: "Samples per slice. Default: 10 with dropout, 6 with test-time.")
  var samples: Int?
  @Option(
    help: "guarded: relabel uncertain voxels whose label the mean prediction contradicts. literal: all uncertain ones.")
  var relabelRule = RelabelRule.Mode.guarded
  @Option(help: "The aleatoric uncertainty, up to 0.25, above which a voxel is uncertain.")
  var relabelDelta = 0.2

  func validate() throws {
    guard (1...1000).contains(samples ?? 1) else { throw ValidationError("--samples is 1 to 1000.") }
    guard relabelDelta > 0, relabelDelta < 0.25 else {
      throw ValidationError("--relabel-delta lies between 0 and 0.25.")
    }
  }

  var rule: RelabelRule { RelabelRule(relabelRule, delta: relabelDelta) }

  var settings: RelabelSettings {
    RelabelSettings(sampler: UncertaintySampler(sampler, count: samples), rule: rule)
  }
}

extension UncertaintySampler.Kind: ExpressibleByArgument {}
extension RelabelRule.Mode: ExpressibleByArgument {}
