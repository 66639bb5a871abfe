/// Reading of image files of every known format, told by their content, and writing of NIfTI-1 and NIfTI-2.
public enum Images {
  /// The formats that are read, asked in this order; the first is also what an unknown file is read as, because it can
  /// say what such a file is.
  static let formats: [any ImageFormat] = [NIfTIFormat(), MGHFormat(), NRRDFormat(), MetaImageFormat()]

  /// The endings of file names that are images, in lower case, longest first; of pairs only the header's.
  package static let endings = formats.flatMap(\.endings).sorted { $0.count > $1.count }

  /// Opens a file with the format that recognises it.
  static func open(_ path: String) throws(FileError) -> ImageReader {
    if let problem = DICOM.folderError(path) { throw problem }
    let start = ByteSource.start(of: path) ?? []
    let format = formats.first { $0.recognises(start, path: path) } ?? formats[0]
    return try format.open(path)
  }

  /// Reads one volume.
  /// - Parameters:
  ///   - path: an image file, or either file of a pair; what counts is the content.
  ///   - timePoint: which volume of a file with more than three axes, from 0; nil for what the name says (`FILE:2` is
  ///     the second), or the first.
  ///   - form: place the image by this form, where its file has it.
  /// - Throws: `notFound`, `badData` for what cannot be trusted, `transferFailed` for a failing disk.
  public static func read(
    _ path: String, timePoint: Int? = nil, form: SpatialForm.Source? = nil
  ) throws(FileError) -> LoadedImage {
    try read(path, timePoint: timePoint, form: form, inspecting: false).image
  }

  /// - Parameter isInspected: say what `inspect` would, without reading the file again.
  static func read(
    _ path: String, timePoint: Int? = nil, form: SpatialForm.Source?, inspecting isInspected: Bool
  ) throws(FileError) -> (image: LoadedImage, facts: FileFacts?) {
    let place = VolumePath(path)
    let timePoint = timePoint ?? (place.volume ?? 1) - 1
    var reader = try open(place.file)
    if isInspected { reader.summarize() }
    let layout = reader.layout
    try layout.checkMemory(path: path)
    guard timePoint >= 0, timePoint < layout.volumeCount else {
      throw FileError(
        .badData, path: path, problem: "has no volume \(timePoint + 1), only \(layout.volumeCount)",
        advice: "count from 1 to \(layout.volumeCount)")
    }
    try reader.skip(volumes: timePoint)
    var values = ValueNotes()
    let scalars = try floats(count: layout.voxelsPerVolume) { result throws(FileError) in
      var filled = 0
      try reader.forEachPiece(voxelCount: result.count, as: Float.self) { piece in
        _ = UnsafeMutableBufferPointer(rebasing: result[filled..<filled + piece.count]).update(fromContentsOf: piece)
        values.add(UnsafeBufferPointer(piece))
        filled += piece.count
      }
    }
    try reader.finish()
    let volumes =
      layout.volumeCount > 1
      ? ["\(layout.volumeCount) volumes (\(VoxelLayout.text(layout.fileShape))); volume \(timePoint + 1) is used"] : []
    let image = LoadedImage(
      path: path, volume: Volume(grid: reader.header.spatial.grid, scalars: scalars),
      spatial: reader.header.spatial, suggestedRange: reader.header.suggestedRange,
      notes: reader.notes + volumes + values.notes
    ).placed(by: form)
    return (image, FileFacts(of: reader, place))
  }

  /// An array filled in place by a closure that may fail.
  static func floats(
    count: Int, _ fill: (UnsafeMutableBufferPointer<Float>) throws(FileError) -> Void
  ) throws(FileError) -> [Float] {
    var failure: FileError?
    let array = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      let exact = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      do throws(FileError) {
        try fill(exact)
        initialized = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return array
  }
}

extension Images {
  /// The voxels of one volume of a file, by its header; nil when it cannot be opened.
  package static func voxelCount(of path: String) -> Int? {
    guard let reader = try? open(VolumePath(path).file) else { return nil }
    return reader.layout.voxelsPerVolume
  }
}
