import VolumeModel
package import Pictures
package import TerminalIO

extension Session {
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
    switch arrangement {
    case .ortho where picture.width < 60 || picture.height < 20: .single
    case .split where picture.width < 50: .single
    default: arrangement
    }
  }

  private func mainPane(in area: Rectangle) -> Pane {
    let side = blink.map(side(of:))
    return Pane(
      area: area, plane: plane, slice: slice, layers: side.map(layers.showing) ?? layers,
      channel: side.flatMap(channel(of:)), zoom: zoom, centre: viewCentre)
  }

  /// The chosen slice from edge to edge of `area`.
  package func barePane(in area: Rectangle) -> Pane {
    var pane = Pane(area: area, plane: plane, slice: slice, layers: layers)
    pane.captions = .bare
    pane.zoom = zoom
    pane.centre = viewCentre
    return pane
  }

  /// The chosen plane on the left; the other two above each other on its right, through the same point.
  private func orthogonalPanes(in area: Rectangle) -> [Pane] {
    let others = Plane.allCases.filter { $0 != plane }
    let wide = area.width * 56 / 100
    let top = area.height / 2
    let places = [
      Rectangle(x: area.x, y: area.y, width: wide, height: area.height),
      Rectangle(x: area.x + wide, y: area.y, width: area.width - wide, height: top),
      Rectangle(x: area.x + wide, y: area.y + top, width: area.width - wide, height: area.height - top),
    ]
    return zip([plane] + others, places).enumerated().map { index, item in
      let (plane, place) = item
      let slice = geometry(of: plane).position(of: cursor).slice
      let name = "\(plane.rawValue) \(slice + 1)/\(geometry(of: plane).normal.count)"
      return Pane(
        area: place, plane: plane, slice: slice, layers: layers, captions: index == 0 ? .full : .named(name), zoom: zoom,
        centre: viewCentre)
    }
  }

  private func splitPanes(in area: Rectangle) -> [Pane] {
    let half = area.width / 2
    let places = [
      Rectangle(x: area.x, y: area.y, width: half - 1, height: area.height),
      Rectangle(x: area.x + half, y: area.y, width: area.width - half, height: area.height),
    ]
    return zip([pair.first, pair.second], places).map { side, place in
      Pane(
        area: place, plane: plane, slice: slice, layers: layers.showing(side), channel: channel(of: side),
        captions: .named(sideTitle(side)), zoom: zoom, centre: viewCentre)
    }
  }

  /// The pair that split and blink compare: the one chosen, or the first that the case offers.
  package var pair: ComparedPair {
    comparedPair ?? .natural { missing($0) == nil }
  }

  func sideTitle(_ side: Layer?) -> String {
    guard let side else { return "plain image" }
    switch side {
    case .rater1, .rater2: return title(of: side)
    default: return side.title
    }
  }

  /// The image under a side: of two visits each has its own, otherwise it is the one chosen.
  private func channel(of side: Layer?) -> Int? {
    guard comparesVisits, channel == 0, side == .rater1 else { return nil }
    return channels.firstIndex { $0.role == ReviewCase.earlierFlairRole }
  }

  func geometry(of plane: Plane) -> SliceGeometry {
    SliceGeometry(plane: plane, grid: grid, convention: convention, nose: sagittalNose)
  }

  /// The part of a slice that a pane shows.
  package func viewport(of pane: Pane) -> Viewport {
    let area = pane.samples
    return viewport(
      plane: pane.plane, columns: area.width * display.samplesPerCell.x,
      rows: area.height * display.samplesPerCell.y,
      sampleAspect: display.sampleAspect, zoom: pane.zoom, centre: pane.centre)
  }

  func viewport(
    plane: Plane, columns: Int, rows: Int, sampleAspect: Double, zoom: Double, centre voxel: SIMD3<Double>?
  ) -> Viewport {
    let geometry = geometry(of: plane)
    let centre = voxel.map { voxel in
      func coordinate(_ axis: SliceGeometry.ScreenAxis) -> Double {
        let value = voxel[axis.voxelAxis]
        return axis.isReversed ? Double(axis.count) - value : value
      }
      return SIMD2(coordinate(geometry.right), coordinate(geometry.down))
    }
    return Viewport(
      geometry: geometry, crop: crop, columns: columns, rows: rows, sampleAspect: sampleAspect, zoom: zoom,
      centre: centre)
  }

  /// The voxel under a cell of the screen, in whichever pane it lies.
  package func voxel(atColumn column: Int, row: Int) -> SIMD3<Int>? {
    guard let layout else { return nil }
    for pane in panes(in: layout.picture) where pane.samples.contains(column: column, row: row) {
      let viewport = viewport(of: pane)
      let perCell = SIMD2<Double>(display.samplesPerCell)
      let place = viewport.planePosition(
        sampleColumn: (Double(column - pane.samples.x) + 0.5) * perCell.x,
        sampleRow: (Double(row - pane.samples.y) + 0.5) * perCell.y)
      let geometry = viewport.geometry
      let isInside =
        place.x >= 0 && place.y >= 0 && place.x < Double(geometry.right.count) && place.y < Double(geometry.down.count)
      return isInside ? geometry.voxel(column: Int(place.x), row: Int(place.y), slice: pane.slice) : nil
    }
    return nil
  }
}

extension LayerStack {
  /// One layer alone, or none: what one side of a comparison shows. A peek at the plain image stays one.
  func showing(_ side: Layer?) -> LayerStack {
    var stack = self
    stack.show(only: side)
    stack.isPeeking = isPeeking
    return stack
  }
}
