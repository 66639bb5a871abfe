import Segmenter
import VolumeModel
import Pictures

/// The maps of a training: which pixels its method trusts, where it is unsure, and what each pixel costs.
extension Viewer {
  /// `map weight | uncertainty | loss | off`.
  mutating func showMap(_ text: String) -> [Effect] {
    if text == "off" {
      scan.heat = .entropy
      view.layers[.entropy].isVisible = false
      say("layer 6 is the uncertainty of the prediction")
      return []
    }
    guard let kind = PixelMapKind(rawValue: text) else {
      warnUsage("map")
      return []
    }
    return show(kind)
  }

  /// The next kind of map that there is.
  mutating func showNextMap() -> [Effect] {
    let kinds = scan.pixelMaps?.kinds ?? [.loss]
    guard case .pixels(let now) = scan.heat, view.layers[.entropy].isVisible, let index = kinds.firstIndex(of: now)
    else {
      return show(kinds.first ?? .loss)
    }
    return index + 1 < kinds.count ? show(kinds[index + 1]) : showMap("off")
  }

  private mutating func show(_ kind: PixelMapKind) -> [Effect] {
    if let reason = lackOfMaps {
      warn(reason)
      return []
    }
    if let pixelMaps = scan.pixelMaps, pixelMaps[kind] == nil {
      let there = pixelMaps.kinds.map(\.rawValue).joined(separator: ", ")
      warn("this training gives no \(kind.rawValue) of a pixel; there is \(there)")
      return []
    }
    scan.heat = .pixels(kind)
    view.layers.isPeeking = false
    view.layers[.entropy].isVisible = true
    view.layers.active = .entropy
    say(scan.pixelMaps == nil ? "the \(Wording.title(kind)) comes with the end of the epoch" : Wording.meaning(kind))
    return wantedMaps
  }

  /// Why there are no maps to show, or nil when there are or will be.
  var lackOfMaps: String? {
    if scan.hidesPrediction { return "blind review: maps of a training show once the verdict on the case is stored" }
    return scan.pixelMaps != nil || model.training.isBusy
      ? nil : "no training to tell of pixels: t trains, :maps RUN shows those of a run"
  }

  /// Asks the training for the maps of the epoch that it is in, while they are looked at.
  var wantedMaps: [Effect] {
    guard model.training.isBusy, view.layers[.entropy].isVisible, case .pixels = scan.heat else { return [] }
    return [.requestMaps]
  }

  /// Takes new maps; those of a case left behind are dropped.
  mutating func receive(_ maps: PixelMaps) -> [Effect] {
    guard maps.caseName == scan.name, maps.maps.allSatisfy({ $0.volume.grid.shape == scan.grid.shape }) else {
      return []
    }
    let isFirst = scan.pixelMaps == nil
    scan.pixelMaps = maps
    if case .pixels(let kind) = scan.heat, maps[kind] == nil, let other = maps.kinds.first {
      scan.heat = .pixels(other)
      say("this training gives no \(kind.rawValue) of a pixel; here is its \(other.rawValue)")
    } else if isFirst, !model.training.isBusy {
      return show(maps.kinds.first ?? .loss)
    }
    return wantedMaps
  }

  /// What the status line says of the voxel under the crosshair.
  var pixelReading: (label: String, value: String)? {
    guard view.layers.isShown(.entropy), let map = shownPixelMap else { return nil }
    let value = map.volume[place.cursor]
    return (
      map.kind == .uncertainty ? "unsure" : map.kind.rawValue, value.isFinite ? Wording.fixed(Double(value), 2) : "none"
    )
  }
}

extension Wording {
  /// What a map shows, for the line of feedback.
  static func meaning(_ kind: PixelMapKind) -> String {
    switch kind {
    case .weight: "pixel weight: 0 is left out of learning, 1 counts in full"
    case .uncertainty: "pixel uncertainty: where the method's answers differ"
    case .loss: "pixel loss: cross-entropy of the prediction against the pixel's target"
    }
  }
}
