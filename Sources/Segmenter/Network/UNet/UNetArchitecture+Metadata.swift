extension UNetArchitecture {
  /// What a weights file says of the architecture that its tensors' shapes do not.
  var metadataStrings: [String: String] {
    var strings = [
      "architecture": name,
      "input_channels": String(inputChannels),
      "base": String(base),
      "levels": String(levels),
      "feature_normalisation": normalisation.description,
    ]
    if let latentCount { strings["latent_count"] = String(latentCount) }
    if let blockSlices { strings["block_slices"] = String(blockSlices) }
    if let dropout {
      strings["dropout"] = "\(dropout.rate)"
      strings["dropout_places"] = dropout.places.map(\.rawValue).joined(separator: ",")
    }
    return strings
  }

  /// The kind, base width and levels that a file's strings name; nil for a U-Net, or where they do not say, since its
  /// tensors' shapes do.
  static func named(in strings: [String: String], path: String) throws(ModelError) -> UNetArchitecture? {
    guard let name = strings["architecture"] else { return nil }
    guard let kind = NetworkKind.allCases.first(where: { $0.details.architectureName == name }) else {
      throw .malformed(path: path, reason: "unknown architecture '\(name)'; was it written by a newer version?")
    }
    guard kind != .unet else { return nil }
    func number(_ key: String) -> Int? { strings[key].flatMap { Int($0) } }
    guard let channels = number("input_channels"), let base = number("base"), let levels = number("levels") else {
      throw .malformed(path: path, reason: "it does not say how many input channels, base channels and levels it has")
    }
    return UNetArchitecture(
      kind: kind, inputChannels: channels, base: base, levels: levels, latentCount: number("latent_count"),
      blockSlices: number("block_slices"))
  }

  /// Takes over normalisation and dropout from a file's strings; a file that has none of them has neither.
  mutating func takeMetadata(_ strings: [String: String], hasNormTensors: Bool, path: String) throws(ModelError) {
    if let text = strings["feature_normalisation"] {
      guard let known = FeatureNormalisation(text) else {
        throw .malformed(path: path, reason: "unknown normalisation of features '\(text)'; it is 'none' or 'group 8'")
      }
      normalisation = known
    }
    guard hasNormTensors == (normalisation != .none) else {
      throw .malformed(
        path: path,
        reason: hasNormTensors
          ? "it has norm tensors, but does not say in how many groups; add 'feature_normalisation' = 'group N' to its metadata"
          : "it speaks of '\(normalisation)', but has no norm tensors")
    }
    guard let text = strings["dropout"] else { return }
    let places = (strings["dropout_places"] ?? "").split(separator: ",").map { Dropout.Place(rawValue: String($0)) }
    guard let rate = Double(text), !places.contains(nil) else {
      throw .malformed(
        path: path, reason: "its dropout '\(text)' at '\(strings["dropout_places"] ?? "")' makes no sense")
    }
    dropout = Dropout(rate: rate, places: places.compactMap(\.self))
  }
}
