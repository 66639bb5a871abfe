import VolumeModel
import Pictures

/// Arrangements of panes, comparison of two sides, and the disagreement map.
extension Session {
  /// Slices, then lesions, then back: one key walks all three.
  mutating func cycleMosaic() {
    arrange(arrangement == .mosaic ? .lesionMosaic : arrangement == .lesionMosaic ? .single : .mosaic)
  }

  mutating func toggleInterpolation() {
    isInterpolated.toggle()
    say(isInterpolated ? "smooth between voxels when magnified; marks stay voxels" : "voxels as they are")
  }

  mutating func arrange(_ wanted: Arrangement) {
    arrangement = arrangement == wanted ? .single : wanted
    blink = nil
    guard let layout else { return }
    if usableArrangement(in: layout.picture) != arrangement {
      warn("no room for \(arrangement.title) here; one plane is shown until the screen is larger or the panel closed")
    } else {
      say(arrangement == .split ? "\(sideTitle(pair.first)) | \(sideTitle(pair.second))" : arrangement.title)
    }
  }

  /// All panes, image and panel, image alone.
  mutating func cyclePanes() {
    switch (arrangement, isPanelShown) {
    case (.ortho, _):
      (arrangement, showsPanel) = (.single, true)
      say("one plane and the panel")
    case (_, true):
      (arrangement, showsPanel) = (.single, false)
      say("the picture alone")
    default:
      (arrangement, showsPanel) = (.ortho, nil)
      say("three planes")
    }
  }

  /// A disagreement map needs two of rater 1, rater 2 and a prediction.
  var canMapDisagreement: Bool { raters.count + (prediction == nil ? 0 : 1) > 1 }

  // MARK: - Blink

  mutating func blinkOnce() {
    let pair = pair
    guard pair != ComparedPair(nil, nil) else {
      say("nothing to compare: no mask and no prediction")
      return
    }
    arrangement = .single
    mapsDisagreement = false
    if blink == nil { blink = Blink() } else { blink?.showsSecond.toggle() }
    sayBlink()
  }

  /// The side of the pair that a blink shows.
  func side(of blink: Blink) -> Layer? { blink.showsSecond ? pair.second : pair.first }

  /// "A: rater 1 consensus".
  func title(of blink: Blink) -> String { "\(blink.showsSecond ? "B" : "A"): \(sideTitle(side(of: blink)))" }

  mutating func sayBlink() {
    guard let blink else { return }
    say("\(title(of: blink)); \(keyLabel("blink")) shows the other, Esc ends")
  }

  /// How long the present side of an automatic blink stays; nil when nothing changes by itself.
  package var blinkSeconds: Double? { blink?.changesPerSecond.map { 1 / $0 } }

  mutating func blinkByItself() {
    guard blink?.changesPerSecond != nil else { return }
    blink?.showsSecond.toggle()
  }

  /// `blink`, `blink 2`, `blink 2Hz`, `blink off`.
  mutating func setBlink(_ text: String) {
    if text.isEmpty { return blinkOnce() }
    if text == "off" {
      blink = nil
      return
    }
    let number = text.lowercased().replacing("hz", with: "").trimmed
    guard let rate = Double(number), rate > 0 else {
      warnUsage("blink")
      return
    }
    let allowed = Blink.ratesPerSecond
    let kept = min(allowed.upperBound, max(allowed.lowerBound, rate))
    if blink == nil { blinkOnce() }
    guard blink != nil else { return }
    blink?.changesPerSecond = kept
    say(
      kept < rate
        ? "blinking \(Wording.fixed(kept, 1)) times a second, the most that is safe for eyes prone to seizures"
        : "blinking \(Wording.fixed(kept, 1)) times a second; Esc ends")
  }

  /// Esc closes one thing at a time: what is open, the ruler, a blink, a mosaic, a peek. It never quits.
  mutating func close() {
    if mode != .browse {
      mode = .browse
    } else if ruler != nil {
      ruler = nil
    } else if blink != nil {
      blink = nil
    } else if arrangement.isMosaic {
      arrangement = .single
    } else {
      layers.isPeeking = false
    }
  }

  // MARK: - Pairs and maps

  /// `compare r1 r2`, `compare r1 pred`, `compare image soft`.
  mutating func setPair(_ text: String) {
    let words = text.split(separator: " ").map { $0.lowercased() }
    func side(_ word: String) -> Layer?? {
      switch word {
      case "r1", "rater1", "1": .some(.rater1)
      case "r2", "rater2", "2": .some(.rater2)
      case "soft", "3": .some(.softMask)
      case "pred", "prediction", "4": .some(.prediction)
      case "image", "none", "0": .some(nil)
      default: nil
      }
    }
    guard words.count == 2, let first = side(words[0]), let second = side(words[1]), first != second else {
      warnUsage("compare")
      return
    }
    for layer in [first, second] {
      if let layer, let reason = missing(layer) {
        warn(reason)
        return
      }
    }
    comparedPair = ComparedPair(first, second)
    say("split and blink now compare \(sideTitle(first)) and \(sideTitle(second))")
  }

  mutating func toggleDisagreementMap() {
    if !mapsDisagreement, !canMapDisagreement {
      say("a disagreement map needs two of rater 1, rater 2 and a prediction")
      return
    }
    mapsDisagreement.toggle()
    blink = nil
    if mapsDisagreement {
      let shown = Layer.byKey.filter { [.rater1, .rater2, .prediction].contains($0) && missing($0) == nil }
      for layer in shown { layers[layer].isVisible = true }
      layers.isPeeking = false
      say("disagreement map: 1 2 4 leave a mask out, \(keyLabel("disagreement-map")) goes back to layers")
    }
  }
}
