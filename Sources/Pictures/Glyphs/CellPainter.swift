package import TerminalIO

/// Turns painted samples into cells on the rung of the ladder that the screen can show.
///
/// A cell of the image alone gets the glyph and the two colours with the least squared error. A cell that holds marks is cut
/// between marked and unmarked samples instead, so that no mark is averaged away, however small.
package struct CellPainter: Sendable {
  package let display: DisplayProfile
  private let looks: MarkLooks
  private let scale: ToneScale

  /// - Parameters:
  ///   - looks: those of the scene that the samples were painted from.
  ///   - greyLevels: Steps of grey with 24-bit colour: fewer cost fewer bytes.
  package init(display: DisplayProfile, looks: MarkLooks, greyLevels: Int = 64) {
    self.display = display
    self.looks = looks
    scale = ToneScale(display: display, greyLevels: greyLevels)
  }

  /// What a region of the disagreement map looks like, for its legend: on black, or where pixels are not hatched, on the
  /// bright tissue that marks lie on.
  package func legendCell(_ region: DisagreementRegion, isAgreement: Bool, isHatched: Bool = true) -> Cell {
    let look = looks[.region(region)]
    if display.marksAreLetters {
      return Cell(glyph: look.letter, ink: look.ink, paper: .black, attributes: .bold)
    }
    if !isHatched {
      let tissue = RGB(red: 176, green: 176, blue: 176)
      return Cell(glyph: " ", ink: look.ink, paper: tissue.mixed(with: look.ink, amount: isAgreement ? 0.35 : 0.75))
    }
    if isAgreement { return Cell(glyph: " ", ink: look.ink, paper: RGB.black.mixed(with: look.ink, amount: 0.35)) }
    return Cell(glyph: look.hatch ?? " ", ink: look.ink, paper: RGB.black.mixed(with: look.ink, amount: 0.4))
  }

  /// Draws samples (`columns` a row, as many as the area has cells times the samples a cell) into `area`.
  package func draw(_ samples: [PaintedSample], columns: Int, in area: Rectangle, of frame: inout Frame) {
    let cut = display.samplesPerCell
    let width = min(columns / cut.x, area.width)
    let height = min(columns > 0 ? samples.count / columns / cut.y : 0, area.height)
    guard width > 0, height > 0 else { return }
    var brush = CellBrush(display: display, looks: looks, scale: scale)
    var diffusion = ErrorDiffusion(width: width)
    // Steps between the tones of two greys are so large that what blocks hand on spoils more shapes than bands do.
    let handsOn = display.colors != .palette8 || display.glyphs == .ascii
    var hatches = [PaintedSample.Texture](repeating: .none, count: width * height)
    var unhatched: [Int] = []
    samples.withUnsafeBufferPointer { samples in
      for row in 0..<height {
        for column in 0..<width {
          brush.load(samples, at: row * cut.y * columns + column * cut.x, columns: columns)
          frame[area.x + column, area.y + row] = brush.cell(handed: diffusion[column])
          if handsOn { diffusion.spread(brush.toneError, from: column) }
          guard brush.hatched != .none else { continue }
          if brush.isHatchDrawn {
            hatches[row * width + column] = brush.hatched
          } else {
            unhatched.append(row * width + column)
          }
        }
        diffusion.startNextRow()
      }
      // What is too small to fill half a cell is hatched as well where no neighbour already says the same.
      for index in unhatched {
        let (column, row) = (index % width, index / width)
        brush.load(samples, at: row * cut.y * columns + column * cut.x, columns: columns)
        let texture = brush.dominantTexture
        let rows = max(0, row - 1)...min(height - 1, row + 1)
        let columnsAround = max(0, column - 1)...min(width - 1, column + 1)
        let isSaid = rows.contains { y in columnsAround.contains { hatches[y * width + $0] == texture } }
        guard !isSaid, let cell = brush.hatchedCell(texture) else { continue }
        frame[area.x + column, area.y + row] = cell
        hatches[index] = texture
      }
    }
  }
}
