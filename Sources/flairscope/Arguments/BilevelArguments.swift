public import ArgumentParser
public import Segmenter

/// How ren, mirikharaji, mw-net and mcpm weigh.
struct BilevelArguments: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help:
      "With mw-net and mcpm: measure the trusted loss after a trial step, which is exact, or before it, which is faster."
  )
  var lookAhead = true
  @Option(help: "With mw-net: what is weighted, pixel or image.")
  var weightedItem = WeightedItem.pixel
  @Flag(help: "With mcpm: give its network the label beside the loss. This is not part of the published method.")
  var labelInput = false
  @Flag(
    inversion: .prefixedNo,
    help: "With mw-net and mcpm: divide the weights of a batch by their mean, so that none is gained by raising all.")
  var normaliseWeights = true
  @Option(help: "With mw-net and mcpm: the learning rate of the network that weighs. Default: 0.001.")
  var weightRate: Double?

  var settings: BilevelSettings {
    BilevelSettings(
      looksAhead: lookAhead, item: weightedItem, seesLabel: labelInput, normalisesWeights: normaliseWeights,
      weightLearningRate: weightRate)
  }
}

extension WeightedItem: ExpressibleByArgument {}
