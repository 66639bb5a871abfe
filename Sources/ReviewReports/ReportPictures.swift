import VolumeModel
import Pictures
import TerminalIO

/// The pictures of a report: the lesions on one sheet, each at its largest slice, and a larger one of each lesion that was
/// flagged or commented on.
struct ReportPictures {
  private let outcome: ReviewOutcome
  private let scene: SliceScene
  /// The same without marks.
  private let plain: SliceScene
  private let geometry: SliceGeometry
  static let tileSize = 224
  static let largestSize = 448
  /// More pictures than this nobody looks at; the others are in the table.
  private static let mostPictures = 40

  init(_ outcome: ReviewOutcome) {
    self.outcome = outcome
    let review = outcome.review
    let window = IntensityWindow.automatic(
      for: IntensityHistogram(of: review.flair.volume, inside: review.brain, bins: 4096))
    func drawn(_ mask: Mask, _ look: OverlayLook, _ opacity: Double, _ style: OverlayStyle) -> DrawnOverlay {
      DrawnOverlay(.mask(mask), look: look, settings: OverlaySettings(isVisible: true, opacity: opacity, style: style))
    }
    var overlays = review.raters.enumerated().map { drawn($1.mask, .rater($0), 0.45, .fill) }
    if let prediction = outcome.prediction { overlays.append(drawn(prediction, .prediction, 0.75, .outline)) }
    overlays.append(drawn(outcome.adjudicated, .adjudicated, 0.9, .outline))
    scene = SliceScene(
      grid: review.grid, crop: review.brain.cropBox, image: review.flair.volume, window: window, overlays: overlays,
      theme: outcome.theme)
    plain = SliceScene(
      grid: review.grid, crop: review.brain.cropBox, image: review.flair.volume, window: window, overlays: [],
      theme: outcome.theme)
    geometry = scene.geometry(of: .axial)
  }

  func pictured(_ rows: [LesionRow]) -> ArraySlice<LesionRow> { rows.prefix(Self.mostPictures) }

  func fileName(of row: LesionRow, stem: String) -> String { "\(stem)_lesion-\(row.id).png" }
  func sheetName(stem: String) -> String { "\(stem)_lesions.png" }

  func isPicturedAlone(_ row: LesionRow) -> Bool { row.review.map { $0.isFlagged || !$0.comment.isEmpty } ?? false }

  /// The pictures as PNG files by name.
  func rasters(of rows: [LesionRow], stem: String) throws(FileError) -> [(String, [UInt8])] {
    let pictured = pictured(rows)
    guard !pictured.isEmpty else { return [] }
    var files: [(String, [UInt8])] = []
    do throws(PNGError) {
      for row in rows where isPicturedAlone(row) {
        let twin = twin(of: row, size: Self.largestSize)
        files.append((fileName(of: row, stem: stem), try pngData(Self.sideBySide([twin]))))
      }
      files.append((sheetName(stem: stem), try pngData(sheet(of: Array(pictured)))))
    } catch {
      throw FileError(.transferFailed, path: stem, problem: "\(error)")
    }
    return files
  }

  /// A lesion with its marks, number and verdict, and the same without them.
  func twin(of row: LesionRow, size: Int) -> (marked: Raster, plain: Raster) {
    var marked = picture(of: row, in: scene, size: size)
    let text = Self.label(of: row)
    marked.fill(
      x: 0, y: 0, width: PictureLetters.width(of: text) + 8, height: PictureLetters.height + 8, with: .black)
    PictureLetters.draw(text, x: 4, y: 4, ink: .white, on: &marked)
    return (marked, picture(of: row, in: plain, size: size))
  }

  /// "12 A": number, the letter of the verdict's key, and "!" where it is flagged.
  private static func label(of row: LesionRow) -> String {
    let verdict =
      switch row.verdict {
      case .approved: "A"
      case .rejected: "X"
      case nil: "-"
      }
    return "\(row.id) \(verdict)\(row.review?.isFlagged == true ? "!" : "")"
  }

  private func picture(of row: LesionRow, in scene: SliceScene, size: Int) -> Raster {
    let lesion = row.record.lesion
    let voxel = lesion.voxelOnLargestSlice(alongVoxelAxis: geometry.normal.voxelAxis)
    return scene.raster(
      plane: .axial, slice: geometry.position(of: voxel).slice,
      zoom: geometry.fieldZoom(around: lesion.boundingBox, in: scene.crop), centre: SIMD3<Double>(voxel) + 0.5,
      width: size, height: size)
  }

  /// Rows of twins in the order of the report, worst first.
  private func sheet(of rows: [LesionRow]) -> Raster {
    Self.sideBySide(rows.map { twin(of: $0, size: Self.tileSize) }, ruledBy: scene.theme.rule)
  }

  private static let twinsAcross = 3

  private static func sideBySide(_ twins: [(marked: Raster, plain: Raster)], ruledBy rule: RGB = .black) -> Raster {
    let size = twins.first?.marked.width ?? 0
    let across = min(twinsAcross, twins.count)
    let down = (twins.count + across - 1) / max(1, across)
    // A gap of two pixels within a twin, of eight between twins.
    let (width, height) = (2 * size + 2, size)
    var sheet = Raster(width: across * (width + 8) - 8, height: down * (height + 8) - 8, filledWith: rule)
    for (index, twin) in twins.enumerated() {
      let (left, top) = (index % across * (width + 8), index / across * (height + 8))
      for (tile, x) in [(twin.marked, left), (twin.plain, left + size + 2)] {
        for row in 0..<size { for column in 0..<size { sheet[x + column, top + row] = tile[column, row] } }
      }
    }
    return sheet
  }
}
