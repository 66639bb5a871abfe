extension Images {
  /// Whether two files say that their voxels lie at the same places; false for what cannot be read. Only the headers
  /// are read.
  static func lieOnOneGrid(_ path: String, _ other: String) -> Bool {
    guard let grid = grid(of: path), let second = self.grid(of: other) else { return false }
    return grid.matches(second) || AxisReordering(from: grid, to: second) != nil
  }

  /// The grid that a header describes.
  static func grid(of path: String) -> VoxelGrid? {
    guard let reader = try? open(VolumePath(path).file) else { return nil }
    return reader.header.spatial.grid
  }
}
