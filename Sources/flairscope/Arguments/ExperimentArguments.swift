public import ArgumentParser
import Foundation
public import Segmenter

/// What is given of an experiment's setting; the rest has its defaults.
struct ExperimentArguments: ParsableArguments {
  @Flag(help: "A setting for two cores and less than half an hour: a small network on crops, few epochs, fewer cells.")
  var quick = false
  @Option(help: "Repeat every cell with this many seeds.")
  var seeds: Int?
  @Option(help: "Leave out the patients in this many groups instead of one at a time: fewer networks to train.")
  var folds: Int?
  @Option(help: "Epochs of every cell.")
  var epochs: Int?
  @Option(help: "Channels of the network's first level.")
  var base: Int?
  @Option(help: "Number of poolings.")
  var levels: Int?
  @Option(help: "The fraction of units dropped in training, by every method; 0 for none.")
  var dropout: Double?
  @Option(help: "Train on square crops of this many pixels; 0 for whole slices.")
  var crop: Int?
  @Option(help: "Slices per step.")
  var batch: Int?
  @Option(help: "Images to learn from, by role, FLAIR first: FLAIR,T1,T2.")
  var channels: String?
  @Option(help: "soft-mask: sizes at the label 0.3, as 1,1.2,1.4.")
  var sizes: String?
  @Option(help: "soft-mask: labels at the size 1.2, as 0,0.3.")
  var labels: String?
  @Option(help: "loss: names of losses, as dice-squared,focal.")
  var losses: String?
  @Option(help: "loss: lesions whose diameter (of a ball of the same volume, in mm) is smaller count as small.")
  var smallDiameter: Double?
  @Option(help: "noise, relabel, truth: methods beside the plain network, as mcpm,pint.")
  var methods: String?
  @Flag(
    help: "noise, truth: mcpm once more, with the label given to its network beside the loss, which is not published.")
  var labelInput = false
  @Option(
    help:
      "noise: networks beside the U-Net: u2net, probabilistic, phiseg, vnet; those that draw samples predict what they expect."
  )
  var networks: String?
  @Option(help: "noise, relabel, truth: kinds of noise, with or without a strength, as dilate,polygon-3.")
  var kinds: String?
  @Option(help: "noise, truth: fractions of the slices whose annotation is noisy, as 0,0.2,0.4.")
  var rates: String?
  @Option(help: "noise, relabel, truth: the fraction of the slices that methods get with a clean annotation.")
  var trustedFraction: Double?
  @Option(name: .customLong("trusted-share"), help: .hidden)
  var earlierTrustedFraction: Double?
  @Option(
    help:
      "relabel, truth: stochastic predictions of every slice after every epoch. raters: samples of each network that draws them."
  )
  var samples: Int?

  func setting(_ name: ExperimentName) throws -> ExperimentSetting {
    var setting = quick ? ExperimentSetting.quick(name) : .standard(name)
    try checkUse(name)
    if let seeds { setting.seeds = seeds }
    setting.folds = folds
    if let epochs { setting.epochs = epochs }
    if let base { setting.base = base }
    if let levels { setting.levels = levels }
    if let dropout { setting.dropout = dropout == 0 ? nil : dropout }
    if let crop { setting.cropSize = crop == 0 ? nil : crop }
    if let batch { setting.batchSize = batch }
    if let channels { setting.imageRoles = Self.words(channels) }
    if let smallDiameter { setting.smallDiameterMM = smallDiameter }
    if let trustedFraction = trustedFraction ?? earlierTrustedFraction { setting.trustedFraction = trustedFraction }
    if let samples {
      if name == .raters { setting.drawnSamples = samples } else { setting.relabelSamples = samples }
    }
    if let sizes { setting.sizes = try Self.list(sizes, "--sizes", Double.init) }
    if let labels { setting.labels = try Self.list(labels, "--labels", Double.init) }
    if let rates { setting.rates = try Self.list(rates, "--rates", Double.init) }
    if let losses { setting.losses = try Self.list(losses, "--losses", LossName.init(rawValue:)) }
    if let methods { setting.methods = try Self.list(methods, "--methods", MethodName.init(rawValue:)) }
    if labelInput { setting.labelInput = true }
    if let networks { setting.networks = try Self.list(networks, "--networks", NetworkKind.init(rawValue:)) }
    if let kinds { setting.kinds = try Self.list(kinds, "--kinds", NoiseChoice.init(name:)) }
    return setting
  }

  private func checkUse(_ name: ExperimentName) throws {
    let noisy: [ExperimentName] = [.noise, .relabelling, .truth]
    try OptionUse.check(
      [
        OptionUse("--sizes", sizes != nil, by: [.softMask]),
        OptionUse("--labels", labels != nil, by: [.softMask]),
        OptionUse("--losses", losses != nil, by: [.loss]),
        OptionUse("--small-diameter", smallDiameter != nil, by: [.loss]),
        OptionUse("--methods", methods != nil, by: noisy),
        OptionUse("--kinds", kinds != nil, by: noisy),
        OptionUse("--networks", networks != nil, by: [.noise]),
        OptionUse("--label-input", labelInput, by: [.noise, .truth]),
        OptionUse("--rates", rates != nil, by: [.noise, .truth]),
        OptionUse("--trusted-fraction", (trustedFraction ?? earlierTrustedFraction) != nil, by: noisy),
        OptionUse("--samples", samples != nil, by: [.relabelling, .truth, .raters]),
      ], for: name
    ) { names in
      let others = names.dropLast().joined(separator: ", ")
      return "the " + (others.isEmpty ? "experiment " : "experiments \(others) and ") + (names.last ?? "")
    }
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private static func list<Value>(_ text: String, _ option: String, _ value: (String) -> Value?) throws -> [Value] {
    try words(text).map { word in
      guard let value = value(word) else { throw ValidationError("\(option): there is no '\(word)'.") }
      return value
    }
  }
}

extension ExperimentName: ExpressibleByArgument {}
