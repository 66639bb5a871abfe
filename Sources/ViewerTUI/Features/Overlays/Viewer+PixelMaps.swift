package import Segmenter
import VolumeModel
import Pictures

/// The maps of a training: which pixels its method trusts, where it is unsure, and what each pixel costs.
extension Viewer {
  /// `map weight | uncertainty | loss | off`.
  mutating func showMap(_ text: String) -> [Effect] {
    if text == "off" {
      hideMaps()
      return []
    }
    guard let kind = PixelMapKind(rawValue: text) else {
      warnUsage("map")
      return []
    }
    return show(kind)
  }

  /// Goes back to the uncertainty of the prediction, hidden.
  mutating func hideMaps() {
    scan.lossWeights = nil
    scan.overlayChoices[.uncertainty] = .uncertainty
    view.overlays[.uncertainty].isVisible = false
    say("overlay 6 is the uncertainty of the prediction")
  }

  /// The kind of map of a training that was chosen, whether it is there yet or not.
  private var chosenMapKind: PixelMapKind? { scan.overlayChoices[.uncertainty]?.pixelMapKind }

  /// The map of a training that the place of the uncertainty shows, once it is there.
  package var shownPixelMap: PixelMap? { overlay(.uncertainty).id.pixelMapKind.flatMap { scan.pixelMaps?[$0] } }

  /// The next kind of map that there is.
  mutating func showNextMap() -> [Effect] {
    let kinds = scan.pixelMaps?.kinds ?? [.loss]
    guard view.overlays[.uncertainty].isVisible, let index = chosenMapKind.flatMap(kinds.firstIndex(of:)) else {
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
    choose(.pixelMap(kind), at: .uncertainty)
    say(scan.pixelMaps == nil ? "the \(Wording.title(kind)) comes with the end of the epoch" : Wording.meaning(kind))
    return wantedMaps
  }

  /// Why there are no maps to show, or nil when there are or will be.
  var lackOfMaps: String? {
    if scan.hidesPrediction { return "blind review: maps of a training show once the verdict on the case is stored" }
    return scan.pixelMaps != nil || model.training.isBusy
      ? nil : "no training maps yet: t trains, :maps RUN shows those of a run"
  }

  /// Asks the training for the maps of the epoch that it is in, while they are looked at.
  var wantedMaps: [Effect] {
    guard model.training.isBusy, view.overlays[.uncertainty].isVisible, chosenMapKind != nil else { return [] }
    return [.requestMaps]
  }

  /// Takes new maps; those of a case left behind are dropped.
  mutating func receive(_ maps: PixelMaps) -> [Effect] {
    guard maps.caseName == scan.name, maps.maps.allSatisfy({ $0.volume.grid.shape == scan.grid.shape }) else {
      return []
    }
    let isFirst = scan.pixelMaps == nil
    scan.pixelMaps = maps
    if let kind = chosenMapKind, maps[kind] == nil, let other = maps.kinds.first {
      scan.overlayChoices[.uncertainty] = .pixelMap(other)
      say("this training gives no \(kind.rawValue) of a pixel; here is its \(other.rawValue)")
    } else if isFirst, !model.training.isBusy {
      return show(maps.kinds.first ?? .loss)
    }
    return wantedMaps
  }

  /// What the status line says of the voxel under the crosshair.
  var pixelReading: (label: String, value: String)? {
    guard view.overlays.isShown(.uncertainty), let map = shownPixelMap else { return nil }
    let value = map.volume[place.cursor]
    return (
      map.kind == .uncertainty ? "unsure" : map.kind.rawValue, value.isFinite ? Wording.fixed(Double(value), 2) : "none"
    )
  }
}

extension Wording {
  package static func title(_ kind: PixelMapKind) -> String {
    switch kind {
    case .weight: "pixel weight"
    case .uncertainty: "pixel uncertainty"
    case .loss: "pixel loss"
    }
  }

  /// What a map shows, for the line of feedback.
  static func meaning(_ kind: PixelMapKind) -> String {
    switch kind {
    case .weight: "pixel weight: 0 is left out of learning, 1 counts in full"
    case .uncertainty: "pixel uncertainty: where the method's answers differ"
    case .loss: "pixel loss: cross-entropy of the prediction against the pixel's target"
    }
  }
}
