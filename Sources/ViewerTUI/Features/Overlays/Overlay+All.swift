import Pictures
import Segmenter
import VolumeModel

/// Every overlay. A new one is a row here; give it a role in `ThemeRole` when its colour shall be its own.
extension Overlay {
  /// The overlays that every case has, in the order of the panel.
  static let fixed: [Overlay] = [softMask, prediction, adjudicated] + maps + consensus + samples

  /// A rater's mask. The first two have keys; others are chosen with Tab or by name.
  static func rater(_ index: Int) -> Overlay {
    let number = "\(index + 1)"
    return Overlay(
      .rater(index), "rater \(number)",
      key: index < 2
        ? Key(character: Character(number), action: "rater-\(number)", summary: "rater \(number)") : nil,
      word: "r\(number)", look: .rater(index), first: OverlaySettings(isVisible: true, opacity: 0.45, style: .auto),
      order: .rater,
      source: { viewer in viewer.scan.rater(index).map { .mask($0.mask) } },
      missing: { viewer in
        guard viewer.scan.rater(index) == nil else { return nil }
        return index == 0
          ? "no rater mask in this case" : index == 1 ? "no second rater in this case" : "no rater \(number)"
      },
      closerTitle: { $0.raterTitle(index) })
  }

  private static let softMask = Overlay(
    .softMask, "soft mask", key: Key(character: "3", action: "soft-mask", summary: "soft mask"), word: "soft",
    look: OverlayLook(.soft, letter: "s", hatch: "░", rank: 1, part: .below),
    first: OverlaySettings(isVisible: true, opacity: 0.9, style: .auto), order: .softMask,
    source: { viewer in
      viewer.scan.softMask.map { .softMask(expert: $0.expert, grown: $0.grown, label: $0.label) }
    },
    missing: { viewer in
      viewer.scan.raters.isEmpty
        ? "no rater mask to grow a soft mask from"
        : viewer.scan.softMask == nil ? "the soft mask is being prepared" : nil
    },
    closerTitle: { viewer in viewer.scan.softMask.map { "soft mask, rim \(Wording.fraction($0.label))" } },
    amount: { viewer in viewer.scan.softMask.map { "+" + Wording.millilitres($0.grown) } })

  private static let prediction = Overlay(
    .prediction, "prediction", key: Key(character: "4", action: "prediction", summary: "prediction"), word: "pred",
    look: .prediction, first: OverlaySettings(isVisible: true, opacity: 0.75, style: .outline), order: .prediction,
    source: { viewer in viewer.scan.prediction.map { .mask($0.mask) } },
    missing: { viewer in
      viewer.scan.prediction != nil
        ? nil
        : viewer.scan.hidesPrediction
          ? "blind review: the prediction shows once the verdict on the case is stored"
          : "no prediction yet: p predicts, t trains"
    },
    closerTitle: { viewer in viewer.scan.prediction.map { "prediction \($0.source)" } })

  private static let adjudicated = Overlay(
    .adjudicated, "adjudicated",
    key: Key(character: "5", action: "adjudicated", summary: "adjudicated mask, as decided so far"),
    word: "adjudicated", look: .adjudicated, order: .adjudicated, source: { .mask($0.shownAdjudicated) },
    missing: { _ in nil },
    closerTitle: { viewer in
      let review = viewer.review
      return review.allRows.isEmpty ? nil : "adjudicated, \(review.decidedCount)/\(review.allRows.count) done"
    })

  // MARK: - Maps

  private static let mapSettings = OverlaySettings(isVisible: false, opacity: 0.8, style: .fill)

  private static let maps: [Overlay] =
    [
      Overlay(
        .uncertainty, "uncertainty",
        key: Key(
          character: "6", action: "uncertainty", summary: "uncertainty of the prediction, or the map chosen"),
        look: OverlayLook(.entropy, letter: "u", hatch: "▒", rank: 1, part: .below), first: mapSettings, order: .map,
        isListedWhenMissing: false,
        source: { viewer in viewer.scan.prediction.map { .values(.uncertainty($0.probability)) } },
        missing: { $0.missing(.prediction) }, amount: { _ in "entropy" }, toggled: { $0.wantedMaps }),
      Overlay(
        .lossWeights, "inverse weights", place: .uncertainty,
        look: OverlayLook(.entropy, letter: "w", hatch: "▒", part: .below), first: mapSettings, order: .map,
        isListedWhenMissing: false,
        source: { viewer in viewer.scan.lossWeights.map { .values(.strengths($0.strengths)) } },
        missing: { viewer in viewer.scan.lossWeights == nil ? "no weights shown yet: :weights" : nil },
        closerTitle: { viewer in viewer.scan.lossWeights.map { $0.title } },
        amount: { viewer in viewer.scan.lossWeights.map { Wording.weight($0.map.range.upperBound) } }),
    ] + PixelMapKind.allCases.map(pixelMap)

  private static func pixelMap(_ kind: PixelMapKind) -> Overlay {
    Overlay(
      .pixelMap(kind), Wording.title(kind), place: .uncertainty, look: .topOfScale, first: mapSettings, order: .map,
      isListedWhenMissing: false,
      source: { viewer in
        viewer.scan.pixelMaps?[kind].map { .values(.scaled($0.volume, range: $0.range, marksLow: !$0.isMostlyLow)) }
      },
      missing: { viewer in
        viewer.scan.pixelMaps?[kind] == nil ? "the \(Wording.title(kind)) comes with the end of the epoch" : nil
      },
      amount: { viewer in viewer.scan.pixelMaps?.epoch.map { "epoch \($0)" } ?? "of a run" })
  }
}

extension Overlay {
  /// The overlays of a case that is not known yet, for help and keys: two raters and what every case has.
  package static let known: [Overlay] = [rater(0), rater(1)] + fixed

  /// The digits of all keys and what they mean, for a flag's help.
  package static var flagHelp: String {
    known.compactMap { row in row.key.map { "\($0.character) \(row.title)" } }.sorted().joined(separator: ", ")
  }

  /// The digit of a place's key; blank where it has none.
  static func keyLabel(of place: OverlayID) -> String {
    known.first { $0.id == place }?.key.map { String($0.character) } ?? " "
  }

  /// How the overlays look before anybody changes them, as their rows say; further raters look as the first one does.
  static var firstStack: OverlayStack {
    OverlayStack(
      first: Dictionary(known.map { ($0.id, $0.first) }) { first, _ in first }, unlisted: rater(0).first)
  }
}
