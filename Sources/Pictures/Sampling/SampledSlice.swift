package import VolumeModel

/// What a voxel or a sample is part of. Outlines are marked in voxel space before pooling, so that a lesion of one voxel
/// still is an outline at every scale.
package struct Marks: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let rater1 = Marks(rawValue: 1 << 0)
  package static let rater1Edge = Marks(rawValue: 1 << 1)
  package static let rater2 = Marks(rawValue: 1 << 2)
  package static let rater2Edge = Marks(rawValue: 1 << 3)
  package static let softExpert = Marks(rawValue: 1 << 4)
  package static let softExpertEdge = Marks(rawValue: 1 << 5)
  package static let softGrown = Marks(rawValue: 1 << 6)
  package static let softGrownEdge = Marks(rawValue: 1 << 7)
  package static let prediction = Marks(rawValue: 1 << 8)
  package static let predictionEdge = Marks(rawValue: 1 << 9)
  /// Drawn by rater 1 and not by rater 2, in at least one voxel; likewise the next two.
  package static let onlyRater1 = Marks(rawValue: 1 << 10)
  package static let onlyRater2 = Marks(rawValue: 1 << 11)
  package static let bothRaters = Marks(rawValue: 1 << 12)

  package static let adjudicated = Marks(rawValue: 1 << 13)
  package static let adjudicatedEdge = Marks(rawValue: 1 << 14)

  package static let further = Marks(rawValue: 1 << 23)
  package static let furtherEdge = Marks(rawValue: 1 << 24)
  /// In the mean of the raters: drawn by one of them only.
  package static let furtherHalf = Marks(rawValue: 1 << 25)

  /// A region of the disagreement map, in at least one voxel.
  package static func region(_ region: DisagreementRegion) -> Marks { Marks(rawValue: 1 << (15 + UInt32(region.rawValue))) }
}

/// The masks whose marks a picture shows; nil for what is missing or hidden.
package struct MarkedMasks: Sendable {
  package var rater1: Mask?
  package var rater2: Mask?
  package var softExpert: Mask?
  package var softGrown: Mask?
  package var prediction: Mask?
  package var adjudicated: Mask?
  package var further: Mask?
  /// Where the further layer has half its strength.
  package var furtherHalf: Mask?
  /// Whether the regions of the disagreement map are marked too.
  package var mapsRegions = false

  package init(
    rater1: Mask? = nil, rater2: Mask? = nil, softExpert: Mask? = nil, softGrown: Mask? = nil, prediction: Mask? = nil
  ) {
    self.rater1 = rater1
    self.rater2 = rater2
    self.softExpert = softExpert
    self.softGrown = softGrown
    self.prediction = prediction
  }

  var layers: [(mask: Mask, fill: Marks, edge: Marks)] {
    let all: [(Mask?, Marks, Marks)] = [
      (rater1, .rater1, .rater1Edge), (rater2, .rater2, .rater2Edge), (softExpert, .softExpert, .softExpertEdge),
      (softGrown, .softGrown, .softGrownEdge), (prediction, .prediction, .predictionEdge),
      (adjudicated, .adjudicated, .adjudicatedEdge), (further, .further, .furtherEdge),
      (furtherHalf, .furtherHalf, .furtherHalf),
    ]
    return all.compactMap { mask, fill, edge in mask.map { ($0, fill, edge) } }
  }
}

extension MarkedMasks {
  /// The bits of the masks at hand: 1 rater 1, 2 rater 2, 4 prediction.
  package var regionBits: UInt8 { (rater1 == nil ? 0 : 1) | (rater2 == nil ? 0 : 2) | (prediction == nil ? 0 : 4) }
}

/// One slice through a viewport, before colours: the area mean of the image and the pooled marks, a value a sample.
package struct SampledSlice: Sendable {
  package let columns: Int
  package let rows: Int
  /// Mean intensity of the voxels under each sample, row by row; NaN where the sample lies outside the volume.
  package let intensity: [Float]
  package let marks: [Marks]
  /// The mean strength of a map under each sample, 0 to 1, NaN where it has no value; nil when none was asked for.
  package let mapped: [Float]?
  let mapLook: MapLook

  /// A map of values that is drawn over the image.
  package enum Map: Sendable {
    /// Probabilities, drawn by their entropy in bits.
    case uncertainty(Volume<Float>)
    /// Strengths of the weights of a loss.
    case weights(Volume<Float>)
    /// Values drawn by a scale of colours that spans a range; NaN where there are none.
    case scaled(Volume<Float>, range: ClosedRange<Float>, marksLow: Bool)
  }

  /// How the strengths of a map are drawn.
  enum MapLook: Sendable, Hashable {
    /// In the layer's colour, the stronger the higher; the texture says the same without colour.
    case tint(PaintedSample.Texture)
    /// By a scale of colours. What is high, or what is low, is marked for eyes and screens without colour.
    case scale(marksLow: Bool)
  }

  /// Samples slice `slice` (counted as ``SliceGeometry`` counts) of `image`, and of `map` if given.
  package init(
    image: Volume<Float>, window: IntensityWindow? = nil, masks: MarkedMasks, map: Map? = nil,
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
      intensity = Self.areaMeans(image, geometry: geometry, slice: slice, across: across, down: down) { value in
        window?.clipped(value) ?? value
      }
    }
    switch map {
    case .uncertainty(let probability):
      mapLook = .tint(.uncertain)
      mapped = Self.areaMeans(
        probability, geometry: geometry, slice: slice, across: across, down: down, value: Entropy.drawnBits)
    case .weights(let strengths):
      mapLook = .tint(.weighed)
      mapped = Self.areaMeans(strengths, geometry: geometry, slice: slice, across: across, down: down) { $0 }
    case .scaled(let volume, let range, let marksLow):
      let (lowest, extent) = (range.lowerBound, range.upperBound - range.lowerBound)
      mapLook = .scale(marksLow: marksLow)
      mapped = Self.areaMeans(volume, geometry: geometry, slice: slice, across: across, down: down) { value in
        value.isFinite ? min(1, max(0, (value - lowest) / extent)) : .nan
      }
    case nil:
      mapLook = .tint(.none)
      mapped = nil
    }
    marks = Self.pooledMarks(masks, geometry: geometry, slice: slice, across: across, down: down)
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

  /// Separable box filter: each row of voxels in view is averaged along the columns once, then rows are averaged.
  @inline(__always)
  private static func areaMeans(
    _ image: Volume<Float>, geometry: SliceGeometry, slice: Int, across: Footprints, down: Footprints,
    value transform: (Float) -> Float
  ) -> [Float] {
    let columns = across.meanStart.count
    let rows = down.meanStart.count
    var sums = [Float](repeating: 0, count: columns * rows)
    var weights = sums
    let strides = Strides(geometry, slice: slice)
    var lineSums = [Float](repeating: 0, count: columns)
    var lineWeights = lineSums
    image.withScalars { voxels in
      func averageLine(_ row: Int) {
        let line = strides.start + row * strides.row
        for i in 0..<columns {
          var sum: Float = 0
          var weight: Float = 0
          let low = across.meanStart[i]
          let high = across.meanEnd[i]
          for column in low..<high {
            let value = transform(voxels[line + column * strides.column])
            let share = column == low ? across.firstShare[i] : column == high - 1 ? across.lastShare[i] : 1
            if value.isFinite {
              sum += share * value
              weight += share
            }
          }
          lineSums[i] = sum
          lineWeights[i] = weight
        }
      }
      var averaged = -1
      for j in 0..<rows {
        let low = down.meanStart[j]
        let high = down.meanEnd[j]
        for row in low..<high {
          if row != averaged {
            averageLine(row)
            averaged = row
          }
          let share = row == low ? down.firstShare[j] : row == high - 1 ? down.lastShare[j] : 1
          for i in 0..<columns {
            sums[j * columns + i] += share * lineSums[i]
            weights[j * columns + i] += share * lineWeights[i]
          }
        }
      }
    }
    for i in sums.indices { sums[i] = weights[i] > 1e-6 ? sums[i] / weights[i] : .nan }
    return sums
  }

  private static func pooledMarks(
    _ masks: MarkedMasks, geometry: SliceGeometry, slice: Int, across: Footprints, down: Footprints
  ) -> [Marks] {
    let columns = across.poolStart.count
    let rows = down.poolStart.count
    var pooled = [Marks](repeating: [], count: columns * rows)
    let width = geometry.right.count
    let height = geometry.down.count
    let plane = markedPlane(masks, geometry: geometry, slice: slice)
    guard let plane else { return pooled }
    var line = [UInt32](repeating: 0, count: width)
    plane.withUnsafeBufferPointer { plane in
      for j in 0..<rows where down.poolStart[j] < down.poolEnd[j] {
        for column in 0..<width { line[column] = 0 }
        for row in down.poolStart[j]..<min(height, down.poolEnd[j]) {
          for column in 0..<width { line[column] |= plane[row * width + column] }
        }
        for i in 0..<columns {
          var bits: UInt32 = 0
          for column in across.poolStart[i]..<across.poolEnd[i] { bits |= line[column] }
          pooled[j * columns + i] = Marks(rawValue: bits)
        }
      }
    }
    return pooled
  }

  /// The marks of every voxel of a slice in plane order; nil when the slice holds none.
  private static func markedPlane(_ masks: MarkedMasks, geometry: SliceGeometry, slice: Int) -> [UInt32]? {
    let width = geometry.right.count
    let height = geometry.down.count
    var plane = [UInt32](repeating: 0, count: width * height)
    var isEmpty = true
    for layer in masks.layers {
      let found = layer.mask.withSlice(geometry, slice: slice) { column, row in
        plane[row * width + column] |= layer.fill.rawValue
      }
      guard found else { continue }
      isEmpty = false
      let fill = layer.fill.rawValue
      for row in 0..<height {
        for column in 0..<width where plane[row * width + column] & fill != 0 {
          let isInside =
            row > 0 && row < height - 1 && column > 0 && column < width - 1
            && plane[(row - 1) * width + column] & plane[(row + 1) * width + column]
              & plane[row * width + column - 1] & plane[row * width + column + 1] & fill != 0
          if !isInside { plane[row * width + column] |= layer.edge.rawValue }
        }
      }
    }
    if isEmpty { return nil }
    if masks.rater1 != nil, masks.rater2 != nil {
      for i in plane.indices where plane[i] != 0 {
        let marks = Marks(rawValue: plane[i])
        switch (marks.contains(.rater1), marks.contains(.rater2)) {
        case (true, true): plane[i] |= Marks.bothRaters.rawValue
        case (true, false): plane[i] |= Marks.onlyRater1.rawValue
        case (false, true): plane[i] |= Marks.onlyRater2.rawValue
        case (false, false): break
        }
      }
    }
    if masks.mapsRegions {
      for i in plane.indices where plane[i] != 0 {
        if let region = DisagreementRegion(marks: Marks(rawValue: plane[i])) { plane[i] |= Marks.region(region).rawValue }
      }
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
