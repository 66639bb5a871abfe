extension Mask {
  /// The voxels whose linear index `isInside` accepts.
  init(grid: VoxelGrid, where isInside: (Int) -> Bool) {
    self.init(grid: grid)
    let width = grid.shape.x
    let n = wordsPerRow
    withMutableWords { words in
      for row in 0..<grid.shape.y * grid.shape.z {
        for word in 0..<n {
          let start = word * 64
          var bits: UInt64 = 0
          for bit in 0..<min(64, width - start) {
            bits |= (isInside(row * width + start + bit) ? 1 : 0) << UInt64(bit)
          }
          words[row * n + word] = bits
        }
      }
    }
  }

  /// 1 inside and 0 outside.
  var indicator: Volume<Float> {
    var result = Volume<Float>(grid: grid, filledWith: 0)
    result.withMutableScalars { scalars in forEachLinearIndex { scalars[$0] = 1 } }
    return result
  }

  /// For every voxel of the grid the distance in mm to the nearest voxel inside; infinite for an empty mask.
  func distancesMM() -> Volume<Float> {
    let map = DistanceMap(to: self, in: VoxelBox(grid))
    let scalars = map.squaredMM2.withUnsafeBufferPointer { squares in
      [Float](unsafeUninitializedCapacity: squares.count) { buffer, count in
        for (index, square) in squares.enumerated() {
          buffer.initializeElement(at: index, to: Float(square.squareRoot()))
        }
        count = squares.count
      }
    }
    return Volume(grid: grid, scalars: scalars)
  }

  /// For every voxel the distance in mm to the surface, positive inside; the surface lies half a voxel from the centres
  /// beside it. Beyond the grid is unknown, not outside.
  func signedDistancesMM() -> Volume<Float> {
    let half = Float(grid.usableSpacingMM.min() / 2)
    var result = complement.distancesMM()
    let outside = distancesMM()
    result.withMutableScalars { scalars in
      outside.withScalars { outside in
        for index in scalars.indices {
          // One of the two is zero; an empty or full mask has no surface within any reach.
          let distance = outside[index] > 0 ? half - outside[index] : scalars[index] - half
          scalars[index] = min(max(distance, -1e4), 1e4)
        }
      }
    }
    return result
  }

  /// The component (joined by faces) with the largest sum of `weights` over its voxels; empty for an empty mask.
  func component(heaviestBy weights: Volume<Float>) -> Mask {
    var best: (sum: Double, lesion: Lesion)?
    weights.withScalars { weights in
      for lesion in Lesions(of: self, connectivity: .faces).lesions {
        var sum = 0.0
        for run in lesion.runs {
          let row = Int(run.row) * grid.shape.x
          for x in Int(run.lower)..<Int(run.upper) { sum += Double(weights[row + x]) }
        }
        if best.map({ sum > $0.sum }) ?? true { best = (sum, lesion) }
      }
    }
    var result = Mask(grid: grid)
    if let best { result.insert(best.lesion.runs) }
    return result
  }

  /// The mask with the holes filled that no path of faces joins to the outside; in each slice across z alone when
  /// `slicewise`.
  func fillingHoles(slicewise: Bool) -> Mask {
    let shape = grid.shape
    let (row, plane) = (shape.x, shape.x * shape.y)
    var isOutside = [Bool](repeating: true, count: grid.voxelCount)
    forEachLinearIndex { isOutside[$0] = false }
    // What the flood from the faces reaches is marked by clearing it from `isHole`.
    var isHole = isOutside
    var stack: [Int] = []
    func visit(_ index: Int) {
      guard isHole[index] else { return }
      isHole[index] = false
      stack.append(index)
    }
    for z in 0..<shape.z {
      if !slicewise, z == 0 || z == shape.z - 1 {
        for index in z * plane..<(z + 1) * plane { visit(index) }
      }
      for x in 0..<shape.x {
        visit(z * plane + x)
        visit(z * plane + (shape.y - 1) * row + x)
      }
      for y in 0..<shape.y {
        visit(z * plane + y * row)
        visit(z * plane + y * row + shape.x - 1)
      }
    }
    while let index = stack.popLast() {
      let x = index % row
      let y = index / row % shape.y
      let z = index / plane
      if x > 0 { visit(index - 1) }
      if x < shape.x - 1 { visit(index + 1) }
      if y > 0 { visit(index - row) }
      if y < shape.y - 1 { visit(index + row) }
      guard !slicewise else { continue }
      if z > 0 { visit(index - plane) }
      if z < shape.z - 1 { visit(index + plane) }
    }
    return union(Mask(grid: grid) { isHole[$0] })
  }
}
