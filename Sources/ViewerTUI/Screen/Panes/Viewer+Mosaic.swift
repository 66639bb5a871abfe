import VolumeModel
import Pictures
import TerminalIO

/// Mosaics: many small slices, or a tile for each lesion.
extension Viewer {
  /// Tiles of at least this size in cells; a brain is still a brain at this size.
  private static let smallestTile = (width: 20, height: 10)

  private struct Grid {
    let columns: Int
    let rows: Int
    let area: Rectangle

    init(_ area: Rectangle, smallest: (width: Int, height: Int)) {
      self.area = area
      columns = max(1, area.width / smallest.width)
      rows = max(1, area.height / smallest.height)
    }

    var count: Int { columns * rows }

    func place(_ index: Int) -> Rectangle {
      let column = index % columns
      let row = index / columns
      let x = area.x + column * area.width / columns
      let y = area.y + row * area.height / rows
      return Rectangle(
        x: x, y: y, width: area.x + (column + 1) * area.width / columns - x,
        height: area.y + (row + 1) * area.height / rows - y)
    }
  }

  /// Slices spread evenly over the brain.
  func sliceTiles(in area: Rectangle) -> [Pane] {
    let grid = Grid(area, smallest: Self.smallestTile)
    let range = slicesOfCrop
    let step = mosaicStep(tiles: grid.count)
    let slices = Array(stride(from: range.lowerBound + step / 2, through: range.upperBound, by: step))
    let chosen = slices.min { abs($0 - slice) < abs($1 - slice) }
    return slices.prefix(grid.count).enumerated().map { index, slice in
      Pane(
        area: grid.place(index), plane: view.plane, slice: slice, overlays: view.overlays,
        captions: .tile("\(slice + 1)"),
        isChosen: slice == chosen, showsCrosshair: false)
    }
  }

  private func mosaicStep(tiles: Int) -> Int {
    max(1, Int((Double(slicesOfCrop.count) / Double(max(1, tiles))).rounded(.up)))
  }

  /// How many slices a step moves: from tile to tile in a mosaic of slices.
  var slicesPerStep: Int {
    guard view.arrangement == .mosaic, let layout else { return 1 }
    return mosaicStep(tiles: Grid(layout.picture, smallest: Self.smallestTile).count)
  }

  /// A page of findings, worst first, each zoomed in on its largest slice.
  func lesionTiles(in area: Rectangle) -> [Pane] {
    let grid = Grid(area, smallest: Self.smallestTile)
    let geometry = geometry
    let page = (place.finding ?? 0) / grid.count
    let indices = (page * grid.count)..<min(scan.findings.count, (page + 1) * grid.count)
    guard !indices.isEmpty else { return [] }
    return indices.enumerated().map { tile, index in
      let found = scan.findings[index]
      let voxel = voxelToShow(found.region)
      return Pane(
        area: grid.place(tile), plane: view.plane, slice: geometry.position(of: voxel).slice, overlays: view.overlays,
        captions: .tile("\(index + 1) \(Wording.short(found, scan.maskNames))"), zoom: fieldZoom(around: found.region),
        centre: SIMD3<Double>(voxel) + 0.5, isChosen: index == place.finding, showsCrosshair: false)
    }
  }

  /// The zoom at which a region fills its view.
  func fieldZoom(around region: Lesion) -> Double { geometry.fieldZoom(around: region.boundingBox, in: scan.crop) }

  /// Opens the chosen tile as one plane.
  mutating func openTile() {
    guard view.arrangement.isMosaic else { return }
    if view.arrangement == .lesionMosaic, place.finding != nil { zoomToFinding() }
    view.arrangement = .single
  }

  /// Chooses the tile under a cell; false where there is none.
  mutating func chooseTile(atColumn column: Int, row: Int) -> Bool {
    guard view.arrangement.isMosaic, let layout else { return false }
    let tiles = panes(in: layout.picture)
    guard let index = tiles.firstIndex(where: { $0.area.contains(column: column, row: row) }) else { return false }
    if view.arrangement == .mosaic {
      show(slice: tiles[index].slice)
    } else {
      let perPage = Grid(layout.picture, smallest: Self.smallestTile).count
      selectFinding((place.finding ?? 0) / perPage * perPage + index)
    }
    return true
  }
}
