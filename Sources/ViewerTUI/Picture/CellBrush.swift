/// Draws one cell after another with the same scratch memory: samples in, glyph and two colours out.
struct CellBrush {
  private let display: DisplayProfile
  private let look: MarkLook
  private let scale: ToneScale
  private let glyphs: [Unicode.Scalar]
  private let cut: SIMD2<Int>
  private let count: Int
  private var split: TwoToneSplit
  private var palette: PaletteMatcher
  private var samples: [PaintedSample]
  private var greys: [Float]
  private var colours: [SIMD4<Float>]
  private var isMarked = false
  private var isGrey = true
  /// The texture of the cell last drawn that asks for a hatch, and whether it got one.
  private(set) var hatched = PaintedSample.Texture.none
  private(set) var isHatchDrawn = false

  init(display: DisplayProfile, look: MarkLook, scale: ToneScale) {
    self.display = display
    self.look = look
    self.scale = scale
    glyphs = BlockPattern.table(display.glyphs)
    cut = display.samplesPerCell
    count = cut.x * cut.y
    split = TwoToneSplit(count: count)
    palette = PaletteMatcher(display.colors)
    samples = [PaintedSample](repeating: PaintedSample(colour: .black, brightness: nil), count: count)
    greys = [Float](repeating: 0, count: count)
    colours = [SIMD4<Float>](repeating: .zero, count: count)
  }

  /// Takes the samples of the cell whose first one is at `start`.
  mutating func load(_ all: UnsafeBufferPointer<PaintedSample>, at start: Int, columns: Int) {
    isMarked = false
    isGrey = true
    var i = 0
    for row in 0..<cut.y {
      for column in 0..<cut.x {
        let sample = all[start + row * columns + column]
        samples[i] = sample
        let colour = sample.colour
        greys[i] = Float(colour.green)
        isMarked = isMarked || sample.texture != .none
        isGrey = isGrey && colour.red == colour.green && colour.green == colour.blue
        i += 1
      }
    }
  }

  mutating func cell() -> Cell {
    hatched = .none
    isHatchDrawn = false
    if display.colors == .monochrome { return withoutColours() }
    if isMarked { return marked() }
    if !isGrey { return tinted() }
    return grey()
  }

  // MARK: - Without marks

  private mutating func grey() -> Cell {
    let choice = scale.greyValues.withUnsafeBufferPointer { table in
      greys.withUnsafeBufferPointer { samples -> TwoToneSplit.Choice in
        guard let table = table.baseAddress, let samples = samples.baseAddress else { return TwoToneSplit.Choice() }
        return split.grey(samples, greys: table)
      }
    }
    if !display.hasFineColours {
      let total = greys.reduce(0, +)
      let tone = scale.tones[Int(min(255, max(0, total / Float(count) + 0.5)))]
      let cost = Float(count) * tone.value * tone.value - 2 * tone.value * total
      if cost <= choice.cost {
        return Cell(glyph: tone.glyph, ink: RGB(grey: tone.ink), paper: RGB(grey: tone.paper))
      }
    }
    return Cell(glyph: glyphs[choice.pattern], ink: RGB(choice.ink), paper: RGB(choice.paper))
  }

  /// Colours that are no marks of their own kind, as of a layer that tints the whole picture.
  private mutating func tinted() -> Cell {
    let choice = splitColours()
    return Cell(glyph: glyphs[choice.pattern], ink: RGB(choice.ink), paper: RGB(choice.paper))
  }

  private mutating func splitColours() -> TwoToneSplit.Choice {
    for i in 0..<count { colours[i] = samples[i].colour.channels }
    let depth = display.colors
    return colours.withUnsafeBufferPointer { samples -> TwoToneSplit.Choice in
      guard let samples = samples.baseAddress else { return TwoToneSplit.Choice() }
      guard depth != .trueColor else {
        return split.colour(samples) { $0.rounded(.toNearestOrAwayFromZero) }
      }
      return split.colour(samples) { colour in
        PaletteMatcher.color(palette.number(nearestTo: RGB(colour))).channels
      }
    }
  }

  /// Brightness as the share of a cell that is inked; marks are letters.
  private func withoutColours() -> Cell {
    if isMarked {
      let texture = letterTexture
      return Cell(
        glyph: MarkLook.letter(texture), ink: look.ink(texture), paper: .black, attributes: MarkLook.attributes(texture))
    }
    var total: Float = 0
    var pattern = 0
    var patternCost: Float = 0
    for (i, sample) in samples.enumerated() {
      let share = inked(sample)
      total += share
      if share >= 0.5 { pattern |= 1 << i }
      let missed = min(share, 1 - share)
      patternCost += missed * missed
    }
    let mean = total / Float(count)
    if count == 1 { return Cell(glyph: ToneScale.density(mean, in: display.glyphs), ink: .white, paper: .black) }
    let even = ToneScale.nearestCoverage(to: mean, in: display.glyphs)
    let evenCost = samples.reduce(Float(0)) { sum, sample in
      let missed = inked(sample) - even.share
      return sum + missed * missed
    }
    return Cell(glyph: evenCost <= patternCost ? even.glyph : glyphs[pattern], ink: .white, paper: .black)
  }

  private func inked(_ sample: PaintedSample) -> Float {
    guard let brightness = sample.brightness else { return 0 }
    return display.hasDarkBackground ? brightness : 1 - brightness
  }

  // MARK: - With marks

  /// The texture that speaks for the cell: what raters drew before what was computed, disagreement before agreement, then
  /// what covers most.
  var dominantTexture: PaintedSample.Texture { dominantTexture(besides: .none) }

  private func dominantTexture(besides known: PaintedSample.Texture) -> PaintedSample.Texture {
    var best = PaintedSample.Texture.none
    var most = 0
    for sample in samples where sample.texture != .none && sample.texture != known && sample.texture != best {
      var weight = sample.texture.rank * 100 + 1
      for other in samples where other.texture == sample.texture { weight += other.isHatched ? 10 : 1 }
      if weight > most { (best, most) = (sample.texture, weight) }
    }
    return best
  }

  /// One letter for the whole cell: where one rater drew in a part of it and the other in another part, both did.
  private var letterTexture: PaintedSample.Texture {
    let texture = dominantTexture
    guard count > 1, texture.rank == 3 else { return texture }
    let has1 = samples.contains { $0.texture.isDrawnByRater1 }
    let has2 = samples.contains { $0.texture.isDrawnByRater2 }
    guard has1, has2 else { return texture }
    return texture == .bothRatersPredicted ? texture : .bothRaters
  }

  private mutating func marked() -> Cell {
    let texture = dominantTexture
    let hatchedCount = samples.count { $0.isHatched && $0.texture == texture }
    if hatchedCount > 0 {
      hatched = texture
      if 2 * hatchedCount >= count, let cell = hatchedCell(texture) {
        isHatchDrawn = true
        return cell
      }
    }
    if display.glyphs == .ascii { return letterOrTint(texture) }
    var marks = 0
    var others = 0
    for (i, sample) in samples.enumerated() {
      if sample.texture == texture { marks |= 1 << i } else if sample.texture != .none { others |= 1 << i }
    }
    let all = 1 << count - 1
    if marks == all { return covered(by: texture) }
    // Of three kinds in a cell the unmarked samples give way: a mark may swell by a part of a cell, never vanish.
    let ink = markColour(texture, of: marks)
    let paper: RGB
    var pattern = marks
    if others != 0 {
      let other = dominantTexture(besides: texture)
      var members = 0
      for (i, sample) in samples.enumerated() where sample.texture == other { members |= 1 << i }
      paper = markColour(other, of: members)
      pattern = all & ~others
    } else {
      paper = nearest(meanColour(of: all & ~marks))
    }
    if pattern >> (count - 1) & 1 == 1 {
      return Cell(glyph: glyphs[all & ~pattern], ink: paper, paper: ink)
    }
    return Cell(glyph: glyphs[pattern], ink: ink, paper: paper)
  }

  /// A cell that one mark covers: its brightness still shows.
  private mutating func covered(by texture: PaintedSample.Texture) -> Cell {
    if display.hasFineColours {
      let choice = splitColours()
      let ink = hued(RGB(choice.ink))
      let paper = hued(RGB(choice.paper))
      return Cell(glyph: ink == paper ? " " : glyphs[choice.pattern], ink: ink, paper: paper)
    }
    let shade = ToneScale.nearestCoverage(to: max(0.25, meanBrightness), in: display.glyphs)
    return Cell(glyph: shade.glyph, ink: hued(look.ink(texture)), paper: .black)
  }

  /// The hatch of a texture over the mean of what it covers; nil where the texture has no hatch.
  mutating func hatchedCell(_ texture: PaintedSample.Texture) -> Cell? {
    if display.glyphs == .ascii { return letter(texture) }
    guard let glyph = look.hatch(texture) else { return nil }
    guard display.hasFineColours else {
      let paper: RGB = meanBrightness < 0.5 || display.colors == .palette8 ? .black : RGB(grey: scale.greys[127])
      return Cell(glyph: glyph, ink: hued(look.ink(texture)), paper: paper)
    }
    var marks = 0
    for (i, sample) in samples.enumerated() where sample.texture == texture { marks |= 1 << i }
    let paper = markColour(texture, of: marks)
    return Cell(glyph: glyph, ink: look.hatchInk(texture, on: paper), paper: paper)
  }

  private mutating func letterOrTint(_ texture: PaintedSample.Texture) -> Cell {
    if texture == .crosshair || samples.contains(where: \.isHatched) { return letter(texture) }
    guard !display.hasFineColours else {
      let paper = markColour(texture, of: 1)
      return Cell(glyph: " ", ink: paper, paper: paper)
    }
    let glyph = ToneScale.density(meanBrightness, in: .ascii)
    return Cell(
      glyph: glyph == " " ? "." : glyph, ink: hued(look.ink(texture)), paper: .black,
      attributes: MarkLook.attributes(texture))
  }

  private mutating func letter(_ texture: PaintedSample.Texture) -> Cell {
    let attributes = MarkLook.attributes(texture)
    guard display.hasFineColours else {
      return Cell(glyph: MarkLook.letter(texture), ink: hued(look.ink(texture)), paper: .black, attributes: attributes)
    }
    let paper = markColour(texture, of: 1)
    return Cell(
      glyph: MarkLook.letter(texture), ink: look.hatchInk(texture, on: paper), paper: paper, attributes: attributes)
  }

  // MARK: - Colours

  /// The colour of marked samples: their mean where there are colours enough, else the mark's own.
  private mutating func markColour(_ texture: PaintedSample.Texture, of members: Int) -> RGB {
    hued(display.hasFineColours ? meanColour(of: members) : look.ink(texture))
  }

  /// A colour that the screen has and that is no grey: a mark must not lose its hue to the palette.
  private mutating func hued(_ colour: RGB) -> RGB {
    display.colors == .trueColor ? colour : PaletteMatcher.color(palette.huedNumber(nearestTo: colour))
  }

  /// The colour of the screen for what is not marked.
  private mutating func nearest(_ colour: RGB) -> RGB {
    if colour.red == colour.green, colour.green == colour.blue { return RGB(grey: scale.greys[Int(colour.green)]) }
    return display.colors == .trueColor ? colour : PaletteMatcher.color(palette.number(nearestTo: colour))
  }

  private func meanColour(of members: Int) -> RGB {
    var sum = SIMD4<Float>.zero
    var size: Float = 0
    for (i, sample) in samples.enumerated() where members >> i & 1 == 1 {
      sum += sample.colour.channels
      size += 1
    }
    return size > 0 ? RGB(sum / size) : .black
  }

  private var meanBrightness: Float {
    samples.reduce(Float(0)) { $0 + ($1.brightness ?? 0) } / Float(count)
  }
}

extension PaintedSample.Texture {
  /// Which of several marks in a cell comes first.
  fileprivate var rank: Int {
    switch self {
    case .none, .crosshair: 0
    case .softRim, .uncertain: 1
    case .prediction: 2
    default: 3
    }
  }

  fileprivate var isDrawnByRater1: Bool {
    [.onlyRater1, .onlyRater1Predicted, .bothRaters, .bothRatersPredicted].contains(self)
  }

  fileprivate var isDrawnByRater2: Bool {
    [.onlyRater2, .onlyRater2Predicted, .bothRaters, .bothRatersPredicted].contains(self)
  }
}

extension RGB {
  init(grey: UInt8) { self.init(red: grey, green: grey, blue: grey) }

  /// Red, green, blue and a zero.
  var channels: SIMD4<Float> { SIMD4(Float(red), Float(green), Float(blue), 0) }

  init(_ channels: SIMD4<Float>) {
    let whole = (channels + 0.5).clamped(lowerBound: SIMD4(repeating: 0), upperBound: SIMD4(repeating: 255))
    self.init(red: UInt8(whole.x), green: UInt8(whole.y), blue: UInt8(whole.z))
  }
}
