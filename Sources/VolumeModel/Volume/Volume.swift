/// Dense scalars on a grid, one a voxel, in linear-index order (x fastest).
public struct Volume<Scalar: Sendable>: Sendable {
  /// Where the voxels lie.
  public let grid: VoxelGrid
  /// One value a voxel, x fastest.
  public private(set) var scalars: [Scalar]

  /// A volume over `scalars`; their number must be the grid's voxel count.
  public init(grid: VoxelGrid, scalars: [Scalar]) {
    precondition(scalars.count == grid.voxelCount, "one scalar a voxel")
    self.grid = grid
    self.scalars = scalars
  }

  /// A volume of one value.
  public init(grid: VoxelGrid, filledWith value: Scalar) {
    self.init(grid: grid, scalars: [Scalar](repeating: value, count: grid.voxelCount))
  }

  /// The value of a voxel, which must lie on the grid.
  public subscript(voxel: SIMD3<Int>) -> Scalar {
    get { scalars[grid.linearIndex(voxel)] }
    set { scalars[grid.linearIndex(voxel)] = newValue }
  }

  /// Calls `body` with the scalars in linear-index order, for loops that must not pay for each bounds check.
  public func withScalars<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try scalars.withUnsafeBufferPointer(body)
  }

  /// As `withScalars`, for loops that change values.
  public mutating func withMutableScalars<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try scalars.withUnsafeMutableBufferPointer { buffer throws(Failure) in try body(buffer) }
  }
}

extension Volume: Equatable where Scalar: Equatable {}
extension Volume: Hashable where Scalar: Hashable {}
