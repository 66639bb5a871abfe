/// The axial slices of a grid, each a grid of one slice by itself, so that what works on masks works on slices.
///
/// Rows and columns run along the file's own axes; where the sides are unknown the third axis is taken for the axial
/// one.
public struct AxialSlices: Sendable, Hashable {
  private let grid: VoxelGrid
  /// The voxel axes of columns, rows and slices.
  private let axes: SIMD3<Int>
  private let sliceGrid: VoxelGrid

  /// The part of a mask in one slice.
  struct Slice: Sendable {
    /// The slice's voxel number.
    let number: Int
    var mask: Mask
  }

  /// The axial slices of a grid.
  public init(_ grid: VoxelGrid) {
    self.grid = grid
    let normal = grid.orientation?.voxelAxis(alongWorldAxis: 2) ?? 2
    let inPlane = [0, 1, 2].filter { $0 != normal }
    axes = SIMD3(inPlane[0], inPlane[1], normal)
    let spacing = grid.usableSpacingMM
    sliceGrid = VoxelGrid(
      shape: SIMD3(grid.shape[axes.x], grid.shape[axes.y], 1),
      affine: Affine(spacingMM: SIMD3(spacing[axes.x], spacing[axes.y], spacing[axes.z])))
  }

  /// The numbers of the slices that hold part of a mask, ascending.
  public func occupied(by mask: Mask) -> [Int] {
    let counts = voxelCounts(of: mask)
    return counts.indices.filter { counts[$0] > 0 }
  }

  /// The slice that a voxel lies in.
  public func number(of voxel: SIMD3<Int>) -> Int { voxel[axes.z] }

  /// How many voxels of a mask each slice holds.
  func voxelCounts(of mask: Mask) -> [Int] {
    var counts = [Int](repeating: 0, count: grid.shape[axes.z])
    mask.forEachLinearIndex { counts[grid.voxel(atLinearIndex: $0)[axes.z]] += 1 }
    return counts
  }

  /// The slices of a mask that are not empty, ascending.
  func split(_ mask: Mask) -> [Slice] {
    var slices = occupied(by: mask).map { Slice(number: $0, mask: Mask(grid: sliceGrid)) }
    var place = [Int](repeating: 0, count: grid.shape[axes.z])
    for (index, slice) in slices.enumerated() { place[slice.number] = index }
    mask.forEachLinearIndex { index in
      let voxel = grid.voxel(atLinearIndex: index)
      slices[place[voxel[axes.z]]].mask[SIMD3(voxel[axes.x], voxel[axes.y], 0)] = true
    }
    return slices
  }

  func join(_ slices: [Slice]) -> Mask {
    var mask = Mask(grid: grid)
    for slice in slices {
      slice.mask.forEachLinearIndex { index in
        let pixel = sliceGrid.voxel(atLinearIndex: index)
        mask[voxel(column: pixel.x, row: pixel.y, slice: slice.number)] = true
      }
    }
    return mask
  }

  /// Some slices of one mask, and all others of another.
  func taking(_ numbers: Set<Int>, from mask: Mask, othersFrom other: Mask) -> Mask {
    var result = Mask(grid: grid)
    func take(_ mask: Mask, isChosen: Bool) {
      mask.forEachLinearIndex { index in
        let voxel = grid.voxel(atLinearIndex: index)
        if numbers.contains(voxel[axes.z]) == isChosen { result[voxel] = true }
      }
    }
    take(mask, isChosen: true)
    take(other, isChosen: false)
    return result
  }

  func linearIndex(column: Int, row: Int, slice: Int) -> Int {
    grid.linearIndex(voxel(column: column, row: row, slice: slice))
  }

  private func voxel(column: Int, row: Int, slice: Int) -> SIMD3<Int> {
    var voxel = SIMD3<Int>.zero
    voxel[axes.x] = column
    voxel[axes.y] = row
    voxel[axes.z] = slice
    return voxel
  }
}
