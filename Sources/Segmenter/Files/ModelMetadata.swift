internal import Foundation
public import VolumeModel

/// What a weights file says about itself beside its tensors (the strings of `__metadata__`).
public struct ModelMetadata: Sendable, Hashable {
  /// How intensities were brought to a common scale; prediction repeats it.
  public var normalisation: IntensityNormalisation
  /// How images were prepared before slices were cut; prediction repeats it.
  public var preparation: InputPreparation
  /// Whether prediction averages each slice with its mirror image; the threshold was chosen so.
  public var averagesFlips = false
  /// Roles of the input channels in order, e.g. ["FLAIR", "T1"].
  public var imageRoles: [String]
  /// Voxel spacing of the first training image in mm, axial in-plane first (x, y, slice).
  public var spacingMM: [Double]
  /// The different voxel spacings of all training images, in the same order of axes; empty in files that do not say.
  public var allSpacingsMM: [[Double]] = []
  /// The soft mask that was trained on: size, label, threshold, scope.
  public var softMask: [String: String]
  /// p >= this is lesion.
  public var binarisationThreshold: Double
  /// Predicted components up to this volume in cubic millimetres are removed, as chosen on patients that were held out; nil
  /// where nobody chose.
  public var largestRemovedMM3: Double?
  /// The filter of predicted components that belongs to the weights.
  public var sizeFilter: LesionSizeFilter {
    largestRemovedMM3.map { LesionSizeFilter(largestRemovedMM3: $0) } ?? LesionSizeFilter()
  }
  /// Of the run that made the weights.
  public var seed: UInt64
  /// Version of the program that wrote the file.
  public var version: String
  /// SHA-256 of each training mask file, where it came from a file.
  public var maskHashes: [String]
  /// Best Dice on the left-out slices, when known.
  public var validationDice: Double?

  /// Metadata of a model with one FLAIR channel unless something else is given.
  public init(
    normalisation: IntensityNormalisation = .standard, preparation: InputPreparation = InputPreparation(),
    imageRoles: [String] = ["FLAIR"],
    spacingMM: [Double] = [1, 1, 1], softMask: [String: String] = [:], binarisationThreshold: Double = 0.5,
    seed: UInt64 = 0, version: String = Segmenter.version, maskHashes: [String] = [], validationDice: Double? = nil
  ) {
    self.normalisation = normalisation
    self.preparation = preparation
    self.imageRoles = imageRoles
    self.spacingMM = spacingMM
    self.softMask = softMask
    self.binarisationThreshold = binarisationThreshold
    self.seed = seed
    self.version = version
    self.maskHashes = maskHashes
    self.validationDice = validationDice
  }

  /// The strings of a safetensors header.
  package func strings(for architecture: UNetArchitecture) -> [String: String] {
    var strings: [String: String] = [
      "format": "pt",
      "normalisation": normalisation.rawValue,
      "image_roles": imageRoles.joined(separator: ","),
      "spacing_mm": spacingMM.map { "\($0)" }.joined(separator: ","),
      "binarisation_threshold": "\(binarisationThreshold)",
      "seed": String(seed),
      "version": version,
      "mask_sha256": maskHashes.joined(separator: ","),
    ]
    if !allSpacingsMM.isEmpty {
      strings["all_spacings_mm"] = allSpacingsMM.map { $0.map { "\($0)" }.joined(separator: ",") }.joined(
        separator: ";")
    }
    strings.merge(architecture.metadataStrings) { $1 }
    strings.merge(preparation.strings) { $1 }
    for (key, value) in softMask { strings["soft_mask_\(key)"] = value }
    if let largestRemovedMM3 { strings["largest_removed_mm3"] = "\(largestRemovedMM3)" }
    if averagesFlips { strings["flip_averaging"] = "true" }
    if let validationDice { strings["validation_dice"] = "\(validationDice)" }
    return strings
  }

  /// What the strings say; entries that are missing keep their defaults, entries that make no sense are refused.
  init(strings: [String: String], path: String) throws(ModelError) {
    // Files that do not say were written when this was the default.
    self.init(normalisation: .medianDeviation, preparation: .asTheyAre)
    guard let known = InputPreparation(strings: strings) else {
      throw .malformed(path: path, reason: "its pixel size or smoothing is no usable number of millimetres")
    }
    preparation = known
    averagesFlips = strings["flip_averaging"] == "true"
    if let name = strings["normalisation"] {
      guard let known = IntensityNormalisation(rawValue: name) else {
        throw .malformed(path: path, reason: "unknown normalisation '\(name)'; was it written by a newer version?")
      }
      normalisation = known
    }
    func list(_ key: String) -> [String]? {
      strings[key].map { $0.split(separator: ",").map(String.init) }
    }
    imageRoles = list("image_roles") ?? imageRoles
    spacingMM = list("spacing_mm")?.compactMap(Double.init) ?? spacingMM
    allSpacingsMM = (strings["all_spacings_mm"] ?? "").split(separator: ";")
      .map { $0.split(separator: ",").compactMap { Double($0) } }.filter { $0.count == 3 }
    if let text = strings["binarisation_threshold"] {
      guard let value = Double(text), (0...1).contains(value) else {
        throw .malformed(path: path, reason: "binarisation threshold '\(text)' is not a probability")
      }
      binarisationThreshold = value
    }
    largestRemovedMM3 = strings["largest_removed_mm3"].flatMap(Double.init).flatMap {
      $0 >= 0 && $0.isFinite ? $0 : nil
    }
    seed = strings["seed"].flatMap(UInt64.init) ?? 0
    version = strings["version"] ?? "unknown"
    maskHashes = list("mask_sha256") ?? []
    validationDice = strings["validation_dice"].flatMap(Double.init)
    for (key, value) in strings where key.hasPrefix("soft_mask_") {
      softMask[String(key.dropFirst("soft_mask_".count))] = value
    }
  }
}

extension SoftMaskParameters {
  /// As in a model's metadata.
  var strings: [String: String] {
    let thresholdText =
      switch threshold {
      case .automatic: "auto"
      case .value(let value): "\(value)"
      }
    return ["size": "\(size)", "label": "\(label)", "threshold": thresholdText, "scope": scope.rawValue]
  }
}
