import VolumeModel
import Pictures
package import TerminalIO

/// Pictures as files: at voxel resolution, or as a mosaic, whatever the size of the terminal.
extension Viewer {
  /// What is looked at, with `pixelsPerVoxel` pixels along the finer side of a voxel; millimetres are as long in both
  /// directions.
  package func voxelRaster(pixelsPerVoxel: Int = 3) -> Raster {
    let size = voxelSize(of: view.plane, pixelsPerVoxel: pixelsPerVoxel)
    let margin = 2 * PictureLetters.margin
    return raster(width: size.width + margin, height: size.height + margin)
  }

  private func voxelSize(of plane: Plane, pixelsPerVoxel: Int) -> (width: Int, height: Int) {
    let geometry = geometry(of: plane)
    let finestMM = min(geometry.right.spacingMM, geometry.down.spacingMM)
    func pixels(_ axis: SliceGeometry.ScreenAxis) -> Int {
      let voxels = scan.crop.upper[axis.voxelAxis] - scan.crop.lower[axis.voxelAxis]
      let wanted = (Double(voxels) * axis.spacingMM / finestMM).rounded(.up) * Double(max(1, pixelsPerVoxel))
      return wanted.isFinite ? min(8192, max(1, Int(wanted))) : 1
    }
    return (pixels(geometry.right), pixels(geometry.down))
  }

  /// Every kind of mosaic file.
  package enum MosaicContent: String, CaseIterable, Sendable {
    /// Slices spread evenly over the brain.
    case slices
    /// Slices on which at least one mask or the prediction marks something.
    case marked
    /// A tile for each disagreement, or lesion, worst first.
    case lesions
  }

  /// Tiles in rows, each with the number of its slice (counted from 1), or of its disagreement.
  /// - Parameter count: at most so many tiles.
  package func mosaicRaster(_ content: MosaicContent, count: Int = 24, pixelsPerVoxel: Int = 1) -> Raster {
    let tiles = mosaicTiles(content, count: max(1, count))
    let size = voxelSize(of: view.plane, pixelsPerVoxel: pixelsPerVoxel)
    let tileWidth = size.width + 2 * PictureLetters.margin
    let tileHeight = size.height + 2 * PictureLetters.margin
    // Somewhat wider than high, as pages and screens are.
    let square = Double(tiles.count) * Double(tileHeight) / Double(tileWidth)
    let columns = max(1, Int((square * 1.4).squareRoot()))
    let rows = max(1, (tiles.count + columns - 1) / columns)
    var sheet = Raster(width: columns * tileWidth, height: rows * tileHeight)
    for (index, tile) in tiles.enumerated() {
      var picture = raster(
        plane: view.plane, slice: tile.slice, zoom: tile.zoom, centre: tile.centre, width: tileWidth, height: tileHeight
      )
      PictureLetters.draw(number: tile.number, x: 4, y: 4, ink: .white, on: &picture)
      sheet.place(picture, x: index % columns * tileWidth, y: index / columns * tileHeight)
    }
    return sheet
  }

  private struct MosaicTile {
    let number: Int
    let slice: Int
    var zoom = 1.0
    var centre: SIMD3<Double>?
  }

  private func mosaicTiles(_ content: MosaicContent, count: Int) -> [MosaicTile] {
    switch content {
    case .slices: return Self.spread(Array(slicesOfCrop), count).map { MosaicTile(number: $0 + 1, slice: $0) }
    case .marked:
      let normal = geometry.normal
      var isMarked = [Bool](repeating: false, count: normal.count)
      for mask in scan.raters.map(\.mask) + [scan.prediction?.mask].compactMap({ $0 }) {
        mask.forEachLinearIndex { isMarked[normal.index(scan.grid.voxel(atLinearIndex: $0)[normal.voxelAxis])] = true }
      }
      return Self.spread(isMarked.indices.filter { isMarked[$0] }, count).map { MosaicTile(number: $0 + 1, slice: $0) }
    case .lesions:
      return scan.findings.prefix(count).enumerated().map { index, found in
        let voxel = voxelToShow(found.region)
        return MosaicTile(
          number: index + 1, slice: geometry.position(of: voxel).slice, zoom: fieldZoom(around: found.region),
          centre: SIMD3<Double>(voxel) + 0.5)
      }
    }
  }

  /// At most `count` of the slices, evenly over all of them.
  private static func spread(_ slices: [Int], _ count: Int) -> [Int] {
    guard slices.count > count else { return slices }
    return (0..<count).map { slices[Int((Double($0) + 0.5) * Double(slices.count) / Double(count))] }
  }

  // MARK: - From the viewer

  /// The picture on the screen as a file: the arrangement's mosaic, or one slice at voxel resolution.
  mutating func savePicture(_ path: String) -> [Effect] {
    let raster: Raster
    switch view.arrangement {
    case .mosaic: raster = mosaicRaster(.slices)
    case .lesionMosaic: raster = mosaicRaster(.lesions)
    default: raster = voxelRaster()
    }
    let content = view.arrangement.isMosaic ? view.arrangement.rawValue : "\(view.plane.rawValue)-\(slice + 1)"
    say("writing a picture of \(raster.width) x \(raster.height) pixels …")
    return [
      .savePicture(raster, path: path.isEmpty ? nil : path, suggestedName: "\(scan.name.fileNamePart)_\(content)")
    ]
  }
}
