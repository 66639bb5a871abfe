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

  /// The voxels with at least one face neighbour outside; beyond the grid counts as outside.
  public var surface: Mask { subtracting(eroded(.faces)) }

  /// One step of dilation or erosion on words: each row is widened along x (`widen` gets every voxel with its left
  /// and right neighbours), then joined with the eight rows around it as the connectivity asks.
  @inline(__always)
  private func combiningNeighbours(
    _ connectivity: Connectivity, widen: (UInt64, UInt64, UInt64) -> UInt64, join: (UInt64, UInt64) -> UInt64
  ) -> Mask {
    let n = wordsPerRow
    let ny = grid.shape.y
    let nz = grid.shape.z
    let lastWord: UInt64 = grid.shape.x % 64 == 0 ? .max : (1 << UInt64(grid.shape.x % 64)) - 1
    // Both buffers end with a row of zeros that stands for the rows beyond the grid.
    let outside = words.count
    let plain = words + [UInt64](repeating: 0, count: n)
    var wide = [UInt64](repeating: 0, count: words.count + n)
    var result = self
    plain.withUnsafeBufferPointer { plain in
      wide.withUnsafeMutableBufferPointer { wide in
        for row in stride(from: 0, to: outside, by: n) {
          for w in row..<row + n {
            let left = plain[w] << 1 | (w > row ? plain[w - 1] >> 63 : 0)
            let right = plain[w] >> 1 | (w < row + n - 1 ? plain[w + 1] << 63 : 0)
            wide[w] = widen(plain[w], left, right)
          }
          wide[row + n - 1] &= lastWord
        }
        result.withMutableWords { target in
          for z in 0..<nz {
            for y in 0..<ny {
              let row = (y + ny * z) * n
              let north = y > 0 ? row - n : outside
              let south = y < ny - 1 ? row + n : outside
              let below = z > 0 ? row - n * ny : outside
              let above = z < nz - 1 ? row + n * ny : outside
              let faces = connectivity == .faces ? plain : UnsafeBufferPointer(wide)
              for w in 0..<n {
                var bits = join(wide[row + w], join(faces[north + w], faces[south + w]))
                bits = join(bits, join(faces[below + w], faces[above + w]))
                target[row + w] = bits
              }
              guard connectivity != .faces else { continue }
              let edges = connectivity == .edges ? plain : UnsafeBufferPointer(wide)
              let northBelow = north == outside || below == outside ? outside : below - n
              let southBelow = south == outside || below == outside ? outside : below + n
              let northAbove = north == outside || above == outside ? outside : above - n
              let southAbove = south == outside || above == outside ? outside : above + n
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
