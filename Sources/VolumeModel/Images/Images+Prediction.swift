extension Images {
  /// Reads a map of probabilities, 0 to 1, whatever scale it was stored in; what was done is said in the notes.
  /// - Parameters:
  ///   - path: a file, or `FILE:2` for the second of its volumes.
  ///   - grid: the image's grid; a map on another one is resampled. Nil for the map's own.
  /// - Throws: `badData` for values that are no probabilities in any known scale, and for a file of several volumes
  ///   without a choice, since its first may be the background.
  public static func readPrediction(
    _ path: String, on grid: VoxelGrid? = nil, form: SpatialForm.Source? = nil
  ) throws(FileError) -> LoadedImage {
    if VolumePath(path).volume == nil, let count = volumeCount(of: path), count > 1 {
      throw FileError(
        .badData, path: path, problem: "holds \(count) volumes, and does not say which is the lesions'",
        advice: "name it, as in --prediction \(path):2 for the second")
    }
    let image = if let grid { try readResampled(path, on: grid, form: form) } else { try read(path, form: form) }
    return try image.volume.withScalars { scalars throws(FileError) -> LoadedImage in
      let scale = PredictionScale(of: scalars)
      let finite = scalars.lazy.filter(\.isFinite)
      let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
      guard scale != .unknown else {
        throw FileError(
          .badData, path: path,
          problem:
            "values from \(decimal(Double(low), 3)) to \(decimal(Double(high), 3)) are no probabilities of any known scale",
          advice:
            "give a map from 0 to 1, 0 to 100 or 0 to 255, or logits without a background of 0, or a mask of 0 and 1")
      }
      let note = scale.note(low: low, high: high)
      let values = note == nil ? image.volume : Volume(grid: image.grid, scalars: scalars.map { scale.probability($0) })
      return LoadedImage(
        path: image.path, volume: values, spatial: image.spatial, suggestedRange: nil,
        notes: image.notes + [note].compactMap { $0 })
    }
  }

  /// How many volumes a file holds; nil for one that cannot be opened.
  static func volumeCount(of path: String) -> Int? {
    guard let reader = try? open(VolumePath(path).file) else { return nil }
    return reader.layout.volumeCount
  }
}
