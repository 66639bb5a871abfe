import ArgumentParser
import VolumeModel

/// What noise, and how strong.
struct NoiseArguments: ParsableArguments {
  @Option(help: "What goes wrong.")
  var kind: NoiseKind

  @Option(help: "How strong, in the unit of the kind; the options below name it for some kinds.")
  var strength: Double?

  @Option(help: "dilate, erode: millimetres; drawn from 1, 2 and 3 by default.")
  var radius: Double?

  @Option(help: "polygon: corners of each outline, 7 by default.")
  var vertices: Int?

  @Option(help: "smooth: harmonics of each outline, 3 by default.")
  var harmonics: Int?

  @Option(help: "drop: that a lesion is missed; add: false lesions for each lesion; 0.1 by default.")
  var probability: Double?

  @Option(help: "markov: steps of the contour, 20 by default.")
  var steps: Int?

  @Option(help: "Find the strength with this Dice against the mask, by bisection.")
  var targetDice: Double?

  @Option(
    help: """
      dilate, erode, elastic: in each axial slice by itself (slices), or in three dimensions (volume). Default: volume for \
      elastic, where a lesion's slices then fit one another, slices for the others.
      """)
  var extent: AnnotationNoise.Extent?

  @Option(help: "polygon: the corners that matter most, or equal steps from a random start.")
  var corners = CornerChoice.visvalingam

  mutating func validate() throws {
    let given = strengths.filter { $0.value != nil }
    for strength in given where !strength.kinds.contains(kind) {
      let kinds = strength.kinds.map(\.rawValue).joined(separator: " or ")
      throw ValidationError("\(strength.option) goes with --kind \(kinds).")
    }
    if given.count > 1 { throw ValidationError("Give \(given[0].option) or \(given[1].option), not both.") }
    for case (let option, let value?, _) in given where !kind.strengths.contains(value) {
      let limits = kind.strengths
      throw ValidationError(
        "\(option) runs from \(ReadableNumber.short(limits.lowerBound)) to \(ReadableNumber.short(limits.upperBound)).")
    }
    if let targetDice {
      guard (0...1).contains(targetDice) else { throw ValidationError("--target-dice is a number from 0 to 1.") }
      if let option = given.first?.option {
        throw ValidationError("Give \(option) or --target-dice, not both.")
      }
    }
    if let extent, !kind.extents.contains(extent) {
      throw ValidationError("--extent volume goes with --kind dilate, erode or elastic.")
    }
    if corners == .equalArc, kind != .polygon { throw ValidationError("--corners goes with --kind polygon.") }
  }

  /// The options that say how strong, each for kinds of its own.
  private var strengths: [(option: String, value: Double?, kinds: [NoiseKind])] {
    [
      ("--radius", radius, [.dilate, .erode]), ("--strength", strength, NoiseKind.allCases),
      ("--vertices", vertices.map(Double.init), [.polygon]), ("--harmonics", harmonics.map(Double.init), [.smooth]),
      ("--probability", probability, [.drop, .add]), ("--steps", steps.map(Double.init), [.markov]),
    ]
  }

  var noise: AnnotationNoise {
    AnnotationNoise(kind, strength: strengths.compactMap(\.value).first, extent: extent, corners: corners)
  }
}
