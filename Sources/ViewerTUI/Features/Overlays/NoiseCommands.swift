package import VolumeModel
import Pictures

extension TypedCommand {
  static let noise: [TypedCommand] = [
    .asking(
      "perturb", "perturb \(NoiseKind.allCases.map(\.rawValue).joined(separator: " | ")) [STRENGTH [SEED]]",
      completes: { _, argument in .words(argument == 1 ? NoiseKind.allCases.map(\.rawValue) : []) }
    ) { $0.perturb($1) }
  ]
}

extension Viewer {
  /// Asks for a noisy version of the mask at hand: that of the chosen layer, or else of the one perturbed before.
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
    if let mask = mask(of: view.layers.active) { scan.noiseOrigin = PerturbedMask(layer: view.layers.active, mask: mask) }
    guard let origin = scan.noiseOrigin ?? scan.raters.first.map({ PerturbedMask(layer: .rater1, mask: $0.mask) }) else {
      warn("no mask to perturb")
      return []
    }
    say("making \(kind.rawValue) noise on \(shortName(of: origin.layer))")
    return [
      .perturb(
        NoiseRequest(
          noise: noise, seed: seed, mask: origin.mask, name: "\(shortName(of: origin.layer))-\(kind.rawValue)"))
    ]
  }

  /// The binary mask that a layer shows; nil for layers that are none, and for further ones, which noise adds to.
  private func mask(of layer: Layer) -> Mask? {
    switch layer {
    case .rater1: scan.raters.first?.mask
    case .rater2: scan.raters.count > 1 ? scan.raters[1].mask : nil
    case .prediction: scan.prediction?.mask
    case .adjudicated: review.adjudicated
    case .softMask, .further, .entropy: nil
    }
  }

  private func shortName(of layer: Layer) -> String {
    switch layer {
    case .rater2: scan.maskNames.short.second
    case .prediction: "pred"
    case .adjudicated: "adjudicated"
    case .rater1, .softMask, .further, .entropy: scan.maskNames.short.first
    }
  }

  /// Takes a noisy mask among the further ones, in place of an earlier one of its name, and shows it.
  mutating func receive(_ noisy: NoisyAnnotation, named name: String) {
    let mask = RaterMask(name: name, mask: noisy.mask, isSimulated: true, path: "", notes: [])
    let place = scan.otherMasks.firstIndex { $0.name == name } ?? scan.otherMasks.count
    if place < scan.otherMasks.count { scan.otherMasks[place] = mask } else { scan.otherMasks.append(mask) }
    show(further: .mask(place))
    let ratio = noisy.volumeRatio.map { ", volume x \(Wording.fixed($0, 2))" } ?? ""
    say("\(name) (SIMULATED): Dice \(Wording.dice(noisy.dice)) with what it was made of\(ratio)")
  }
}

/// The mask that noise is made on.
package struct PerturbedMask: Sendable {
  let layer: Layer
  let mask: Mask
}

/// Noise to make on a mask.
package struct NoiseRequest: Sendable {
  package let noise: AnnotationNoise
  package let seed: UInt64
  package let mask: Mask
  /// What the result is called among the further masks.
  package let name: String
}
