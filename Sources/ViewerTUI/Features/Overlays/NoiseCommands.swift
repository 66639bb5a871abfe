import VolumeModel
import Pictures

extension TypedCommand {
  static let noise: [TypedCommand] = [
    .asking(
      "perturb", "Makes a noisy copy of a mask.",
      "perturb \(NoiseKind.allCases.map(\.rawValue).joined(separator: " | ")) [STRENGTH [SEED]]",
      completes: { _, argument in .words(argument == 1 ? NoiseKind.allCases.map(\.rawValue) : []) }
    ) { $0.perturb($1) }
  ]
}

extension Viewer {
  /// Asks for a noisy version of the mask at hand: that of the chosen overlay, or else of the one perturbed before.
  fileprivate mutating func perturb(_ text: String) -> [Effect] {
    let words = text.split(separator: " ").map(String.init)
    guard let kind = words.first.flatMap({ NoiseKind(rawValue: $0) }), words.count <= 3 else {
      warnUsage("perturb")
      return []
    }
    var noise = AnnotationNoise(kind)
    if words.count > 1 {
      guard let strength = number(words[1], for: "perturb \(kind.rawValue)", within: kind.strengths) else { return [] }
      noise.strength = strength
    }
    guard let seed = words.count > 2 ? UInt64(words[2]) : 1 else {
      warnUsage("perturb")
      return []
    }
    // Noise makes other masks; it is not made of them.
    if view.overlays.active != .other, let mask = overlay(view.overlays.active).mask(in: self) {
      scan.noiseOrigin = PerturbedMask(overlay: view.overlays.active, mask: mask)
    }
    guard let origin = scan.noiseOrigin ?? scan.raters.first.map({ PerturbedMask(overlay: .rater(0), mask: $0.mask) })
    else {
      warn("no mask to perturb")
      return []
    }
    say("making \(kind.rawValue) noise on \(shortName(of: origin.overlay))")
    return [
      .perturb(
        NoiseRequest(
          noise: noise, seed: seed, mask: origin.mask, name: "\(shortName(of: origin.overlay))-\(kind.rawValue)"))
    ]
  }

  private func shortName(of place: OverlayID) -> String {
    let names = scan.raters.indices.map { (OverlayID.rater($0), scan.maskNames.short(ofRater: $0)) }
    return names.first { $0.0 == place }?.1 ?? overlay(place).word ?? place.rawValue
  }

  /// Takes a noisy mask among the other masks, in place of an earlier one of its name, and shows it.
  mutating func receive(_ noisy: NoisyAnnotation, named name: String) {
    let mask = RaterMask(name: name, mask: noisy.mask, isSimulated: true, path: "", notes: [])
    let place = scan.otherMasks.firstIndex { $0.name == name } ?? scan.otherMasks.count
    if place < scan.otherMasks.count { scan.otherMasks[place] = mask } else { scan.otherMasks.append(mask) }
    show(otherMask: .otherMask(place))
    let ratio = noisy.volumeRatio.map { ", volume x \(Wording.fixed($0, 2))" } ?? ""
    say("\(name) (SIMULATED): Dice \(Wording.dice(noisy.dice)) with what it was made of\(ratio)")
  }
}
