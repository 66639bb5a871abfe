extension UNetArchitecture {
  /// What a weights file says of the architecture that its tensors' shapes do not.
  var metadataStrings: [String: String] {
    var strings = [
      "architecture": Self.kind,
      "input_channels": String(inputChannels),
      "base": String(base),
      "levels": String(levels),
      "feature_normalisation": normalisation.description,
    ]
    if let dropout {
      strings["dropout"] = "\(dropout.rate)"
      strings["dropout_places"] = dropout.places.map(\.rawValue).joined(separator: ",")
    }
    return strings
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
