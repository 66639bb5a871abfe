import TerminalIO

/// Draws one cell after another with the same scratch memory: samples in, glyph and two colours out.
struct CellBrush {
  private let display: DisplayProfile
  private let looks: MarkLooks
  private let scale: ToneScale
  private let glyphs: [Unicode.Scalar]
  private let size: SIMD2<Int>
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
  /// Where there are few greys: how much brighter, 0 to 255, the image under the cell last drawn is than what shows.
  private(set) var toneError: Float = 0

  /// Without colours blocks are full from here on: tissue then uses all densities, where the window's upper end is reached
  /// by few voxels only.
  private static let blockTones: ClosedRange<Float> = 0...0.57
  /// Letters ink a quarter of a cell at most. Their scale leaves out what is darker than tissue, so that lesions are
  /// denser than tissue and ventricles are empty.
  private static let letterTones: ClosedRange<Float> = 0.2...0.7
  /// Letters that follow edges show the middle of tissue as the edge between dark and bright.
  private static let edgeTones: ClosedRange<Float> = 0.42...0.6

  /// How far samples are moved apart where greys are few, since cutting a cell in two levels its edges: the fewer there
  /// are, the more.
  private var fewGreysContrast: Float { display.colors == .palette8 ? 1.7 : 1.3 }

  /// The brightness drawn as black and as white by letters that follow edges in 8 colours: with two greys an edge is one
  /// between them.
  private static let twoGreys: ClosedRange<Float> = 20...190

  init(display: DisplayProfile, looks: MarkLooks, scale: ToneScale) {
    self.display = display
    self.looks = looks
    self.scale = scale
    glyphs = BlockCut.table(display.glyphs).cuts.map(\.glyph)
    size = display.samplesPerCell
    count = size.x * size.y
    split = TwoToneSplit(glyphs: display.glyphs)
    palette = PaletteMatcher(display.colors)
    samples = [PaintedSample](repeating: PaintedSample(colour: .black, brightness: nil), count: count)
    greys = [Float](repeating: 0, count: count)
    colours = [SIMD4<Float>](repeating: .zero, count: count)
  }

  /// Takes the samples of the cell whose first one is at `start`.
  mutating func load(_ all: UnsafeBufferPointer<PaintedSample>, at start: Int, columns: Int) {
    var marks = PaintedSample.Texture.none.rawValue
    var hue: UInt8 = 0
    var i = 0
    for row in 0..<size.y {
      for column in 0..<size.x {
        let sample = all[start + row * columns + column]
        samples[i] = sample
        greys[i] = Float(sample.colour.green)
        marks |= sample.texture.rawValue
        hue |= (sample.colour.red ^ sample.colour.green) | (sample.colour.green ^ sample.colour.blue)
        i += 1
      }
    }
    isMarked = marks != PaintedSample.Texture.none.rawValue
    isGrey = hue == 0
  }

  /// - Parameter error: what neighbours hand on where there are few greys.
  mutating func cell(handed error: Float = 0) -> Cell {
    hatched = .none
    isHatchDrawn = false
    toneError = 0
    if display.colors == .monochrome { return withoutColours() }
    if isMarked {
      // The image below alone decides what is handed on, so that no mark moves the greys around it.
      if display.hasFewGreys {
        for i in 0..<count { greys[i] = 255 * (samples[i].brightness ?? 0) }
        _ = inFewGreys(handed: error)
      }
      return marked()
    }
    if !isGrey { return tinted() }
    return display.hasFewGreys ? inFewGreys(handed: error) : grey()
  }

  // MARK: - Without marks

  private mutating func grey() -> Cell {
    if display.glyphs == .ascii {
      let best = LetterShape.best(for: greys)
      func shown(_ grey: Float) -> UInt8 { scale.greys[Int(min(255, max(0, grey + 0.5)))] }
      return Cell(glyph: best.glyph, ink: RGB(grey: shown(best.ink)), paper: RGB(grey: shown(best.paper)))
    }
    let choice = split.anyGreys(greys)
    let ink = scale.greys[Int(choice.ink + 0.5)]
    let paper = scale.greys[Int(choice.paper + 0.5)]
    let glyph = choice.cut.map { glyphs[$0] } ?? " "
    return Cell(glyph: ink == paper ? " " : glyph, ink: RGB(grey: ink), paper: RGB(grey: paper))
  }

  /// The glyph and the two of few greys with the least squared error; what is left of it is in ``toneError``.
  private mutating func inFewGreys(handed error: Float) -> Cell {
    let mean = greys.reduce(0, +) / Float(count)
    let wanted = mean + error
    for i in 0..<count { greys[i] = wanted + fewGreysContrast * (greys[i] - mean) }
    let tone = scale.tones[Int(min(255, max(0, wanted + 0.5)))]
    let toneCost = Float(count) * tone.value * (tone.value - 2 * wanted)
    if display.glyphs == .ascii, display.lettersFollowEdges {
      if display.colors == .palette8 { return edgeInTwoGreys(wanted) }
      let best = LetterShape.best(for: greys, ofFew: scale.available)
      toneError = wanted - best.mean
      return Cell(glyph: best.glyph, ink: RGB(grey: best.ink), paper: RGB(grey: best.paper))
    }
    let choice = split.fewGreys(greys, greys: scale.greyValues)
    if toneCost <= choice.cost {
      toneError = wanted - tone.value
      return Cell(glyph: tone.glyph, ink: RGB(grey: tone.ink), paper: RGB(grey: tone.paper))
    }
    toneError = wanted - choice.mean
    return Cell(
      glyph: choice.cut.map { glyphs[$0] } ?? " ", ink: RGB(SIMD4(repeating: choice.ink)),
      paper: RGB(SIMD4(repeating: choice.paper)))
  }

  /// A letter in black and white, which leaves nothing to hand on.
  private mutating func edgeInTwoGreys(_ mean: Float) -> Cell {
    let tones = Self.twoGreys
    let factor = Float(scale.available.last ?? 255) / (tones.upperBound - tones.lowerBound)
    let moved = factor * (mean - tones.lowerBound) - mean
    for i in 0..<count { greys[i] += moved }
    let best = LetterShape.best(for: greys, ofFew: scale.available, strokesCount: 2)
    return Cell(glyph: best.glyph, ink: RGB(grey: best.ink), paper: RGB(grey: best.paper))
  }

  /// Colours that are no marks of their own kind, as of a layer that tints the whole picture.
  private mutating func tinted() -> Cell {
    for i in 0..<count { colours[i] = samples[i].colour.channels }
    let all = 1 << count - 1
    guard let cut = split.colours(colours, keeping: []) else {
      let colour = nearest(meanColour(of: all))
      return Cell(glyph: " ", ink: colour, paper: colour)
    }
    let inked = split.mask(of: cut)
    return Cell(glyph: glyphs[cut], ink: nearest(meanColour(of: inked)), paper: nearest(meanColour(of: all & ~inked)))
  }

  /// Brightness as the fraction of a cell that is inked; marks are letters.
  private mutating func withoutColours() -> Cell {
    if isMarked {
      let look = looks[letterTexture]
      return Cell(glyph: look.letter, ink: look.ink, paper: .black, attributes: look.attributes)
    }
    if display.glyphs == .ascii { return Cell(glyph: letterOfImage(), ink: .white, paper: .black) }
    var total: Float = 0
    for (i, sample) in samples.enumerated() {
      greys[i] = inked(sample, Self.blockTones)
      total += greys[i]
    }
    for i in 0..<count { greys[i] *= 255 }
    let even = ToneScale.nearestCoverage(to: total / Float(count), in: display.glyphs)
    let evenCost = greys.reduce(Float(0)) { $0 + ($1 - 255 * even.fraction) * ($1 - 255 * even.fraction) }
    let choice = split.fewGreys(greys, greys: scale.greyValues)
    let squares = greys.reduce(Float(0)) { $0 + $1 * $1 }
    guard let cut = choice.cut, choice.cost + squares < evenCost else {
      return Cell(glyph: even.glyph, ink: .white, paper: .black)
    }
    let glyph = glyphs[cut].value
    let shown = choice.ink > choice.paper ? glyph : BlockPattern.complement(of: glyph) ?? glyph
    return Cell(glyph: Unicode.Scalar(shown) ?? " ", ink: .white, paper: .black)
  }

  /// A letter of the calm scale, or one that follows the edges within the cell where that is asked for.
  private mutating func letterOfImage() -> Unicode.Scalar {
    let tones = display.lettersFollowEdges ? Self.edgeTones : Self.letterTones
    for (i, sample) in samples.enumerated() { greys[i] = inked(sample, tones) }
    return display.lettersFollowEdges
      ? LetterShape.nearest(toDensities: greys) : ToneScale.density(greys.reduce(0, +) / Float(count), in: .ascii)
  }

  /// - Parameter tones: the brightness up to which nothing is inked, and that from which all is.
  private func inked(_ sample: PaintedSample, _ tones: ClosedRange<Float>) -> Float {
    guard let brightness = sample.brightness else { return 0 }
    let density = min(1, max(0, (brightness - tones.lowerBound) / (tones.upperBound - tones.lowerBound)))
    return display.hasDarkBackground ? density : 1 - density
  }

  // MARK: - With marks

  /// The texture that speaks for the cell: what raters drew before what was computed, disagreement before agreement, then
  /// what covers most.
  var dominantTexture: PaintedSample.Texture { dominantTexture(besides: .none) }

  private func dominantTexture(besides known: PaintedSample.Texture) -> PaintedSample.Texture {
    var best = PaintedSample.Texture.none
    var most = 0
    for sample in samples where sample.texture != .none && sample.texture != known && sample.texture != best {
      var weight = looks[sample.texture].rank * 200 + 1
      for other in samples where other.texture == sample.texture { weight += other.isHatched ? 15 : 1 }
      if weight > most { (best, most) = (sample.texture, weight) }
    }
    return best
  }

  /// One letter for the whole cell: where one rater drew in a part of it and the other in another part, both did.
  private var letterTexture: PaintedSample.Texture {
    let texture = dominantTexture
    let look = looks[texture]
    guard count > 1, look.rank == 3 else { return texture }
    let drawnBy = samples.reduce(UInt64(0)) { $0 | looks[$1.texture].raters }
    return drawnBy.nonzeroBitCount < 2 || look.raters.nonzeroBitCount > 1 ? texture : .bothRaters
  }

  private func samples(of texture: PaintedSample.Texture) -> Int {
    var members = 0
    for (i, sample) in samples.enumerated() where sample.texture == texture { members |= 1 << i }
    return members
  }

  private mutating func marked() -> Cell {
    let texture = dominantTexture
    if display.glyphs == .ascii { return letterOrTint(letterTexture) }
    let hatchedCount = samples.count { $0.isHatched && $0.texture == texture }
    if hatchedCount > 0 {
      hatched = texture
      if 2 * hatchedCount >= count, let cell = hatchedCell(texture) {
        isHatchDrawn = true
        return cell
      }
    }
    let marks = samples(of: texture)
    let all = 1 << count - 1
    if marks == all { return covered(by: texture) }
    let other = dominantTexture(besides: texture)
    let others = other == .none ? 0 : samples(of: other)
    for i in 0..<count { colours[i] = samples[i].colour.channels }
    guard let cut = split.colours(colours, keeping: others == 0 ? [marks] : [marks, others]) else {
      return Cell(glyph: " ", ink: .black, paper: markColour(texture, of: marks))
    }
    let inked = split.mask(of: cut)
    let free = all & ~inked
    // Each part speaks for what it holds the larger fraction of; two marks take one part each.
    func fraction(_ mark: Int, of part: Int) -> Float {
      Float((part & mark).nonzeroBitCount) / Float(max(1, part.nonzeroBitCount))
    }
    var (inInk, inPaper) = (fraction(marks, of: inked), fraction(marks, of: free))
    if others != 0, min(inInk, fraction(others, of: free)) != min(inPaper, fraction(others, of: inked)) {
      (inInk, inPaper) = (min(inInk, fraction(others, of: free)), min(inPaper, fraction(others, of: inked)))
    }
    let isInked = inInk > inPaper
    let marked = colour(of: isInked ? inked : free, showing: texture, marks)
    let rest = isInked ? free : inked
    // A second mark that no cut tells from the first takes the rest: it may swell by a part of a cell, never vanish.
    let unmarked = others == 0 ? nearest(meanColour(of: rest)) : colour(of: rest, showing: other, others)
    return Cell(glyph: glyphs[cut], ink: isInked ? marked : unmarked, paper: isInked ? unmarked : marked)
  }

  /// The colour of a part of a cell that shows a mark: its mean, or the mean of the marked samples where they are few.
  private mutating func colour(of part: Int, showing texture: PaintedSample.Texture, _ marks: Int) -> RGB {
    let members = part & marks
    let isMost = 3 * members.nonzeroBitCount >= 2 * part.nonzeroBitCount
    return markColour(texture, of: isMost ? part : members == 0 ? marks : members)
  }

  /// A cell that one mark covers: its brightness still shows.
  private mutating func covered(by texture: PaintedSample.Texture) -> Cell {
    if display.hasFineColours {
      for i in 0..<count { colours[i] = samples[i].colour.channels }
      let all = 1 << count - 1
      guard let cut = split.colours(colours, keeping: []) else {
        let colour = shown(meanColour(of: all), as: texture)
        return Cell(glyph: " ", ink: colour, paper: colour)
      }
      let inked = split.mask(of: cut)
      let ink = shown(meanColour(of: inked), as: texture)
      let paper = shown(meanColour(of: all & ~inked), as: texture)
      return Cell(glyph: ink == paper ? " " : glyphs[cut], ink: ink, paper: paper)
    }
    guard texture != .crosshair else {
      let colour = markColour(texture, of: 1 << count - 1)
      return Cell(glyph: " ", ink: colour, paper: colour)
    }
    let shade = ToneScale.nearestCoverage(to: max(0.25, meanBrightness), in: display.glyphs)
    return Cell(glyph: shade.glyph, ink: ownColour(of: texture), paper: .black)
  }

  /// The hatch of a texture over the mean of what it covers; nil where the texture has no hatch.
  mutating func hatchedCell(_ texture: PaintedSample.Texture) -> Cell? {
    guard let glyph = looks[texture].hatch else { return nil }
    guard display.hasFineColours else {
      let paper: RGB = meanBrightness < 0.5 || display.colors == .palette8 ? .black : RGB(grey: scale.greys[127])
      return Cell(glyph: glyph, ink: ownColour(of: texture), paper: paper)
    }
    let paper = markColour(texture, of: samples(of: texture))
    let look = looks[texture]
    return Cell(
      glyph: glyph, ink: shown(look.hatchInk, as: texture), paper: shown(look.hatchPaper(paper), as: texture))
  }

  private mutating func letterOrTint(_ texture: PaintedSample.Texture) -> Cell {
    if texture == .crosshair || samples.contains(where: \.isHatched) { return letter(texture) }
    guard !display.hasFineColours else {
      let paper = markColour(texture, of: markedSamples)
      return Cell(glyph: " ", ink: paper, paper: paper)
    }
    let glyph = ToneScale.density(meanBrightness, in: .ascii)
    return Cell(
      glyph: glyph == " " ? "." : glyph, ink: ownColour(of: texture), paper: .black,
      attributes: looks[texture].attributes)
  }

  private mutating func letter(_ texture: PaintedSample.Texture) -> Cell {
    let look = looks[texture]
    guard display.hasFineColours else {
      return Cell(glyph: look.letter, ink: ownColour(of: texture), paper: .black, attributes: look.attributes)
    }
    let paper = markColour(texture, of: markedSamples)
    return Cell(
      glyph: look.letter, ink: shown(look.hatchInk, as: texture), paper: shown(look.hatchPaper(paper), as: texture),
      attributes: look.attributes)
  }

  private var markedSamples: Int {
    var members = 0
    for (i, sample) in samples.enumerated() where sample.texture != .none { members |= 1 << i }
    return members
  }

  // MARK: - Colours

  /// The colour of marked samples: their mean where there are colours enough, else the mark's own. The crosshair is dark
  /// on what is bright, so that it has no colour but that of its samples.
  private mutating func markColour(_ texture: PaintedSample.Texture, of members: Int) -> RGB {
    display.hasFineColours || texture == .crosshair
      ? shown(meanColour(of: members), as: texture) : ownColour(of: texture)
  }

  private mutating func ownColour(of texture: PaintedSample.Texture) -> RGB {
    shown(looks[texture].ink, as: texture)
  }

  /// A colour that the screen has, and that is no grey unless the mark itself is one: a mark must not lose its hue to the
  /// palette, nor get one from it.
  private mutating func shown(_ colour: RGB, as texture: PaintedSample.Texture) -> RGB {
    if display.colors == .trueColor { return colour }
    if looks[texture].isNeutral { return nearest(colour) }
    return PaletteMatcher.color(palette.huedNumber(nearestTo: colour))
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
extension RGB {
  init(grey: UInt8) { self.init(red: grey, green: grey, blue: grey) }

  /// Red, green, blue and a zero.
  var channels: SIMD4<Float> { SIMD4(Float(red), Float(green), Float(blue), 0) }

  init(_ channels: SIMD4<Float>) {
    let whole = (channels + 0.5).clamped(lowerBound: SIMD4(repeating: 0), upperBound: SIMD4(repeating: 255))
    self.init(red: UInt8(whole.x), green: UInt8(whole.y), blue: UInt8(whole.z))
  }
}
