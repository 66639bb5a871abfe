/// An image as read: scaled values on their grid, and what a person should know about the file.
public struct LoadedImage: Sendable {
  public let path: String
  /// Values after the file's scaling, in the file's voxel order.
  public let volume: Volume<Float>
  /// What a writer carries over.
  public let spatial: SpatialForm
  /// The display range that the file suggests (cal_min to cal_max), when it suggests one.
  public let suggestedRange: ClosedRange<Float>?
  /// What is unusual about the file, or was assumed, a sentence each.
  public let notes: [String]

  public var grid: VoxelGrid { volume.grid }
}

/// Reading and writing NIfTI-1 and NIfTI-2 files, single or in pairs, plain or gzip, and reading of Analyze 7.5 pairs.
public enum NIfTI {
  /// Reads one volume.
  /// - Parameters:
  ///   - path: .nii, .nii.gz, or either file of a pair; what counts is the content.
  ///   - timePoint: which volume of a file with more than three axes, from 0; nil for what the name says (`FILE:2` is
  ///     the second), or the first.
  ///   - form: place the image by this form, where its file has it.
  /// - Throws: `notFound`, `badData` for what cannot be trusted, `transferFailed` for a failing disk.
  public static func read(
    _ path: String, timePoint: Int? = nil, form: SpatialForm.Source? = nil
  ) throws(FileError) -> LoadedImage {
    let place = VolumePath(path)
    let timePoint = timePoint ?? (place.volume ?? 1) - 1
    var reader = try ImageReader(opening: place.file)
    let layout = reader.layout
    try layout.checkMemory(path: path)
    guard timePoint >= 0, timePoint < layout.volumeCount else {
      throw FileError(
        .badData, path: path, problem: "has no volume \(timePoint + 1), only \(layout.volumeCount)",
        advice: "count from 1 to \(layout.volumeCount)")
    }
    let geometry = GeometryReading(reader.header, shape: layout.shape, path: path)
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
      ? ["\(layout.volumeCount) volumes (\(NIfTIHeader.text(layout.fileShape))); volume \(timePoint + 1) is used"] : []
    return LoadedImage(
      path: path, volume: Volume(grid: geometry.form.grid, scalars: scalars), spatial: geometry.form,
      suggestedRange: reader.header.suggestedRange, notes: reader.notes + geometry.notes + volumes + values.notes
    ).placed(by: form)
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

/// Counts what a person should be told about the values.
struct ValueNotes {
  private(set) var nanCount = 0
  private(set) var infiniteCount = 0
  private(set) var nonzeroCount = 0

  mutating func add(_ values: UnsafeBufferPointer<Float>) {
    var (nan, finite, nonzero) = (0, 0, 0)
    for value in values {
      nan += value.isNaN ? 1 : 0
      finite += value.isFinite ? 1 : 0
      nonzero += value != 0 ? 1 : 0
    }
    nanCount += nan
    infiniteCount += values.count - finite - nan
    nonzeroCount += nonzero
  }

  var notes: [String] {
    var notes: [String] = []
    if nanCount > 0 { notes.append("\(nanCount) voxels are NaN and count as background") }
    if infiniteCount > 0 { notes.append("\(infiniteCount) voxels are infinite and count as background") }
    if nonzeroCount == 0 { notes.append("every voxel is 0") }
    return notes
  }
}

extension NIfTIHeader {
  /// cal_min to cal_max, when they make a range.
  var suggestedRange: ClosedRange<Float>? {
    let (low, high) = (Float(displayRange.low), Float(displayRange.high))
    guard low.isFinite, high.isFinite, low < high else { return nil }
    return low...high
  }
}
