import VolumeModel
import Pictures

/// Arrangements of panes, comparison of two sides, and the disagreement map.
extension Viewer {
  /// Slices, then lesions, then back: one key walks all three.
  mutating func cycleMosaic() {
    arrange(view.arrangement == .mosaic ? .lesionMosaic : view.arrangement == .lesionMosaic ? .single : .mosaic)
  }

  mutating func toggleInterpolation() {
    view.isInterpolated.toggle()
    say(view.isInterpolated ? "smooth between voxels when zoomed in; masks stay voxels" : "voxels as they are")
  }

  mutating func arrange(_ wanted: Arrangement) {
    view.arrangement = view.arrangement == wanted ? .single : wanted
    place.blink = nil
    guard let layout else { return }
    if usableArrangement(in: layout.picture) != view.arrangement {
      warn(
        "too small for \(view.arrangement.title): enlarge the screen, or close the panel")
    } else {
      say(view.arrangement == .split ? "\(sideTitle(pair.first)) | \(sideTitle(pair.second))" : view.arrangement.title)
    }
  }

  /// All panes, image and panel, image alone.
  mutating func cyclePanes() {
    switch (view.arrangement, isPanelShown) {
    case (.ortho, _):
      (view.arrangement, interface.showsPanel) = (.single, true)
      say("one plane and the panel")
    case (_, true):
      (view.arrangement, interface.showsPanel) = (.single, false)
      say("the picture alone")
    default:
      (view.arrangement, interface.showsPanel) = (.ortho, nil)
      say("three planes")
    }
  }

  /// A disagreement map needs two of rater 1, rater 2 and a prediction.
  var canMapDisagreement: Bool { scan.raters.count + (scan.prediction == nil ? 0 : 1) > 1 }

  // MARK: - Blink

  mutating func blinkOnce() {
    let pair = pair
    guard pair != ComparedPair(nil, nil) else {
      say("nothing to compare: no mask and no prediction")
      return
    }
    view.arrangement = .single
    view.mapsDisagreement = false
    if place.blink == nil { place.blink = Blink() } else { place.blink?.showsSecond.toggle() }
    sayBlink()
  }

  /// The side of the pair that a blink shows.
  func side(of blink: Blink) -> OverlayID? { blink.showsSecond ? pair.second : pair.first }

  /// "A: rater 1 consensus".
  func title(of blink: Blink) -> String { "\(blink.showsSecond ? "B" : "A"): \(sideTitle(side(of: blink)))" }

  mutating func sayBlink() {
    guard let blink = place.blink else { return }
    say("\(title(of: blink)); \(keyLabel("blink")) shows the other, Esc ends")
  }

  /// How long the present side of an automatic blink stays; nil when nothing changes by itself.
  package var blinkSeconds: Double? { place.blink?.changesPerSecond.map { 1 / $0 } }

  mutating func blinkByItself() {
    guard place.blink?.changesPerSecond != nil else { return }
    place.blink?.showsSecond.toggle()
  }

  /// `blink`, `blink 2`, `blink 2Hz`, `blink off`.
  mutating func setBlink(_ text: String) {
    if text.isEmpty { return blinkOnce() }
    if text == "off" {
      place.blink = nil
      return
    }
    let number = text.lowercased().replacing("hz", with: "").trimmed
    guard let rate = Double(number), rate > 0 else {
      warnUsage("blink")
      return
    }
    let allowed = Blink.ratesPerSecond
    let kept = min(allowed.upperBound, max(allowed.lowerBound, rate))
    if place.blink == nil { blinkOnce() }
    guard place.blink != nil else { return }
    place.blink?.changesPerSecond = kept
    say(
      kept < rate
        ? "blinking \(Wording.fixed(kept, 1)) times a second, the most that is safe for eyes prone to seizures"
        : "blinking \(Wording.fixed(kept, 1)) times a second; Esc ends")
  }

  /// Esc closes one thing at a time: what is open, the ruler, a blink, a mosaic, a peek. It never quits.
  mutating func close() {
    if !interface.open.isEmpty {
      closeTop()
    } else if place.ruler != nil {
      place.ruler = nil
    } else if place.blink != nil {
      place.blink = nil
    } else if view.arrangement.isMosaic {
      view.arrangement = .single
    } else {
      view.overlays.isPeeking = false
    }
  }

  // MARK: - Pairs and maps

  /// `compare r1 r2`, `compare r1 pred`, `compare image soft`.
  mutating func setPair(_ text: String) {
    let words = text.split(separator: " ").map { $0.lowercased() }
    func side(_ word: String) -> OverlayID?? {
      if ["image", "none", "0"].contains(word) { return .some(nil) }
      return overlay(named: word).flatMap { $0.word == nil ? nil : .some($0.place) }
    }
    guard words.count == 2, let first = side(words[0]), let second = side(words[1]), first != second else {
      warnUsage("compare")
      return
    }
    for side in [first, second] {
      if let side, let reason = missing(side) {
        warn(reason)
        return
      }
    }
    place.comparedPair = ComparedPair(first, second)
    say("split and blink now compare \(sideTitle(first)) and \(sideTitle(second))")
  }

  mutating func toggleDisagreementMap() {
    // Two raters and a prediction have seven regions; of more raters maps tell how many and which drew a voxel.
    if scan.raters.count > 2 { return showNextRaterMap() }
    if !view.mapsDisagreement, !canMapDisagreement {
      say("a disagreement map needs two of rater 1, rater 2 and a prediction")
      return
    }
    view.mapsDisagreement.toggle()
    place.blink = nil
    if view.mapsDisagreement {
      for row in overlays where [.rater, .prediction].contains(row.order) && row.missing(in: self) == nil {
        view.overlays[row.place].isVisible = true
      }
      view.overlays.isPeeking = false
      say("disagreement map: 1 2 4 leave a mask out, \(keyLabel("disagreement-map")) goes back to overlays")
    }
  }
}
