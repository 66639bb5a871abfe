package import Segmenter
import VolumeModel
import Pictures

/// What layer 6 shows over the image.
package enum HeatContent: Sendable {
  /// How unsure the prediction is.
  case entropy
  /// What inverse weighting gives the lesions.
  case lossWeights(ShownWeights)
  /// What a training tells of every pixel.
  case pixels(PixelMapKind)
}

extension Viewer {
  package var lossWeights: ShownWeights? {
    if case .lossWeights(let shown) = scan.heat { shown } else { nil }
  }

  /// The map of a training that layer 6 shows, once it is there.
  package var shownPixelMap: PixelMap? {
    if case .pixels(let kind) = scan.heat { scan.pixelMaps?[kind] } else { nil }
  }

  var heatTitle: String {
    switch scan.heat {
    case .entropy: Layer.entropy.title
    case .lossWeights(let shown): weightsTitle(shown.map)
    case .pixels(let kind): Wording.title(kind)
    }
  }

  /// What the panel says beside the layer's name.
  var heatValue: String {
    switch scan.heat {
    case .entropy: "entropy"
    case .lossWeights(let shown): Wording.weight(shown.map.range.upperBound)
    case .pixels: scan.pixelMaps?.epoch.map { "epoch \($0)" } ?? "of a run"
    }
  }

  /// Why layer 6 has nothing to show beside the prediction's uncertainty, or nil when it has.
  var missingHeat: String? {
    switch scan.heat {
    case .entropy: missing(.prediction)
    case .lossWeights: nil
    case .pixels(let kind):
      shownPixelMap == nil ? "the \(Wording.title(kind)) comes with the end of the epoch" : nil
    }
  }

  /// What layer 6 draws, where there is something to draw.
  var drawnMap: SampledSlice.Map? {
    switch scan.heat {
    case .entropy: scan.prediction.map { .uncertainty($0.probability) }
    case .lossWeights(let shown): .weights(shown.strengths)
    case .pixels:
      shownPixelMap.map { .scaled($0.volume, range: $0.range, marksLow: !$0.isMostlyLow) }
    }
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
}
