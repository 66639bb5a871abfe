/// A scan along the patient's axes, averaged to voxels of about 2 mm: fine enough for the outline of a brain, and few
/// enough to look at many times. Slices thicker than that stay as they are.
struct CoarseScan {
  /// Axes to the patient's right, front and head; origin at the first voxel's centre. Voxels that are not finite count
  /// as zero.
  let volume: Volume<Float>
  private let frame: AnatomicalFrame
  /// Voxels of the scan averaged to one, along right, front and head.
  private let factors: SIMD3<Int>

  /// The longest edge, in mm, that averaging aims at.
  private static let edgeMM = 1.8

  init(_ source: Volume<Float>) {
    self.init(source.grid) { sums, frame, factors in Self.add(source, frame: frame, factors: factors, to: &sums) }
  }

  /// The fraction of every coarse voxel that a mask covers.
  init(_ mask: Mask) {
    self.init(mask.grid) { sums, frame, factors in
      mask.forEachLinearIndex { index in
        let place = frame.place(of: mask.grid.voxel(atLinearIndex: index))
        sums[SIMD3(place.x / factors.x, place.y / factors.y, place.z / factors.z)] += 1
      }
    }
  }

  /// - Parameter add: adds every voxel's value to the coarse voxel that it lies in.
  private init(
    _ source: VoxelGrid, add: (_ sums: inout Volume<Float>, _ frame: AnatomicalFrame, _ factors: SIMD3<Int>) -> Void
  ) {
    frame = AnatomicalFrame(source)
    let spacing = frame.spacingMM
    var factors = SIMD3(repeating: 1)
    for axis in 0..<3 {
      factors[axis] = min(max(1, Int(min(Self.edgeMM / spacing[axis], 1e6) + 0.5)), frame.shape[axis])
    }
    self.factors = factors
    var shape = SIMD3<Int>.zero
    for axis in 0..<3 { shape[axis] = (frame.shape[axis] + factors[axis] - 1) / factors[axis] }
    let grid = VoxelGrid(shape: shape, affine: Affine(spacingMM: spacing * SIMD3<Double>(factors)))
    var sums = Volume<Float>(grid: grid, filledWith: 0)
    add(&sums, frame, factors)
    Self.divide(&sums, frame: frame, factors: factors)
    volume = sums
  }

  private static func add(
    _ source: Volume<Float>, frame: AnatomicalFrame, factors: SIMD3<Int>, to sums: inout Volume<Float>
  ) {
    let (shape, coarse) = (frame.shape, sums.grid.shape)
    source.withScalars { scalars in
      sums.withMutableScalars { sums in
        for z in 0..<shape.z {
          for y in 0..<shape.y {
            let row = coarse.x * (y / factors.y + coarse.y * (z / factors.z))
            var index = frame.linearIndex(SIMD3(0, y, z))
            var (place, left) = (row, factors.x)
            for _ in 0..<shape.x {
              let value = scalars[index]
              if value.isFinite { sums[place] += value }
              index += frame.steps.x
              left -= 1
              if left == 0 { (place, left) = (place + 1, factors.x) }
            }
          }
        }
      }
    }
  }

  private static func divide(_ sums: inout Volume<Float>, frame: AnatomicalFrame, factors: SIMD3<Int>) {
    let coarse = sums.grid.shape
    // The last block along an axis may hold fewer voxels.
    func extent(_ block: Int, _ axis: Int) -> Int { min(factors[axis], frame.shape[axis] - block * factors[axis]) }
    sums.withMutableScalars { sums in
      var index = 0
      for z in 0..<coarse.z {
        for y in 0..<coarse.y {
          let area = extent(y, 1) * extent(z, 2)
          for x in 0..<coarse.x {
            sums[index] /= Float(area * extent(x, 0))
            index += 1
          }
        }
      }
    }
  }

  /// A mask of the coarse voxels on the scan's own grid, its outline interpolated between their centres.
  func fine(_ mask: Mask, on grid: VoxelGrid) -> Mask {
    guard let box = mask.boundingBox else { return Mask(grid: grid) }
    var result = Mask(grid: grid)
    var ranges: [Range<Int>] = []
    for axis in 0..<3 {
      let lower = max(0, (box.lower[axis] - 1) * factors[axis])
      ranges.append(lower..<min(frame.shape[axis], (box.upper[axis] + 1) * factors[axis]))
    }
    func place(_ index: Int, _ axis: Int) -> Float {
      (Float(index) + 0.5) / Float(factors[axis]) - 0.5
    }
    mask.indicator.withTrilinearSampling { sample in
      for z in ranges[2] {
        for y in ranges[1] {
          for x in ranges[0] where sample(SIMD3(place(x, 0), place(y, 1), place(z, 2))) > 0.5 {
            result[grid.voxel(atLinearIndex: frame.linearIndex(SIMD3(x, y, z)))] = true
          }
        }
      }
    }
    return result
  }
}

/// A grid's axes in the patient's order: right, front, head. Files whose sides are unknown are taken as they are.
struct AnatomicalFrame: Sendable, Hashable {
  let shape: SIMD3<Int>
  let spacingMM: SIMD3<Double>
  /// Steps of the linear index along each axis.
  let steps: SIMD3<Int>
  private let origin: Int
  /// The grid's axis along each of these.
  private let axes: SIMD3<Int>

  init(_ grid: VoxelGrid) {
    let strides = SIMD3(1, grid.shape.x, grid.shape.x * grid.shape.y)
    let spacing = grid.usableSpacingMM
    var (shape, spacingMM, steps, origin) = (SIMD3<Int>.zero, SIMD3<Double>.zero, SIMD3<Int>.zero, 0)
    var axes = SIMD3<Int>.zero
    for world in 0..<3 {
      let axis = grid.orientation?.voxelAxis(alongWorldAxis: world) ?? world
      axes[world] = axis
      let isReversed = grid.orientation.map { !$0.directions[axis].isPositive } ?? false
      shape[world] = grid.shape[axis]
      spacingMM[world] = spacing[axis]
      steps[world] = isReversed ? -strides[axis] : strides[axis]
      if isReversed { origin += strides[axis] * (grid.shape[axis] - 1) }
    }
    (self.shape, self.spacingMM, self.steps, self.origin) = (shape, spacingMM, steps, origin)
    self.axes = axes
  }

  /// A voxel of the grid, counted along right, front and head.
  func place(of voxel: SIMD3<Int>) -> SIMD3<Int> {
    var place = SIMD3<Int>.zero
    for world in 0..<3 {
      let number = voxel[axes[world]]
      place[world] = steps[world] < 0 ? shape[world] - 1 - number : number
    }
    return place
  }

  func linearIndex(_ place: SIMD3<Int>) -> Int {
    origin + place.x * steps.x + place.y * steps.y + place.z * steps.z
  }
}
