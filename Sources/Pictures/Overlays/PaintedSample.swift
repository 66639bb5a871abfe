import VolumeModel
package import TerminalIO

/// The look of a sample: its colour, and which texture says the same without colour.
package struct PaintedSample: Sendable, Hashable {
  package var colour: RGB
  /// The brightness of the image alone, 0 to 1; nil outside the volume.
  package var brightness: Float?
  package var texture: Texture = .none
  /// Whether the texture is drawn as a glyph even where colour tells the same.
  package var isHatched = false

  package init(colour: RGB, brightness: Float?) {
    self.colour = colour
    self.brightness = brightness
  }

  /// What a mark looks like where colour is missing or not enough.
  package enum Texture: UInt8, Sendable, Hashable {
    case none
    case onlyRater1, onlyRater2, bothRaters
    case softRim
    case prediction
    case onlyRater1Predicted, onlyRater2Predicted, bothRatersPredicted
    case uncertain
    case weighed
    /// On a map's scale of colours: half way to what stands out, and most of the way.
    case mapMiddle, mapHigh
    case adjudicated
    case further
    case crosshair
  }
}

/// Turns sampled slices into colours: image, then soft mask, prediction and raters, each blended by its opacity.
package struct SamplePainter: Sendable {
  package let window: IntensityWindow
  package let layers: LayerStack
  package let theme: Theme
  /// The label of the soft rim, 0 to 1: its share of the layer's opacity.
  package let softLabel: Double
  /// The regions of the disagreement map in the order in which they win a sample; nil draws layers.
  private let regions: [DisagreementRegion]?

  package init(
    window: IntensityWindow, layers: LayerStack, theme: Theme, softLabel: Double,
    mappedMasks: UInt8? = nil
  ) {
    self.window = window
    self.layers = layers
    self.theme = theme
    self.softLabel = softLabel
    regions = mappedMasks.map(DisagreementRegion.precedence)
  }

  package func paint(_ slice: SampledSlice) -> [PaintedSample] {
    var painted: [PaintedSample] = []
    painted.reserveCapacity(slice.intensity.count)
    for (index, (intensity, marks)) in zip(slice.intensity, slice.marks).enumerated() {
      let brightness = window.brightness(intensity)
      guard !brightness.isNaN else {
        painted.append(PaintedSample(colour: .black, brightness: nil))
        continue
      }
      let grey = UInt8((brightness * 255).rounded())
      var sample = PaintedSample(colour: RGB(red: grey, green: grey, blue: grey), brightness: brightness)
      if let strength = slice.mapped?[index], strength.isFinite { paintMap(strength, slice.mapLook, on: &sample) }
      if !marks.isEmpty { overlay(marks, on: &sample) }
      painted.append(sample)
    }
    return painted
  }

  private func overlay(_ marks: Marks, on sample: inout PaintedSample) {
    if let regions {
      paintRegion(marks, regions, on: &sample)
      paintAdjudicated(marks, on: &sample)
      return
    }
    paintSoftMask(marks, on: &sample)
    paintFurther(marks, on: &sample)
    paintRaters(marks, on: &sample)
    paintPrediction(marks, on: &sample)
    paintAdjudicated(marks, on: &sample)
  }

  /// A consensus or a further mask lies under the raters, so that theirs can be read over it.
  private func paintFurther(_ marks: Marks, on sample: inout PaintedSample) {
    guard layers.isShown(.further), marks.contains(.further) else { return }
    let settings = layers[.further]
    guard settings.style != .outline || marks.contains(.furtherEdge) else { return }
    let strength = marks.contains(.furtherHalf) ? 0.5 : 1
    sample.blend(theme.text, settings.opacity * strength * (settings.style == .outline ? 1 : 0.6))
    sample.texture = .further
    sample.isHatched = settings.style == .hatch
  }

  private func paintAdjudicated(_ marks: Marks, on sample: inout PaintedSample) {
    guard layers.isShown(.adjudicated), marks.contains(.adjudicated) else { return }
    let settings = layers[.adjudicated]
    guard settings.style != .outline || marks.contains(.adjudicatedEdge) else { return }
    sample.blend(theme.agreed, settings.style == .outline ? settings.opacity : settings.opacity * 0.5)
    sample.texture = .adjudicated
    sample.isHatched = settings.style == .hatch
  }

  /// The map's regions are flat and hatched, so that each can be named; what all agree on is a light tint.
  private func paintRegion(_ marks: Marks, _ regions: [DisagreementRegion], on sample: inout PaintedSample) {
    guard let region = regions.first(where: { marks.contains(.region($0)) }) else { return }
    let isAgreement = region == regions.last
    sample.blend(theme.colour(of: region), isAgreement ? 0.35 : 0.75)
    sample.texture = region.texture
    sample.isHatched = !isAgreement
  }

  private func paintMap(_ strength: Float, _ look: SampledSlice.MapLook, on sample: inout PaintedSample) {
    let settings = layers[.entropy]
    switch look {
    case .tint(let texture):
      // Opacity follows the map: what the network is sure of, or what weighs no more than the background, stays plain.
      guard strength > 0.02 else { return }
      sample.blend(theme.entropy, settings.opacity * Double(min(1, strength)))
      if strength > 0.5 { sample.texture = texture }
    case .scale(let marksLow):
      // What most of the map is like lies thin over the image, what stands out covers it.
      let distinction = marksLow ? 1 - strength : strength
      sample.blend(HeatScale.colour(strength), settings.opacity * Double(0.2 + 0.8 * min(1, 3 * distinction)))
      guard distinction >= 0.5 else { return }
      sample.texture = distinction >= 0.75 ? .mapHigh : .mapMiddle
      sample.isHatched = settings.style == .hatch
    }
  }

  private func paintSoftMask(_ marks: Marks, on sample: inout PaintedSample) {
    guard layers.isShown(.softMask) else { return }
    let settings = layers[.softMask]
    switch settings.style {
    case .fill:
      // The rim carries its label as opacity; the expert's voxels (label 1) get an outline, or the image would be lost.
      if marks.contains(.softGrown), !marks.contains(.softExpert) {
        sample.blend(theme.soft, settings.opacity * softLabel)
        sample.texture = .softRim
      }
      if marks.contains(.softExpertEdge), !layers.isShown(.rater1) { sample.blend(theme.soft, settings.opacity) }
    case .outline:
      if !marks.isDisjoint(with: [.softGrownEdge, .softExpertEdge]) {
        sample.blend(theme.soft, settings.opacity * (marks.contains(.softExpertEdge) ? 1 : max(softLabel, 0.3)))
        sample.texture = .softRim
      }
    case .hatch:
      if marks.contains(.softGrown) {
        sample.blend(theme.soft, settings.opacity * softLabel)
        sample.texture = .softRim
        sample.isHatched = true
      }
    }
  }

  private func paintRaters(_ marks: Marks, on sample: inout PaintedSample) {
    let shown1 = layers.isShown(.rater1) && marks.contains(.rater1)
    let shown2 = layers.isShown(.rater2) && marks.contains(.rater2)
    guard shown1 || shown2 else { return }
    // With both raters shown a sample that holds any disagreement says so: agreement is only what both drew.
    let isBoth = shown1 && shown2
    let colour: RGB
    let texture: PaintedSample.Texture
    if isBoth {
      let only1 = marks.contains(.onlyRater1)
      let only2 = marks.contains(.onlyRater2)
      let agrees = marks.contains(.bothRaters)
      (colour, texture) =
        agrees || only1 == only2
        ? (theme.both, .bothRaters) : only1 ? (theme.rater1, .onlyRater1) : (theme.rater2, .onlyRater2)
    } else {
      (colour, texture) = shown1 ? (theme.rater1, .onlyRater1) : (theme.rater2, .onlyRater2)
    }
    let layer: Layer = shown1 ? .rater1 : .rater2
    let settings = layers[layer]
    switch settings.style {
    case .fill:
      // Agreement needs no attention: a light tint leaves the tissue under it readable.
      sample.blend(colour, texture == .bothRaters ? settings.opacity * 0.6 : settings.opacity)
      sample.texture = texture
      sample.isHatched =
        texture != .bothRaters && layers.isShown(.rater1) && layers.isShown(.rater2)
        && !marks.isDisjoint(with: [.onlyRater1, .onlyRater2])
    case .outline:
      let onEdge = shown1 && marks.contains(.rater1Edge) || shown2 && marks.contains(.rater2Edge)
      guard onEdge else { return }
      sample.blend(colour, min(1, settings.opacity * 2))
      sample.texture = texture
    case .hatch:
      sample.blend(colour, settings.opacity * 0.6)
      sample.texture = texture
      sample.isHatched = true
    }
  }

  private func paintPrediction(_ marks: Marks, on sample: inout PaintedSample) {
    guard layers.isShown(.prediction), marks.contains(.prediction) else { return }
    let settings = layers[.prediction]
    let isDrawn = settings.style != .outline || marks.contains(.predictionEdge)
    guard isDrawn else { return }
    sample.blend(theme.prediction, settings.style == .outline ? settings.opacity : settings.opacity * 0.5)
    switch sample.texture {
    case .onlyRater1: sample.texture = .onlyRater1Predicted
    case .onlyRater2: sample.texture = .onlyRater2Predicted
    case .bothRaters: sample.texture = .bothRatersPredicted
    default: sample.texture = .prediction
    }
  }
}

extension PaintedSample {
  package mutating func blend(_ over: RGB, _ opacity: Double) { colour = colour.mixed(with: over, amount: opacity) }
}
