import Pictures

/// Overlays that together answer one question. All of them at once answer none.
enum OverlaySet: CaseIterable {
  /// Who drew what, and how the soft mask grows around it.
  case masks
  /// Where the prediction lies: filled, within the outlines of the raters.
  case prediction
  /// Who differs from whom: the disagreement map.
  case difference

  private struct Member {
    let place: OverlayID
    let isVisible: Bool
    var style = OverlayStyle.auto
    var opacity = 0.45
  }

  private func members(raters: Int) -> [Member] {
    let places = (0..<max(2, raters)).map { OverlayID.rater($0) }
    switch self {
    case .masks:
      return places.map { Member(place: $0, isVisible: true) } + [
        Member(place: .softMask, isVisible: true, opacity: 0.9),
        Member(place: .prediction, isVisible: true, style: .outline, opacity: 0.75),
      ]
    case .prediction:
      return places.map { Member(place: $0, isVisible: true, style: .outline) } + [
        Member(place: .softMask, isVisible: false, opacity: 0.9),
        Member(place: .prediction, isVisible: true, style: .fill, opacity: 0.6),
      ]
    case .difference:
      return places.map { Member(place: $0, isVisible: true) } + [
        Member(place: .softMask, isVisible: false, opacity: 0.9),
        Member(place: .prediction, isVisible: true, style: .outline, opacity: 0.75),
      ]
    }
  }

  /// What is said when it is chosen.
  private var sentence: String {
    switch self {
    case .masks: "overlays: raters, soft mask, prediction outlined"
    case .prediction: "overlays: prediction filled, raters outlined"
    case .difference: "overlays: disagreement map, who drew what"
    }
  }

  func show(in viewer: inout Viewer) {
    for member in members(raters: viewer.scan.raters.count) {
      viewer.view.overlays[member.place] = OverlaySettings(
        isVisible: member.isVisible, opacity: member.opacity, style: member.style)
    }
    // Votes and the like would cover what the set is to show.
    if viewer.view.overlays.isShown(.other) { viewer.view.overlays[.other].isVisible = false }
    viewer.view.overlays.isPeeking = false
    viewer.view.mapsDisagreement = self == .difference
    viewer.place.blink = nil
    viewer.say(sentence)
  }

  /// Whether the overlays are as this set has them.
  func isShown(in viewer: Viewer) -> Bool {
    viewer.view.mapsDisagreement == (self == .difference)
      && members(raters: viewer.scan.raters.count).allSatisfy { member in
        let settings = viewer.view.overlays[member.place]
        return settings.isVisible == member.isVisible
          && (!member.isVisible || settings.style == member.style && settings.opacity == member.opacity)
      }
  }

  /// Whether the case has what it shows.
  func isPossible(in viewer: Viewer) -> Bool {
    switch self {
    case .masks: true
    case .prediction: viewer.missing(.prediction) == nil
    case .difference: viewer.canMapDisagreement
    }
  }
}

extension Viewer {
  /// Goes on to the next set of overlays that the case has; to the first one from overlays of one's own.
  mutating func showNextOverlaySet() {
    let possible = OverlaySet.allCases.filter { $0.isPossible(in: self) }
    let place = possible.firstIndex { $0.isShown(in: self) }
    guard !possible.isEmpty else { return }
    possible[((place ?? -1) + 1) % possible.count].show(in: &self)
  }
}
