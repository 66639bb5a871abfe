/// Dense scalars on a grid, one a voxel, in linear-index order (x fastest).
public struct Volume<Scalar: Sendable>: Sendable {
  public let grid: VoxelGrid
  public private(set) var scalars: [Scalar]

  /// A volume over `scalars`; their number must be the grid's voxel count.
  public init(grid: VoxelGrid, scalars: [Scalar]) {
    precondition(scalars.count == grid.voxelCount, "one scalar a voxel")
    self.grid = grid
    self.scalars = scalars
  }

  public init(grid: VoxelGrid, filledWith value: Scalar) {
    self.init(grid: grid, scalars: [Scalar](repeating: value, count: grid.voxelCount))
  }

  public subscript(voxel: SIMD3<Int>) -> Scalar {
    get { scalars[grid.linearIndex(voxel)] }
    set { scalars[grid.linearIndex(voxel)] = newValue }
  }

  /// Calls `body` with the scalars in linear-index order, for loops that must not pay for each bounds check.
  public func withScalars<Result>(_ body: (UnsafeBufferPointer<Scalar>) throws -> Result) rethrows -> Result {
    try scalars.withUnsafeBufferPointer(body)
  }

  public mutating func withMutableScalars<Result>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    try scalars.withUnsafeMutableBufferPointer { try body($0) }
  }
}

extension Volume: Equatable where Scalar: Equatable {}
