extension Images {
  /// Reads a volume that must lie on the grid of another image; the same voxels in another axis order are re-ordered,
  /// with a note.
  /// - Throws: `wrongGrid` with the difference in words, or what `read` throws.
  public static func read(
    _ path: String, on grid: VoxelGrid, timePoint: Int? = nil, form: SpatialForm.Source? = nil
  ) throws(FileError) -> LoadedImage {
    let image = try read(path, timePoint: timePoint, form: form)
    if let placed = image.placed(on: grid, form: form) { return placed }
    throw FileError(
      .wrongGrid, path: path, problem: "not on the image's grid: \(image.grid.difference(from: grid))",
      advice: "resample it to that image first")
  }

  /// Reads a volume and brings it to the grid of another image, by the places in millimetres that the files give and
  /// trilinear interpolation where the grids differ; that is said in a note.
  public static func readResampled(
    _ path: String, on grid: VoxelGrid, form: SpatialForm.Source? = nil
  ) throws(FileError) -> LoadedImage {
    let image = try read(path, form: form)
    if let placed = image.placed(on: grid, form: form) { return placed }
    guard image.grid.orientation != nil, grid.orientation != nil else {
      throw FileError(
        .wrongGrid, path: path, problem: "not on the image's grid: \(image.grid.difference(from: grid))",
        advice: "one of the two does not say where it lies, so it cannot be resampled")
    }
    return image.with(
      image.volume.resampledLinear(on: grid), note: resamplingNote(of: image.grid, image.spatial.source, on: grid))
  }

  /// What `readResampled` will say of a file that lies on a grid of its own, told from its header; nil of others.
  static func resamplingNote(of path: String, on grid: VoxelGrid, form: SpatialForm.Source?) -> String? {
    guard let reader = try? open(VolumePath(path).file) else { return nil }
    let spatial = reader.header.spatial
    let other = form.flatMap { form in spatial.grid(by: form).map { (grid: $0, source: form) } }
    let own = other ?? (grid: spatial.grid, source: spatial.source)
    guard VoxelsOfAnImage.note(own.grid, on: grid, form: form) == nil, own.grid.orientation != nil,
      grid.orientation != nil, GridFit(own.grid, on: grid) == .other
    else { return nil }
    return resamplingNote(of: own.grid, own.source, on: grid)
  }

  private static func resamplingNote(of own: VoxelGrid, _ form: SpatialForm.Source, on grid: VoxelGrid) -> String {
    "on a grid of its own, shown resampled (linear, by the \(form.rawValue)): \(own.difference(from: grid)); its centre "
      + "lies \(decimal(own.centreDistanceMM(to: grid), 2)) mm from the image's"
  }
}

extension LoadedImage {
  /// The image on a grid that it lies on; nil for another one.
  fileprivate func placed(on grid: VoxelGrid, form: SpatialForm.Source?) -> LoadedImage? {
    if let note = VoxelsOfAnImage.note(self.grid, on: grid, form: form) {
      return with(Volume(grid: grid, scalars: volume.scalars), note: note)
    }
    switch GridFit(self.grid, on: grid) {
    case .same: return with(Volume(grid: grid, scalars: volume.scalars), note: nil)
    case .near(let distance):
      return with(
        Volume(grid: grid, scalars: volume.scalars),
        note:
          "lies up to \(decimal(distance, 4)) mm off the image's voxels, less than a tenth of a voxel; taken as on its grid"
      )
    case .reordered:
      guard let reordering = AxisReordering(from: self.grid, to: grid, toleranceMM: GridFit.toleranceMM(on: grid))
      else {
        return nil
      }
      let codes = "\(self.grid.orientation?.code ?? "?") to \(grid.orientation?.code ?? "?")"
      return with(reordering.apply(to: volume), note: "axes re-ordered from \(codes) to lie on the image")
    case .other: return nil
    }
  }

  /// The image where another form of its file says that it lies; as it is where the file has no such form.
  func placed(by form: SpatialForm.Source?) -> LoadedImage {
    guard let form, let grid = spatial.grid(by: form) else { return self }
    return LoadedImage(
      path: path, volume: Volume(grid: grid, scalars: volume.scalars), spatial: spatial.read(by: form, grid: grid),
      suggestedRange: suggestedRange, notes: notes + ["placed by its \(form.rawValue)"])
  }
}

extension LoadedImage {
  fileprivate func with(_ volume: Volume<Float>, note: String?) -> LoadedImage {
    LoadedImage(
      path: path, volume: volume, spatial: spatial, suggestedRange: suggestedRange,
      notes: notes + (note.map { [$0] } ?? []))
  }
}
