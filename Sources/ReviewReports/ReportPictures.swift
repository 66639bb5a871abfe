import VolumeModel
import Pictures
import TerminalIO

/// The pictures of a report: the lesions on one sheet, each at its largest slice, and a larger one of each lesion that was
/// flagged or commented on.
struct ReportPictures {
  private let outcome: ReviewOutcome
  private let scene: SliceScene
  private let geometry: SliceGeometry
  private static let tileSize = 224
  private static let largestSize = 448
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
        files.append((fileName(of: row, stem: stem), try pngData(picture(of: row, size: Self.largestSize))))
      }
      files.append((sheetName(stem: stem), try pngData(sheet(of: Array(pictured)))))
    } catch {
      throw FileError(.transferFailed, path: stem, problem: "\(error)")
    }
    return files
  }

  private func picture(of row: LesionRow, size: Int) -> Raster {
    let lesion = row.record.lesion
    let voxel = lesion.voxelOnLargestSlice(alongVoxelAxis: geometry.normal.voxelAxis)
    return scene.raster(
      plane: .axial, slice: geometry.position(of: voxel).slice,
      zoom: geometry.fieldZoom(around: lesion.boundingBox, in: scene.crop), centre: SIMD3<Double>(voxel) + 0.5,
      width: size, height: size)
  }

  /// Rows of pictures in the order of the report, worst first.
  private func sheet(of rows: [LesionRow]) -> Raster {
    let size = Self.tileSize
    let across = min(5, rows.count)
    let down = (rows.count + across - 1) / across
    var sheet = Raster(width: across * (size + 2) - 2, height: down * (size + 2) - 2, filledWith: scene.theme.rule)
    for (index, row) in rows.enumerated() {
      let tile = picture(of: row, size: size)
      let (left, top) = (index % across * (size + 2), index / across * (size + 2))
      for y in 0..<size { for x in 0..<size { sheet[left + x, top + y] = tile[x, y] } }
    }
    return sheet
  }
}
