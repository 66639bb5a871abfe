import ArgumentParser
import Foundation
import ViewerTUI
import VolumeModel
import Pictures
import TerminalIO

struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Draw a slice as a PNG picture, as terminal text, or as pixels for a terminal.",
    discussion: """
      Examples:

        flairscope render --case study/sub-07 --slice 92 --output slice.png
        flairscope render --case study/sub-07 --text --size 100x40 --colors 256
        flairscope render --case study/sub-07 --text --whole-screen
        flairscope render --case study/sub-07 --graphics sixel --size 80x30
        flairscope render --case study/sub-07 --pixels-per-voxel 3 --output slice.png
        flairscope render --case study/sub-07 --mosaic lesions --output lesions.png
      """)

  @OptionGroup(title: "Case") var source: CaseArguments
  @OptionGroup(title: "Picture") var opening: OpeningArguments
  @OptionGroup(title: "Colours") var screen: ScreenArguments

  @Option(
    help: "The size in terminal cells, COLSxROWS; a cell is 8 x 16 pixels, or with --graphics those of the terminal.")
  var size = "120x40"

  @Flag(help: "Write terminal text to standard output.")
  var text = false

  @Option(help: "Draw pixels on a terminal that shows them, or into a pipe to one: kitty, sixel or iterm2.")
  var graphics: PixelProtocol?

  @Flag(help: "With --text: the viewer's whole screen, panel and all.")
  var wholeScreen = false

  @Flag(help: "The picture alone: no letters, captions or margins; in a PNG no hatches.")
  var bare = false

  @Option(help: "With --output or --graphics: draw at voxel resolution, so many pixels a voxel, whatever --size says.")
  var pixelsPerVoxel: Int?

  @Option(help: "As pixels: a mosaic of 'slices', of 'marked' slices, or of 'lesions', worst disagreement first.")
  var mosaic: Viewer.MosaicContent?

  @Option(help: "With --mosaic: at most so many tiles. Default: 24.")
  var tiles: Int?

  @Option(name: [.short, .long], help: "The PNG file to write.", completion: .file(extensions: ["png"]))
  var output: String?

  @Flag(help: "Replace an output that exists.")
  var force = false

  @Flag(help: "With --output: print one JSON document that says what was drawn.")
  var json = false

  func validate() throws {
    guard [text, graphics != nil, output != nil].count(where: { $0 }) == 1 else {
      throw ValidationError("Choose one of --text, --graphics PROTOCOL and --output FILE.png.")
    }
    if json, output == nil { throw ValidationError("--json goes with --output.") }
    if mosaic != nil || pixelsPerVoxel != nil, text {
      throw ValidationError("--mosaic and --pixels-per-voxel go with --output or --graphics.")
    }
    guard (1...16).contains(pixelsPerVoxel ?? 1) else { throw ValidationError("--pixels-per-voxel runs from 1 to 16.") }
    if tiles != nil, mosaic == nil { throw ValidationError("--tiles goes with --mosaic.") }
    guard (1...400).contains(tiles ?? 1) else { throw ValidationError("--tiles runs from 1 to 400.") }
    if bare, wholeScreen || mosaic != nil || pixelsPerVoxel != nil {
      throw ValidationError("--bare goes with neither --whole-screen, --mosaic nor --pixels-per-voxel.")
    }
    if wholeScreen, !text { throw ValidationError("--whole-screen goes with --text.") }
  }

  func run() throws {
    EndSignals.watch()
    let screenSize = try parsedSize()
    var view = try opening.view()
    var review = try source.load()
    // In files and pipes text is plain unless colours are asked for.
    let terminal = text && screen.colors == nil ? Self.terminal : nil
    let colors = screen.colors ?? (text ? terminal?.colors.value ?? .monochrome : .trueColor)
    let glyphs = screen.glyphs ?? terminal?.glyphs.value ?? (colors == .monochrome ? .ascii : .halfBlocks)
    let preferences = try screen.preferences()
    for problem in preferences.problems { Messages.note("\(problem)") }
    if view["crosshair"] == nil { view["crosshair"] = "\(wholeScreen)" }
    var viewer = Viewer(
      opening: review, preferences: preferences, display: DisplayProfile(colors: colors, glyphs: glyphs))
    if let role = view["channel"], role != "FLAIR", let image = try review.loadImage(role) {
      _ = viewer.update(.channel(role: role, Channel(role: role, image: image.volume, brain: review.brain)))
    }
    // After the image that is drawn, which may have been resampled.
    for note in review.notes { Messages.note(note) }
    if let refused = viewer.refused(by: view).first {
      throw ValidationError("--\(refused).")
    }
    _ = viewer.update(.look(view))
    if let role = view["channel"], viewer.scan.channels[viewer.place.channel].role != role {
      throw ValidationError("--channel \(role.visibleOnOneLine): its image cannot be shown, as said above.")
    }
    _ = viewer.update(.resized(width: screenSize.width, height: screenSize.height))
    if let expert = review.raters.first?.mask {
      _ = viewer.update(.growth(SoftMaskGrowth(expert: expert, flair: review.flair.volume, brain: review.brain)))
    }
    if text {
      let frame = wholeScreen ? viewer.frame() : viewer.pictureFrame(isBare: bare)
      try Results.writeUnchanged(FrameText.lines(of: frame, colors: colors, glyphs: glyphs))
    } else if let graphics {
      let cell = TerminalSurvey(wishes: TerminalWishes(asksTerminal: false)).window.cellPixels ?? SIMD2(8, 16)
      let bytes = try graphics.bytes(of: picture(of: viewer, screenSize, cell: cell))
      try Results.writeUnchanged(String(decoding: bytes, as: UTF8.self) + "\n")
    } else if let output {
      let raster = picture(of: viewer, screenSize, cell: SIMD2(8, 16))
      try write(try pngData(raster), to: output, inputs: review.files.inputs)
      if json { try JSONDocument(command: "render", Document(of: viewer, output: output, raster)).write() }
    }
  }

  /// What the terminal that text is written to shows, without asking it; nil for files and pipes.
  private static var terminal: TerminalProfile? {
    let survey = TerminalSurvey(wishes: TerminalWishes(asksTerminal: false))
    return survey.outputIsTerminal ? survey.profile : nil
  }

  /// - Parameter cell: width and height of a cell in pixels.
  private func picture(of viewer: Viewer, _ size: ScreenSize, cell: SIMD2<Int>) -> Raster {
    if let mosaic { return viewer.mosaicRaster(mosaic, count: tiles ?? 24, pixelsPerVoxel: pixelsPerVoxel ?? 1) }
    if let pixelsPerVoxel { return viewer.voxelRaster(pixelsPerVoxel: pixelsPerVoxel) }
    return viewer.raster(width: size.width * cell.x, height: size.height * cell.y, isBare: bare)
  }

  private struct Document: Encodable {
    let output: String
    let width: Int
    let height: Int
    let plane: String
    let slice: Int
    let convention: String
    let layers: [String]
    let window: [Float]

    init(of viewer: Viewer, output: String, _ raster: Raster) {
      self.output = output
      width = raster.width
      height = raster.height
      plane = viewer.view.plane.rawValue
      slice = viewer.slice + 1
      convention = viewer.scan.grid.orientation == nil ? "unknown" : viewer.view.convention.rawValue
      layers = viewer.overlays.filter { viewer.view.overlays.isShown($0.place) && viewer.missing($0.place) == nil }.map(
        \.title)
      let shown = viewer.scan.channels[viewer.place.channel].window
      window = [shown.low, shown.high]
    }
  }

  private func write(_ png: [UInt8], to path: String, inputs: [String]) throws {
    try OutputFile.write(png, to: path, force: force, neverReplacing: inputs)
  }

  private func parsedSize() throws -> ScreenSize {
    let numbers = size.lowercased().split(separator: "x").map { Int($0) }
    guard numbers.count == 2, let width = numbers[0], let height = numbers[1], (8...1000).contains(width),
      (4...1000).contains(height)
    else { throw ValidationError("'\(size)' is no size; write COLSxROWS, as in 120x40.") }
    return ScreenSize(width: width, height: height)
  }
}

extension PNGError: StatusBearing {
  var exitStatus: ExitStatus { .transferFailed }
}
