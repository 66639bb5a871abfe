internal import VolumeModel

/// Everything that determines an experiment apart from its cases; a part of `experiment.toml`.
///
/// Fields that an experiment has no use for are left as they are and play no part in it.
public struct ExperimentSetting: Sendable, Hashable, Codable {
  /// Which experiment.
  public var name: ExperimentName
  /// Every cell is repeated with the seeds 1, 2, ... up to this.
  public var seeds: Int
  /// Groups in which patients are left out, at least 2; nil leaves out one patient at a time.
  public var folds: Int?
  /// Of every cell.
  public var epochs: Int
  /// Channels of the network's first level.
  public var base: Int
  /// Poolings of the network.
  public var levels: Int
  /// Fraction of units dropped in training, by every method alike; nil drops none.
  public var dropout: Double?
  /// Side of square crops; nil for whole slices.
  public var cropSize: Int?
  /// Slices per step.
  public var batchSize: Int
  /// Roles of the images, FLAIR first.
  public var imageRoles: [String]

  /// `soft-mask`: sizes at ``usualLabel``, the expert's mask being 1.
  public var sizes: [Double]
  /// `soft-mask`: labels at ``usualSize``.
  public var labels: [Double]
  /// `loss`: each with and without inverse weighting where the paper has both.
  public var losses: [LossName]
  /// `loss`: lesions of a smaller equivalent diameter are small.
  public var smallDiameterMM: Double
  /// `noise`: networks beside the U-Net that learn from the same annotations; nil, as in earlier folders, for none.
  public var networks: [NetworkKind]?
  /// `noise`, `relabel`, `truth`: beside the plain network on noisy and on clean annotations.
  public var methods: [MethodName]
  /// `noise`, `truth`: whether MCPM has a second row, in which its network sees the label beside the loss
  /// (``BilevelSettings/seesLabel``); nil, as in earlier folders, for no.
  public var labelInput: Bool?
  /// `noise`, `relabel`, `truth`.
  public var kinds: [NoiseChoice]
  /// `noise`, `truth`: fractions of the slices whose annotation is noisy.
  public var rates: [Double]
  /// `noise`, `relabel`, `truth`: the fraction of the slices that methods get with a clean annotation.
  public var trustedFraction: Double
  /// `relabel`, `truth`: stochastic predictions of every slice after every epoch.
  public var relabelSamples: Int
  /// `raters`: samples that a network which draws them is judged by; nil in other experiments.
  public var drawnSamples: Int?

  /// How cells are trained and read, beyond what the other fields say; nil in folders of earlier versions, whose cells
  /// cannot stand in one table with those of now.
  var revision: Int? = 3

  /// |T + D| / |T| where it is not varied.
  public static let usualSize = 1.2
  /// gamma where it is not varied.
  public static let usualLabel = 0.3

  /// As large as the papers' tables are, for a machine with time: a network of the standard size, whole slices.
  public static func standard(_ name: ExperimentName) -> ExperimentSetting {
    var setting = ExperimentSetting(
      name: name, seeds: 3, epochs: 40, base: 16, levels: 4,
      // Relabelling samples by dropout, teachers are perturbed by it, and all rows of a table have one network.
      dropout: name == .relabelling ? 0.5 : name == .noise ? PerturbedTeacher.usualDropout.rate : nil, cropSize: nil,
      batchSize: 8, imageRoles: ["FLAIR"],
      sizes: [1, 1.1, 1.2, 1.3, 1.4], labels: [0, 0.2, 0.3, 0.4],
      losses: [
        .diceSquared, .crossEntropy, .asymmetricSimilarity, .focal, .weightedCrossEntropy, .generalisedDiceSquared,
      ],
      smallDiameterMM: 5,
      methods: name == .relabelling
        ? [.pixelReweighting, .relabelling]
        : name == .truth
          ? MethodName.allCases.filter { ![.plain, .trustedOnly, .trustedThreshold].contains($0) }
          : MethodName.allCases.filter { $0 != .plain && $0 != .relabelling },
      kinds: name == .relabelling
        ? [NoiseChoice(.polygon, strength: 3), NoiseChoice(.polygon, strength: 7), NoiseChoice(.smooth)]
        : [NoiseChoice(.dilate, strength: name == .truth ? 3 : nil), NoiseChoice(.elastic)],
      rates: name == .truth ? [0.5] : [0, 0.2, 0.4, 0.6, 0.8], trustedFraction: 0.1, relabelSamples: 10)
    if name == .raters { setting.drawnSamples = 16 }
    if name == .noise { setting.networks = [.u2net, .probabilistic, .phiseg, .vnet] }
    return setting
  }

  /// For two cores and less than half an hour: a small network on crops, few epochs, fewer cells.
  public static func quick(_ name: ExperimentName) -> ExperimentSetting {
    var setting = standard(name)
    (setting.seeds, setting.epochs) = (2, 8)
    (setting.base, setting.levels, setting.cropSize) = (8, 3, 96)
    setting.relabelSamples = 4
    if name == .noise {
      setting.rates = [0.4, 0.8]
      setting.networks = nil
      // One of each kind: without trusted slices, and with them by gradient and by learned weights; and what trusted
      // slices are worth without a method.
      setting.methods = [
        .trustedOnly, .trustedThreshold, .pixelReweighting, .metaWeightNet, .corruptedPixelMining, .distillation,
      ]
    }
    if name == .truth {
      setting.seeds = 1
      setting.kinds = [NoiseChoice(.dilate, strength: 3)]
      // Those whose papers claim to see what is wrong, and relabelling.
      setting.methods = [
        .imageReweighting, .pixelReweighting, .metaWeightNet, .corruptedPixelMining, .distillation, .relabelling,
      ]
    }
    return setting
  }

  /// Says what cannot work, before anything is read.
  public func check() throws(ExperimentError) {
    guard (1...100).contains(seeds) else { throw .setting("\(seeds) seeds; 1 to 100 are possible") }
    guard (folds ?? 2) >= 2 else { throw .setting("\(folds ?? 0) folds; 2 and more are possible") }
    guard (1...1_000_000).contains(epochs) else { throw .setting("\(epochs) epochs; 1 to 1000000 are possible") }
    guard (0.001..<1).contains(trustedFraction) else {
      throw .setting("a fraction of \(trustedFraction) trusted slices; from 0.001 up to below 1 is possible")
    }
    guard (1...1000).contains(relabelSamples) else {
      throw .setting("\(relabelSamples) samples; 1 to 1000 are possible")
    }
    guard imageRoles.first == "FLAIR" else { throw .setting("the first image must be the FLAIR") }
    switch name {
    case .softMask:
      guard sizes.allSatisfy({ $0 >= 1 && $0 <= 10 }), !sizes.isEmpty else {
        throw .setting("sizes are ratios of 1 and more, as 1.2 for 120 %")
      }
      guard labels.allSatisfy({ (0...1).contains($0) }), !labels.isEmpty else {
        throw .setting("labels lie from 0 to 1")
      }
    case .loss:
      guard !losses.isEmpty else { throw .setting("there is no loss to try") }
    case .raters:
      guard (1...200).contains(drawnSamples ?? 0) else {
        throw .setting("\(drawnSamples ?? 0) samples; 1 to 200 are possible")
      }
    case .noise, .relabelling, .truth:
      guard !kinds.isEmpty else { throw .setting("there is no kind of noise") }
      guard name == .relabelling || (!rates.isEmpty && rates.allSatisfy({ (0...1).contains($0) })) else {
        throw .setting("rates lie from 0 to 1")
      }
      guard name != .truth || rates.allSatisfy({ $0 > 0 && $0 < 1 }) else {
        throw .setting("some annotations must be corrupted and some not: rates lie between 0 and 1")
      }
      guard !(networks ?? []).contains(where: { $0 == .unet || !NetworkKind.choices.contains($0) }) else {
        throw .setting("the U-Net is always among the rows; name networks beside it")
      }
      guard labelInput != true || methods.contains(.corruptedPixelMining) else {
        throw .setting("the label is given to mcpm's network, and mcpm is not among the methods")
      }
      guard !methods.contains(.plain) else {
        throw .setting("the plain network is always among the rows; name other methods")
      }
    }
    let repeated =
      [sizes.count - Set(sizes).count, labels.count - Set(labels).count, losses.count - Set(losses).count]
      + [methods.count - Set(methods).count, kinds.count - Set(kinds).count, rates.count - Set(rates).count]
    guard repeated.allSatisfy({ $0 == 0 }) else { throw .setting("a value is listed twice") }
  }

  /// Whether every cell of this setting is one of the other's too, so that what is done can stay. Fewer seeds, rows or
  /// columns would leave results aside.
  func canGrow(to other: ExperimentSetting) -> Bool {
    var grown = other
    (grown.seeds, grown.networks, grown.methods) = (seeds, networks, methods)
    (grown.kinds, grown.rates, grown.labelInput) = (kinds, rates, labelInput)
    (grown.sizes, grown.labels, grown.losses) = (sizes, labels, losses)
    return grown == self && seeds <= other.seeds
      && Set(design.conditions).isSubset(of: other.design.conditions)
  }

  /// Monte Carlo samples of relabelling drop units at the two deepest levels; teachers before the last convolution too.
  private var dropoutPlaces: [Dropout.Place] {
    name == .relabelling ? [.bottleneck, .firstDecoder] : Dropout.Place.allCases
  }

  /// The plan that every cell starts from.
  public func plan(seed: UInt64, threads: Int) -> TrainingPlan {
    TrainingPlan(
      architecture: UNetArchitecture(
        inputChannels: imageRoles.count, base: base, levels: levels,
        dropout: dropout.map { Dropout(rate: $0, places: dropoutPlaces) }),
      epochs: epochs,
      patience: nil, seed: seed, threads: threads, batchSize: batchSize, cropSize: cropSize, imageRoles: imageRoles)
  }
}
