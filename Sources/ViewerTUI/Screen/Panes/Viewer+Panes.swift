import VolumeModel
package import Pictures
package import TerminalIO

extension Viewer {
  /// The panes of the picture, as the arrangement and the room allow.
  package func panes(in picture: Rectangle) -> [Pane] {
    switch usableArrangement(in: picture) {
    case .single: [mainPane(in: picture)]
    case .ortho: orthogonalPanes(in: picture)
    case .split: splitPanes(in: picture)
    case .mosaic: sliceTiles(in: picture)
    case .lesionMosaic: lesionTiles(in: picture)
    }
  }

  /// The arrangement asked for, or one plane where it would be too small to read.
  func usableArrangement(in picture: Rectangle) -> Arrangement {
    switch view.arrangement {
    case .ortho where picture.width < 60 || picture.height < 20: .single
    case .split where picture.width < 50: .single
    default: view.arrangement
    }
  }

  private func mainPane(in area: Rectangle) -> Pane {
    let side = place.blink.map(side(of:))
    return Pane(
      area: area, plane: view.plane, slice: slice, overlays: side.map(view.overlays.showing) ?? view.overlays,
      channel: side.flatMap(channel(of:)), captions: hasRoomBeside(in: area) ? .over : .full, zoom: place.zoom,
      centre: place.centre)
  }

  /// Whether a low picture shown whole leaves the captions so much room at its sides that it can have all rows.
  private func hasRoomBeside(in area: Rectangle) -> Bool {
    guard area.height <= 30, place.zoom == 1 else { return false }
    let extent = extentMM(of: view.plane)
    let columns = Double(area.height) * interface.display.cellAspect * extent.x / extent.y
    return Double(area.width) - columns >= 36
  }

  /// The chosen slice from edge to edge of `area`.
  package func barePane(in area: Rectangle) -> Pane {
    var pane = Pane(area: area, plane: view.plane, slice: slice, overlays: view.overlays)
    pane.captions = .bare
    pane.zoom = place.zoom
    pane.centre = place.centre
    return pane
  }

  /// The chosen plane on the left; the other two above each other on its right, through the same point. All have one scale,
  /// and as much room as they are large.
  private func orthogonalPanes(in area: Rectangle) -> [Pane] {
    let others = Plane.allCases.filter { $0 != view.plane }
    let (main, upper, lower) = (extentMM(of: view.plane), extentMM(of: others[0]), extentMM(of: others[1]))
    let fraction = main.x / (main.x + max(upper.x, lower.x))
    let wide = Int(Double(area.width) * min(0.6, max(0.4, fraction)))
    let top = Int(Double(area.height) * min(0.65, max(0.35, upper.y / (upper.y + lower.y))))
    let places = [
      Rectangle(x: area.x, y: area.y, width: wide, height: area.height),
      Rectangle(x: area.x + wide, y: area.y, width: area.width - wide, height: top),
      Rectangle(x: area.x + wide, y: area.y + top, width: area.width - wide, height: area.height - top),
    ]
    let panes = zip([view.plane] + others, places).enumerated().map { index, item in
      let (plane, area) = item
      let slice = geometry(of: plane).position(of: place.cursor).slice
      let name = "\(plane.rawValue) \(slice + 1)/\(geometry(of: plane).normal.count)"
      return Pane(
        area: area, plane: plane, slice: slice, overlays: view.overlays, captions: index == 0 ? .full : .named(name),
        zoom: place.zoom, centre: place.centre)
    }
    // Millimetres along the width of a cell, where each shows its plane whole.
    let scales = panes.map { pane -> Double in
      let extent = extentMM(of: pane.plane)
      let area = pane.samples
      return max(
        extent.x / Double(max(1, area.width)), extent.y / (Double(max(1, area.height)) * interface.display.cellAspect))
    }
    let coarsest = scales.max() ?? 1
    return zip(panes, scales).map { pane, scale in
      var pane = pane
      pane.zoom *= scale / coarsest
      return pane
    }
  }

  /// Width and height of what a plane shows at zoom 1.
  private func extentMM(of plane: Plane) -> SIMD2<Double> {
    let geometry = geometry(of: plane)
    func extentMM(_ axis: SliceGeometry.ScreenAxis) -> Double {
      max(1, Double(scan.crop.upper[axis.voxelAxis] - scan.crop.lower[axis.voxelAxis])) * axis.spacingMM
    }
    return SIMD2(extentMM(geometry.right), extentMM(geometry.down))
  }

  private func splitPanes(in area: Rectangle) -> [Pane] {
    let half = area.width / 2
    let places = [
      Rectangle(x: area.x, y: area.y, width: half - 1, height: area.height),
      // As wide as the other, so that both have one scale.
      Rectangle(x: area.x + half, y: area.y, width: half - 1, height: area.height),
    ]
    return zip([pair.first, pair.second], places).map { side, area in
      Pane(
        area: area, plane: view.plane, slice: slice, overlays: view.overlays.showing(side), channel: channel(of: side),
        captions: .named(sideTitle(side)), zoom: place.zoom, centre: place.centre)
    }
  }

  /// The pair that split and blink compare: the one chosen, or the first that the case offers.
  package var pair: ComparedPair {
    if let chosen = place.comparedPair { return chosen }
    // Of visits without masks the images are the sides.
    if scan.comparesVisits, scan.raters.isEmpty { return ComparedPair(.earlierVisit, nil) }
    return .natural { missing($0) == nil }
  }

  func sideTitle(_ side: OverlayID?) -> String {
    guard let side else { return scan.comparesVisits && scan.raters.isEmpty ? "this visit" : "plain image" }
    if side == .earlierVisit { return "earlier visit" }
    let row = overlay(side)
    return row.order == .rater ? row.title(in: self) : row.title
  }

  /// The image under a side: of two visits each has its own, otherwise it is the one chosen.
  private func channel(of side: OverlayID?) -> Int? {
    guard scan.comparesVisits, place.channel == 0, side == .rater(0) || side == .earlierVisit else { return nil }
    return scan.channels.firstIndex { $0.role == ReviewCase.earlierFlairRole }
  }

  func geometry(of plane: Plane) -> SliceGeometry {
    SliceGeometry(plane: plane, grid: scan.grid, convention: view.convention, nose: view.sagittalNose)
  }

  /// The part of a slice that a pane shows.
  package func viewport(of pane: Pane) -> Viewport {
    if let pixels = pixelView(of: pane) { return pixels.viewport }
    let area = pane.samples
    return viewport(
      plane: pane.plane, columns: area.width * interface.display.samplesPerCell.x,
      rows: area.height * interface.display.samplesPerCell.y,
      sampleAspect: interface.display.sampleAspect, zoom: pane.zoom, centre: pane.centre)
  }

  /// How many samples a cell of a pane holds across and down.
  func samplesPerCell(of pane: Pane) -> SIMD2<Double> {
    guard let cell = interface.display.cellPixels, let pixels = pixelView(of: pane) else {
      return SIMD2<Double>(interface.display.samplesPerCell)
    }
    return SIMD2<Double>(cell) / pixels.enlargement
  }

  func viewport(
    plane: Plane, columns: Int, rows: Int, sampleAspect: Double, zoom: Double, centre voxel: SIMD3<Double>?
  ) -> Viewport {
    let geometry = geometry(of: plane)
    return Viewport(
      geometry: geometry, crop: scan.crop, columns: columns, rows: rows, sampleAspect: sampleAspect, zoom: zoom,
      centre: voxel.map(geometry.planePosition))
  }

  /// The voxel under a cell of the screen, in whichever pane it lies.
  package func voxel(atColumn column: Int, row: Int) -> SIMD3<Int>? {
    pane(atColumn: column, row: row).flatMap { voxel(atColumn: column, row: row, in: $0) }
  }

  /// The pane whose samples lie under a cell of the screen.
  func pane(atColumn column: Int, row: Int) -> Pane? {
    layout.flatMap { panes(in: $0.picture).first { $0.samples.contains(column: column, row: row) } }
  }

  /// The voxel of a pane under a cell of the screen; nil beside the image.
  func voxel(atColumn column: Int, row: Int, in pane: Pane) -> SIMD3<Int>? {
    let viewport = viewport(of: pane)
    let perCell = samplesPerCell(of: pane)
    let place = viewport.planePosition(
      sampleColumn: (Double(column - pane.samples.x) + 0.5) * perCell.x,
      sampleRow: (Double(row - pane.samples.y) + 0.5) * perCell.y)
    let geometry = viewport.geometry
    let isInside =
      place.x >= 0 && place.y >= 0 && place.x < Double(geometry.right.count) && place.y < Double(geometry.down.count)
    return isInside ? geometry.voxel(column: Int(place.x), row: Int(place.y), slice: pane.slice) : nil
  }
}
