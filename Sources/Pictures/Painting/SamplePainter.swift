import TerminalIO

/// Turns sampled slices into colours: the image, then its overlays one over the other, each blended by its opacity.
package struct SamplePainter: Sendable {
  private let window: IntensityWindow
  private let overlays: [DrawnOverlay]
  private let theme: Theme
  private let layout: MarkLayout
  private let steps: [Step]
  private let raters: [RaterStep]
  /// The regions of the disagreement map in the order in which they win a sample; nil draws overlays.
  private let regions: [DisagreementRegion]?
  /// Whether the expert's voxels of a soft mask get an outline: not where the expert's own overlay shows them.
  private let outlinesExpert: Bool
  private let hatchesFills: Bool
  private let hatchesRegions: Bool

  private enum Step {
    case mask(MaskStep)
    case softMask(SoftStep)
    case raters
    case regions
  }

  private struct MaskStep {
    let bits: MarkLayout.OverlayBits
    let colour: RGB
    let settings: OverlaySettings
    /// How much of the opacity a filled mask has.
    let fillStrength: Double
    let texture: PaintedSample.Texture
    /// Whether what raters drew keeps its texture and says that it is predicted too.
    let joinsRaters: Bool
  }

  private struct SoftStep {
    let bits: MarkLayout.OverlayBits
    let colour: RGB
    let settings: OverlaySettings
    let label: Double
    let texture: PaintedSample.Texture
  }

  private struct RaterStep {
    let bits: MarkLayout.OverlayBits
    let colour: RGB
    let settings: OverlaySettings
    let place: Int
  }

  /// - Parameters:
  ///   - overlays: those that the slices were sampled with, in the same order.
  ///   - mapsRegions: whether raters and prediction are drawn as the regions of the disagreement map.
  ///   - hatchesFills: whether fills are hatched where raters differ.
  ///   - hatchesRegions: whether regions of the map are hatched where not all agree.
  package init(
    window: IntensityWindow, overlays: [DrawnOverlay], theme: Theme, mapsRegions: Bool = false,
    hatchesFills: Bool = true, hatchesRegions: Bool = true
  ) {
    self.hatchesFills = hatchesFills
    self.hatchesRegions = hatchesRegions
    self.window = window
    self.overlays = overlays
    self.theme = theme
    layout = MarkLayout(overlays, mapsRegions: mapsRegions)
    regions = mapsRegions ? DisagreementRegion.precedence(drawn: overlays.regionBits) : nil
    outlinesExpert = !overlays.contains { $0.look.part == .rater(0) }
    var steps: [Step] = []
    var raters: [RaterStep] = []
    var hasRegions = false
    for (place, overlay) in overlays.enumerated() {
      let bits = layout.overlays[place]
      let colour = theme[overlay.look.role]
      switch (overlay.content, overlay.look.part) {
      case (.values, _): continue
      case (_, .rater) where mapsRegions, (_, .prediction) where mapsRegions:
        if !hasRegions { steps.append(.regions) }
        hasRegions = true
      case (_, .below) where mapsRegions: continue
      case (.softMask(_, _, let label), _):
        steps.append(
          .softMask(
            SoftStep(bits: bits, colour: colour, settings: overlay.settings, label: label, texture: .overlay(place))))
      case (.mask, .rater):
        if raters.isEmpty { steps.append(.raters) }
        raters.append(RaterStep(bits: bits, colour: colour, settings: overlay.settings, place: place))
      case (.mask, let part):
        steps.append(
          .mask(
            MaskStep(
              bits: bits, colour: colour, settings: overlay.settings, fillStrength: part == .below ? 0.6 : 0.5,
              texture: .overlay(place), joinsRaters: part == .prediction)))
      }
    }
    self.steps = steps
    self.raters = raters
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
      // To the nearest; rounded() would be a call of the mathematical library for every sample.
      let grey = UInt8(brightness * 255 + 0.5)
      var sample = PaintedSample(colour: RGB(red: grey, green: grey, blue: grey), brightness: brightness)
      for map in slice.maps {
        let strength = map.strengths[index]
        if strength.isFinite { paintMap(strength, of: map.place, on: &sample) }
      }
      if !marks.isEmpty { overlay(marks, on: &sample) }
      painted.append(sample)
    }
    return painted
  }

  private func overlay(_ marks: Marks, on sample: inout PaintedSample) {
    for step in steps {
      switch step {
      case .mask(let step): paint(step, marks, on: &sample)
      case .softMask(let step): paint(step, marks, on: &sample)
      case .raters: paintRaters(marks, on: &sample)
      case .regions: paintRegion(marks, on: &sample)
      }
    }
  }

  private func paint(_ step: MaskStep, _ marks: Marks, on sample: inout PaintedSample) {
    guard marks.contains(step.bits.fill) else { return }
    let isOutline = step.settings.style == .outline
    guard !isOutline || marks.contains(step.bits.edge) else { return }
    let isHalf = !step.bits.half.isEmpty && marks.contains(step.bits.half)
    sample.blend(
      step.colour, step.settings.opacity * (isHalf ? 0.5 : 1) * (isOutline ? 1 : step.fillStrength))
    let isHatched = step.settings.style == .hatch
    if step.joinsRaters, let joined = joinedTexture(sample.texture) {
      sample.texture = joined
      sample.isHatched = sample.isHatched || isHatched
    } else {
      sample.isHatched = isHatched || step.joinsRaters && sample.isHatched
      sample.texture = step.texture
    }
  }

  /// What a rater's texture becomes where the prediction is there too; nil for other textures.
  private func joinedTexture(_ texture: PaintedSample.Texture) -> PaintedSample.Texture? {
    if texture == .bothRaters { return .bothRatersPredicted }
    return raters.first { .overlay($0.place) == texture }.map { .second($0.place) }
  }

  /// The map's regions are flat and hatched, so that each can be named; what all agree on is a light tint.
  private func paintRegion(_ marks: Marks, on sample: inout PaintedSample) {
    guard let regions, let region = regions.first(where: { marks.contains(layout.region($0)) }) else { return }
    let isAgreement = region == regions.last
    sample.blend(theme.colour(of: region), isAgreement ? 0.35 : 0.75)
    sample.texture = .region(region)
    sample.isHatched = !isAgreement && hatchesRegions
  }

  private func paintMap(_ strength: Float, of place: Int, on sample: inout PaintedSample) {
    let overlay = overlays[place]
    guard case .values(let map) = overlay.content else { return }
    let settings = overlay.settings
    switch map {
    case .uncertainty, .strengths:
      // Opacity follows the map: what the network is sure of, or what weighs no more than the background, stays plain.
      guard strength > 0.02 else { return }
      sample.blend(theme[overlay.look.role], settings.opacity * Double(min(1, strength)))
      if strength > 0.5 { sample.texture = .overlay(place) }
    case .scaled(_, _, let marksLow):
      // What most of the map is like lies thin over the image, what stands out covers it.
      let distinction = marksLow ? 1 - strength : strength
      sample.blend(HeatScale.colour(strength), settings.opacity * Double(0.2 + 0.8 * min(1, 3 * distinction)))
      guard distinction >= 0.5 else { return }
      sample.texture = distinction >= 0.75 ? .overlay(place) : .second(place)
      sample.isHatched = settings.style == .hatch
    }
  }

  private func paint(_ step: SoftStep, _ marks: Marks, on sample: inout PaintedSample) {
    let opacity = step.settings.opacity
    let isGrown = marks.contains(step.bits.half)
    let isExpertEdge = marks.contains(step.bits.edge)
    switch step.settings.style {
    case .auto, .fill:
      // The rim carries its label as opacity; the expert's voxels (label 1) get an outline, or the image would be lost.
      if isGrown, !marks.contains(step.bits.fill) {
        sample.blend(step.colour, opacity * step.label)
        sample.texture = step.texture
      }
      if isExpertEdge, outlinesExpert { sample.blend(step.colour, opacity) }
    case .outline:
      guard isExpertEdge || marks.contains(step.bits.halfEdge) else { return }
      sample.blend(step.colour, opacity * (isExpertEdge ? 1 : max(step.label, 0.3)))
      sample.texture = step.texture
    case .hatch:
      guard isGrown else { return }
      sample.blend(step.colour, opacity * step.label)
      sample.texture = step.texture
      sample.isHatched = true
    }
  }

  private func paintRaters(_ marks: Marks, on sample: inout PaintedSample) {
    // A sample that one rater alone drew is that rater's; agreement, and the border between two raters, is everybody's.
    var first: RaterStep?
    var isAlone = true
    // An outline is of the one whose edge lies here, whoever else drew around it.
    let isOutline = raters.first?.settings.style == .outline
    for rater in raters where marks.contains(isOutline ? rater.bits.edge : rater.bits.fill) {
      if first != nil { isAlone = false }
      first = first ?? rater
    }
    guard let first else { return }
    let colour = isAlone ? first.colour : theme.both
    let texture = isAlone ? PaintedSample.Texture.overlay(first.place) : .bothRaters
    let opacity = first.settings.opacity
    switch first.settings.style {
    case .auto, .fill:
      // Agreement needs no attention: a light tint leaves the tissue under it readable.
      sample.blend(colour, isAlone ? opacity : opacity * 0.6)
      sample.texture = texture
      sample.isHatched = hatchesFills && raters.count > 1 && (isAlone || !marks.isDisjoint(with: layout.several))
    case .outline:
      sample.blend(colour, min(1, opacity * 2))
      sample.texture = texture
    case .hatch:
      sample.blend(colour, opacity * 0.6)
      sample.texture = texture
      sample.isHatched = true
    }
  }
}
