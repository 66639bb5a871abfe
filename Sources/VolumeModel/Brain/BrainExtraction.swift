/// The brain of a raw scan, out of its intensities and the shape that brains have.
///
/// Each round takes the tissue that is as bright as brain, cuts thin bridges (optic nerves, dura, scalp) by an erosion,
/// keeps the component with most of the brain, grows it back and closes sulci and ventricles. The mean shape is placed
/// over the result, and in the next round a bridge is cut the sooner the farther outside the shape it lies. Lengths are
/// in mm and intensities relative to the mode of the brain's histogram, so that voxel size and scanner play no part.
struct BrainExtraction {
  private(set) var mask: Mask
  private(set) var placement: Affine
  /// Signed distances to the placed shape, positive inside.
  private(set) var shapeDistances: Volume<Float>
  /// Why the result should be looked at.
  private(set) var doubts: [String] = []

  private let scan: Volume<Float>
  private let head: HeadOutline
  private var field: Volume<Float>
  private var mode: Float
  private var widthAbove: Float

  /// What differs from round to round.
  private struct Round {
    /// How far outside the shape tissue may lie, in mm; nil before the shape is placed.
    let marginMM: Float?
    /// By how much the radius that a bridge must have grows for each mm outside the shape.
    let slope: Float
  }

  /// Darker than this fraction of the mode is no brain tissue.
  private static let darkest: Float = 0.6
  /// Voxels this deep inside the placed shape are brain whatever their intensity.
  private static let certainDepthMM: Float = 6

  /// Nil when the middle of the head holds no tissue.
  init?(_ scan: Volume<Float>, head: HeadOutline, shape: BrainShape = .standard) {
    self.scan = scan
    self.head = head
    field = Volume(grid: scan.grid, filledWith: 1)
    let inside = Mask(grid: scan.grid) { head.core.scalars[$0] > 0 && scan.scalars[$0] > head.threshold }
    guard let (mode, width) = Self.peak(of: scan, field: field, in: inside) else { return nil }
    (self.mode, widthAbove) = (mode, width)

    // The head is about a seventh wider than the brain, without its outermost tenth about as much narrower.
    let scale = min(max(1.1 * head.widthMM / shape.widthMM, 0.8), 1.15)
    let start = Affine(
      columns: (SIMD3(scale, 0, 0), SIMD3(0, scale, 0), SIMD3(0, 0, scale)),
      origin: SIMD3(head.centreMM.x, head.centreMM.y, head.topMM - 12 - scale * shape.topMM))
    placement = start
    shapeDistances = scan.grid.emptyDistances
    mask = Mask(grid: scan.grid)

    mask = round(Round(marginMM: nil, slope: 0))
    place(shape, limitsMM: (0..<20).map { max(30 - 3 * Double($0), 9) })
    mask = round(Round(marginMM: 8, slope: 0.15))
    let fit = place(shape, limitsMM: (0..<20).map { max(15 - 2 * Double($0), 7) })
    mask = round(Round(marginMM: 4, slope: 0.3))
    guard !mask.isEmpty else { return nil }
    doubts = Self.doubts(of: fit, mask: mask, distances: shapeDistances)
  }

  /// Mode and half width above it of the intensities in a mask.
  private static func peak(
    of scan: Volume<Float>, field: Volume<Float>, in mask: Mask
  ) -> (mode: Float, widthAbove: Float)? {
    var values: [Float] = []
    values.reserveCapacity(mask.count)
    mask.forEachLinearIndex { values.append(scan.scalars[$0] / field.scalars[$0]) }
    guard values.count > 100 else { return nil }
    let high = values.withUnsafeMutableBufferPointer { $0.percentile(99.5) }
    let low = min(0, values.min() ?? 0)
    guard high > low else { return nil }
    let histogram = SmoothedHistogram(of: values, lower: Double(low), upper: Double(high), bins: 200)
    guard histogram.mode > 0 else { return nil }
    return (Float(histogram.mode), Float(histogram.halfWidthAbove))
  }

  private func isTissue(_ index: Int) -> Bool {
    let value = scan.scalars[index] / field.scalars[index]
    return value > Self.darkest * mode && value < mode + max(4 * widthAbove, 0.5 * mode)
  }

  private func round(_ round: Round) -> Mask {
    let grid = scan.grid
    let distances = shapeDistances.scalars
    var tissue: Mask
    if let margin = round.marginMM {
      let leastDepth = leastDepthMM()
      tissue = Mask(grid: grid) { index in
        ((isTissue(index) && distances[index] > -margin) || distances[index] > Self.certainDepthMM)
          && head.depthMM.scalars[index] > leastDepth
      }
    } else {
      tissue = Mask(grid: grid) { isTissue($0) }
    }
    let thickness = tissue.complement.distancesMM().scalars
    let eroded = Mask(grid: grid) { index in
      guard round.marginMM != nil else { return thickness[index] > 3 }
      return thickness[index] > min(max(2.5 - round.slope * distances[index], 1.5), 5)
    }
    var weights = head.core
    if round.marginMM != nil {
      weights = Volume(grid: grid, scalars: distances.map { max($0, 0) })
    }
    let kept = eroded.component(heaviestBy: weights)
    guard !kept.isEmpty else { return kept }
    let reach = kept.distancesMM().scalars
    tissue = Mask(grid: grid) { reach[$0] <= 3.5 }.intersection(tissue)
    return tissue.closed(radiusMM: 4).fillingHoles(slicewise: false).fillingHoles(slicewise: true)
  }

  /// How deep under the skin the brain begins at least: six tenths of how deep the upper half of the placed shape lies
  /// as a rule, which keeps out the scalp where slices cut it flat. Nothing where the scalp is as dark as air.
  private func leastDepthMM() -> Float {
    let grid = scan.grid
    var depths: [Float] = []
    for (index, distance) in shapeDistances.scalars.enumerated() where abs(distance) < 2 {
      let place = grid.affine.worldMM(ofVoxel: SIMD3<Double>(grid.voxel(atLinearIndex: index)))
      if let inShape = placement.voxel(atWorldMM: place), inShape.z > 10 { depths.append(head.depthMM.scalars[index]) }
    }
    let usual = depths.withUnsafeMutableBufferPointer { $0.median() }
    return usual > 6 && usual.isFinite ? 0.6 * usual : -1
  }

  /// Places the shape over the mask, and measures the tissue inside anew.
  @discardableResult
  private mutating func place(_ shape: BrainShape, limitsMM: [Double]) -> BrainShapeFit {
    let fit = BrainShapeFit(shape: shape, to: mask.signedDistancesMM(), from: placement, limitsMM: limitsMM)
    let lengths = fit.placement.spacingMM
    if lengths.min() > 0.6, lengths.max() < 1.5, fit.placement.isUsable { placement = fit.placement }
    shapeDistances = shape.distances(on: scan.grid, placement: placement)
    let tissue = Mask(grid: scan.grid) { shapeDistances.scalars[$0] > Self.certainDepthMM && isTissue($0) }
      .intersection(mask)
    guard !tissue.isEmpty else { return fit }
    field = TissueField.estimate(scan, tissue: tissue, level: mode)
    if let peak = Self.peak(of: scan, field: field, in: tissue) { (mode, widthAbove) = peak }
    return fit
  }

  private static func doubts(of fit: BrainShapeFit, mask: Mask, distances: Volume<Float>) -> [String] {
    var doubts: [String] = []
    let shape = Mask(distances, where: { $0 > 0 })
    let overlap = 2 * Double(mask.intersectionCount(shape)) / Double(mask.count + shape.count)
    if fit.agreement < 0.5 || fit.medianDifferenceMM > 3 || overlap < 0.85 {
      doubts.append("its outline is unlike a brain's: Dice \(decimal(overlap, 2)) with the mean shape")
    }
    return doubts
  }

  /// The volumes left and right of the placed shape's midline, in ml.
  func halvesML() -> (left: Double, right: Double) {
    var (left, right) = (0, 0)
    let grid = mask.grid
    mask.forEachLinearIndex { index in
      let place = grid.affine.worldMM(ofVoxel: SIMD3<Double>(grid.voxel(atLinearIndex: index)))
      if placement.voxel(atWorldMM: place).map({ $0.x > 0 }) ?? true { right += 1 } else { left += 1 }
    }
    let voxel = grid.voxelVolumeMM3 / 1000
    return (Double(left) * voxel, Double(right) * voxel)
  }
}

extension VoxelGrid {
  fileprivate var emptyDistances: Volume<Float> { Volume(grid: self, filledWith: 0) }
}
