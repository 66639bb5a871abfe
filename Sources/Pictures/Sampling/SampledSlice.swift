package import VolumeModel

/// One slice through a viewport, before colours: the area mean of the image and the pooled marks, a value a sample.
package struct SampledSlice: Sendable {
  package let columns: Int
  package let rows: Int
  /// Mean intensity of the voxels under each sample, row by row; NaN where the sample lies outside the volume.
  package let intensity: [Float]
  package let marks: [Marks]
  /// For each map among the overlays, by its place there: the mean strength under each sample, 0 to 1, NaN where it has
  /// no value.
  package let maps: [(place: Int, strengths: [Float])]

  /// Samples slice `slice` (counted as ``SliceGeometry`` counts) of `image` and of the overlays.
  package init(
    image: Volume<Float>, window: IntensityWindow? = nil, overlays: [DrawnOverlay], mapsRegions: Bool = false,
    viewport: Viewport, slice: Int, isInterpolated: Bool = false
  ) {
    columns = viewport.columns
    rows = viewport.rows
    let geometry = viewport.geometry
    let scale = viewport.voxelsPerSample
    let across = Footprints(
      samples: columns, origin: viewport.originColumn, voxelsPerSample: scale.x, voxels: geometry.right.count)
    let down = Footprints(
      samples: rows, origin: viewport.originRow, voxelsPerSample: scale.y, voxels: geometry.down.count)
    if isInterpolated, scale.x < 1, scale.y < 1 {
      intensity = LinearSampling(viewport: viewport, slice: slice).samples(of: image)
    } else {
      intensity = AreaMeans(geometry, slice: slice, across: across, down: down).samples(of: image) { value in
        window?.clipped(value) ?? value
      }
    }
    maps = overlays.enumerated().compactMap { place, overlay in
      guard case .values(let map) = overlay.content else { return nil }
      return (place, Self.strengths(of: map, geometry: geometry, slice: slice, across: across, down: down))
    }
    let layout = MarkLayout(overlays, mapsRegions: mapsRegions)
    var marks = Self.pooledMarks(layout, geometry: geometry, slice: slice, across: across, down: down)
    if scale.x * scale.y < 1 { Self.thinEdges(of: &marks, layout, columns: viewport.columns) }
    self.marks = marks
  }

  /// Where voxels are larger than samples an outline is one sample wide, or the outline of a small lesion would be all of
  /// it: of the samples inside those with a neighbour outside.
  private static func thinEdges(of marks: inout [Marks], _ layout: MarkLayout, columns: Int) {
    let rows = columns > 0 ? marks.count / columns : 0
    let pairs = layout.masks.filter { !$0.edge.isEmpty }.map { (fill: $0.fill, edge: $0.edge) }
    let fills = marks
    for index in marks.indices where !fills[index].isEmpty {
      let (column, row) = (index % columns, index / columns)
      // Beyond the picture all is as at its border, which is no outline.
      var around = fills[index]
      if column > 0 { around.formIntersection(fills[index - 1]) }
      if column < columns - 1 { around.formIntersection(fills[index + 1]) }
      if row > 0 { around.formIntersection(fills[index - columns]) }
      if row < rows - 1 { around.formIntersection(fills[index + columns]) }
      for pair in pairs {
        if fills[index].contains(pair.fill), !around.contains(pair.fill) {
          marks[index].formUnion(pair.edge)
        } else {
          marks[index].subtract(pair.edge)
        }
      }
    }
  }

  private static func strengths(
    of map: ValueMap, geometry: SliceGeometry, slice: Int, across: Footprints, down: Footprints
  ) -> [Float] {
    let means = AreaMeans(geometry, slice: slice, across: across, down: down)
    switch map {
    case .uncertainty(let probability):
      return means.samples(of: probability, value: Entropy.drawnBits)
    case .strengths(let strengths):
      return means.samples(of: strengths) { $0 }
    case .scaled(let volume, let range, _):
      let (lowest, extent) = (range.lowerBound, range.upperBound - range.lowerBound)
      return means.samples(of: volume) { value in
        value.isFinite ? min(1, max(0, (value - lowest) / extent)) : .nan
      }
    }
  }

  /// Offsets into linear-index order of a slice's columns and rows.
  struct Strides {
    let start: Int
    let column: Int
    let row: Int

    init(_ geometry: SliceGeometry, slice: Int) {
      let shape = geometry.grid.shape
      let step = [1, shape.x, shape.x * shape.y]
      let corner = geometry.voxel(column: 0, row: 0, slice: slice)
      start = geometry.grid.linearIndex(corner)
      column = step[geometry.right.voxelAxis] * (geometry.right.isReversed ? -1 : 1)
      row = step[geometry.down.voxelAxis] * (geometry.down.isReversed ? -1 : 1)
    }
  }

  private static func pooledMarks(
    _ layout: MarkLayout, geometry: SliceGeometry, slice: Int, across: Footprints, down: Footprints
  ) -> [Marks] {
    let columns = across.poolStart.count
    let rows = down.poolStart.count
    var pooled = [Marks](repeating: [], count: columns * rows)
    let width = geometry.right.count
    let height = geometry.down.count
    let plane = markedPlane(layout, geometry: geometry, slice: slice)
    guard let plane else { return pooled }
    var line = [UInt64](repeating: 0, count: width)
    plane.withUnsafeBufferPointer { plane in
      for j in 0..<rows where down.poolStart[j] < down.poolEnd[j] {
        // Magnified, several rows of samples lie in one of voxels.
        if j > 0, down.poolStart[j] == down.poolStart[j - 1], down.poolEnd[j] == down.poolEnd[j - 1] {
          for place in j * columns..<(j + 1) * columns { pooled[place] = pooled[place - columns] }
          continue
        }
        for column in 0..<width { line[column] = 0 }
        for row in down.poolStart[j]..<min(height, down.poolEnd[j]) {
          for column in 0..<width { line[column] |= plane[row * width + column] }
        }
        for i in 0..<columns {
          var bits: UInt64 = 0
          for column in across.poolStart[i]..<across.poolEnd[i] { bits |= line[column] }
          pooled[j * columns + i] = Marks(rawValue: bits)
        }
      }
    }
    return pooled
  }

  /// The marks of every voxel of a slice in plane order; nil when the slice holds none.
  private static func markedPlane(_ layout: MarkLayout, geometry: SliceGeometry, slice: Int) -> [UInt64]? {
    guard !layout.masks.isEmpty else { return nil }
    let width = geometry.right.count
    let height = geometry.down.count
    var plane = [UInt64](repeating: 0, count: width * height)
    var isEmpty = true
    for bits in layout.masks {
      let (fill, edge) = (bits.fill.rawValue, bits.edge.rawValue)
      let found = bits.mask.withSlice(geometry, slice: slice) { column, row in plane[row * width + column] |= fill }
      guard found else { continue }
      isEmpty = false
      guard edge != 0 else { continue }
      for row in 0..<height {
        for column in 0..<width where plane[row * width + column] & fill != 0 {
          let isInside =
            row > 0 && row < height - 1 && column > 0 && column < width - 1
            && plane[(row - 1) * width + column] & plane[(row + 1) * width + column]
              & plane[row * width + column - 1] & plane[row * width + column + 1] & fill != 0
          if !isInside { plane[row * width + column] |= edge }
        }
      }
    }
    if isEmpty { return nil }
    if layout.hasCompound {
      for i in plane.indices where plane[i] != 0 { plane[i] = layout.completed(Marks(rawValue: plane[i])).rawValue }
    }
    return plane
  }
}

extension Mask {
  /// Calls `body` with the plane position of each voxel inside on a slice; returns whether there was one.
  fileprivate func withSlice(_ geometry: SliceGeometry, slice: Int, _ body: (Int, Int) -> Void) -> Bool {
    let shape = grid.shape
    let index = geometry.normal.index(slice)
    var found = false
    func visit(_ x: Int, _ y: Int, _ z: Int) {
      let position = geometry.position(of: SIMD3(x, y, z))
      body(position.column, position.row)
      found = true
    }
    words.withUnsafeBufferPointer { words in
      func visitRow(_ y: Int, _ z: Int) {
        let row = (y + shape.y * z) * wordsPerRow
        for word in 0..<wordsPerRow {
          var bits = words[row + word]
          while bits != 0 {
            visit(word * 64 + bits.trailingZeroBitCount, y, z)
            bits &= bits - 1
          }
        }
      }
      switch geometry.normal.voxelAxis {
      case 2: for y in 0..<shape.y { visitRow(y, index) }
      case 1: for z in 0..<shape.z { visitRow(index, z) }
      default:
        let word = index >> 6
        let bit = UInt64(index & 63)
        for z in 0..<shape.z {
          for y in 0..<shape.y where words[(y + shape.y * z) * wordsPerRow + word] >> bit & 1 == 1 {
            visit(index, y, z)
          }
        }
      }
    }
    return found
  }
}
