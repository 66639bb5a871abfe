extension Mask {
  /// The mask grown by `times` voxels: a voxel is inside when it or a neighbour was.
  public func dilated(_ connectivity: Connectivity, times: Int = 1) -> Mask {
    var result = self
    for _ in 0..<max(0, times) {
      result = result.combiningNeighbours(connectivity, widen: { $0 | $1 | $2 }, join: |)
    }
    return result
  }

  /// The mask shrunk by `times` voxels: a voxel stays when all its neighbours are inside; beyond the grid is outside.
  public func eroded(_ connectivity: Connectivity, times: Int = 1) -> Mask {
    var result = self
    for _ in 0..<max(0, times) {
      result = result.combiningNeighbours(connectivity, widen: { $0 & $1 & $2 }, join: &)
    }
    return result
  }

  /// The voxels with at least one face neighbour outside; beyond the grid counts as outside. Of a mask of one slice the
  /// outline in its plane.
  public var surface: Mask {
    guard grid.voxelCount > 1 else { return self }
    return subtracting(
      combiningNeighbours(.faces, isBounded: true, widen: { $0 & $1 & $2 }, join: &))
  }

  /// One step of dilation or erosion on words: each row is widened along x (`widen` gets every voxel with its left
  /// and right neighbours), then joined with the eight rows around it as the connectivity asks.
  /// - Parameter isBounded: whether a voxel has no neighbours across an axis of one voxel, rather than some outside.
  @inline(__always)
  private func combiningNeighbours(
    _ connectivity: Connectivity, isBounded: Bool = false, widen: (UInt64, UInt64, UInt64) -> UInt64,
    join: (UInt64, UInt64) -> UInt64
  ) -> Mask {
    let n = wordsPerRow
    let ny = grid.shape.y
    let nz = grid.shape.z
    let lastWord: UInt64 = grid.shape.x % 64 == 0 ? .max : (1 << UInt64(grid.shape.x % 64)) - 1
    // Both buffers end with a row of zeros that stands for the rows beyond the grid.
    let outside = words.count
    // Across an axis of one voxel a row is its own neighbour, which changes nothing.
    let isThin = isBounded && grid.shape.x == 1
    let (edgeY, edgeZ) = (isBounded && ny == 1 ? 0 : nil as Int?, isBounded && nz == 1 ? 0 : nil as Int?)
    let plain = words + [UInt64](repeating: 0, count: n)
    var wide = [UInt64](repeating: 0, count: words.count + n)
    var result = self
    plain.withUnsafeBufferPointer { plain in
      wide.withUnsafeMutableBufferPointer { wide in
        for row in stride(from: 0, to: outside, by: n) {
          for w in row..<row + n {
            let left = plain[w] << 1 | (w > row ? plain[w - 1] >> 63 : 0)
            let right = plain[w] >> 1 | (w < row + n - 1 ? plain[w + 1] << 63 : 0)
            wide[w] = isThin ? plain[w] : widen(plain[w], left, right)
          }
          wide[row + n - 1] &= lastWord
        }
        result.withMutableWords { target in
          for z in 0..<nz {
            for y in 0..<ny {
              let row = (y + ny * z) * n
              let (north, south) = (y > 0 ? -n : edgeY, y < ny - 1 ? n : edgeY)
              let (below, above) = (z > 0 ? -n * ny : edgeZ, z < nz - 1 ? n * ny : edgeZ)
              func place(_ alongY: Int?, _ alongZ: Int?) -> Int {
                guard let alongY, let alongZ else { return outside }
                return row + alongY + alongZ
              }
              let faces = connectivity == .faces ? plain : UnsafeBufferPointer(wide)
              let (rowNorth, rowSouth) = (place(north, 0), place(south, 0))
              let (rowBelow, rowAbove) = (place(0, below), place(0, above))
              for w in 0..<n {
                var bits = join(wide[row + w], join(faces[rowNorth + w], faces[rowSouth + w]))
                bits = join(bits, join(faces[rowBelow + w], faces[rowAbove + w]))
                target[row + w] = bits
              }
              guard connectivity != .faces else { continue }
              let edges = connectivity == .edges ? plain : UnsafeBufferPointer(wide)
              let (northBelow, southBelow) = (place(north, below), place(south, below))
              let (northAbove, southAbove) = (place(north, above), place(south, above))
              for w in 0..<n {
                let bits = join(edges[northBelow + w], edges[southBelow + w])
                target[row + w] = join(target[row + w], join(bits, join(edges[northAbove + w], edges[southAbove + w])))
              }
            }
          }
        }
      }
    }
    return result
  }
}
