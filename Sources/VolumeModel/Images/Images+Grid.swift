extension Images {
  /// Reads a volume that must lie on the grid of another image; the same voxels in another axis order are re-ordered,
  /// with a note.
  /// - Throws: `wrongGrid` with the difference in words, or what `read` throws.
  public static func read(_ path: String, on grid: VoxelGrid, timePoint: Int = 0) throws(FileError) -> LoadedImage {
    let image = try read(path, timePoint: timePoint)
    let bothKnown = image.grid.orientation != nil && grid.orientation != nil
    if image.grid.matches(grid), bothKnown || image.grid.orientation == nil && grid.orientation == nil {
      return image.with(Volume(grid: grid, scalars: image.volume.scalars), note: nil)
    }
    if bothKnown, let reordering = AxisReordering(from: image.grid, to: grid) {
      let codes = "\(image.grid.orientation?.code ?? "?") to \(grid.orientation?.code ?? "?")"
      return image.with(reordering.apply(to: image.volume), note: "axes re-ordered from \(codes) to lie on the image")
    }
    throw FileError(
      .wrongGrid, path: path, problem: "not on the image's grid: \(image.grid.difference(from: grid))",
      advice: "resample it to that image first")
  }
}

extension LoadedImage {
  fileprivate func with(_ volume: Volume<Float>, note: String?) -> LoadedImage {
    LoadedImage(
      path: path, volume: volume, spatial: spatial, suggestedRange: suggestedRange,
      notes: notes + (note.map { [$0] } ?? []))
  }
}
