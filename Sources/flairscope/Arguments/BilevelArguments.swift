public import ArgumentParser
public import Segmenter

/// How ren, mirikharaji, mw-net and mcpm weigh.
struct BilevelArguments: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: "Judge the weights of mw-net and mcpm by the trusted loss after a step, or at the weights at hand: quicker.")
  var lookAhead = true
  @Option(help: "What mw-net weighs: pixel or image.")
  var weightedItem = WeightedItem.pixel
  @Flag(help: "Give mcpm's network the label beside the loss. A deviation from the method.")
  var labelInput = false

  var settings: BilevelSettings {
    BilevelSettings(looksAhead: lookAhead, item: weightedItem, seesLabel: labelInput)
  }
}

extension WeightedItem: ExpressibleByArgument {}
