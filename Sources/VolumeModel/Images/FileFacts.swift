/// What a file holds, for people and for scripts; fields that do not apply are null in JSON.
public struct FileFacts: Sendable, Encodable {
  /// The file, as it was named.
  public let path: String
  /// Why the file cannot be used, when it cannot.
  public let failure: FileError?
  /// "nifti1", "nifti2", "nifti1-pair", "nifti2-pair", "analyze", "mgh", "nrrd" or "metaimage".
  public var format: String?
  /// Voxels along all axes of the file.
  public var shape: [Int]?
  /// Voxel size along the spatial axes.
  public var spacingMM: [Double]?
  /// The number type of the voxels, as in "int16".
  public var datatype: String?
  /// "little" or "big".
  public var endian: String?
  /// Patient directions of the axes as in "LAS"; nil when unknown.
  public var axes: String?
  /// Voxel to RAS millimetres, four rows.
  public var affine: [[Double]]?
  /// What of the header gave the affine.
  public var affineSource: SpatialForm.Source?
  /// As it stands in a NIfTI header.
  public var sformCode: Int?
  /// As it stands in a NIfTI header.
  public var qformCode: Int?
  /// Value = slope * stored + intercept.
  public var scalingSlope: Double?
  /// Value = slope * stored + intercept.
  public var scalingIntercept: Double?
  /// Whether the voxels are compressed, whatever the name says.
  public var isCompressed: Bool?
  /// How many voxels were looked at, where these are not all: of a large file a sample.
  public var sampledVoxels: Int?
  /// Of the finite values after scaling, over all volumes; of the sample where there is one.
  public var minimum: Double?
  /// Of the finite values after scaling; of the sample where there is one.
  public var maximum: Double?
  /// Of the finite values after scaling; of the sample where there is one.
  public var mean: Double?
  /// Voxels that are not a number; nil of a sample, as are the other counts.
  public var nanVoxels: Int?
  /// Voxels that are infinite.
  public var infiniteVoxels: Int?
  /// Finite voxels that are not zero.
  public var nonzeroVoxels: Int?
  /// What is unusual about the file, or was assumed, a sentence each.
  public var notes: [String] = []
  /// The grid of the spatial axes, for comparisons with other files.
  public var grid: VoxelGrid?

  /// Whether the file could be read.
  public var isUsable: Bool { failure == nil }

  enum CodingKeys: String, CodingKey {
    case path, ok, error, format, shape, datatype, endian, axes, affine, mean, notes
    case spacingMM = "spacing_mm"
    case affineSource = "affine_source"
    case sformCode = "sform_code"
    case qformCode = "qform_code"
    case scalingSlope = "scl_slope"
    case scalingIntercept = "scl_inter"
    case isCompressed = "compressed"
    case sampledVoxels = "sampled_voxels"
    case minimum = "min"
    case maximum = "max"
    case nanVoxels = "nan_voxels"
    case infiniteVoxels = "inf_voxels"
    case nonzeroVoxels = "nonzero_voxels"
  }

  /// Encodes under the names that files and scripts use.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(path, forKey: .path)
    try fields.encode(isUsable, forKey: .ok)
    if let failure { try fields.encode(failure.description, forKey: .error) }
    try fields.encode(format, forKey: .format)
    try fields.encode(shape, forKey: .shape)
    try fields.encode(spacingMM, forKey: .spacingMM)
    try fields.encode(datatype, forKey: .datatype)
    try fields.encode(endian, forKey: .endian)
    try fields.encode(axes, forKey: .axes)
    try fields.encode(affine, forKey: .affine)
    try fields.encode(affineSource, forKey: .affineSource)
    try fields.encode(sformCode, forKey: .sformCode)
    try fields.encode(qformCode, forKey: .qformCode)
    try fields.encode(scalingSlope, forKey: .scalingSlope)
    try fields.encode(scalingIntercept, forKey: .scalingIntercept)
    try fields.encode(isCompressed, forKey: .isCompressed)
    try fields.encode(sampledVoxels, forKey: .sampledVoxels)
    try fields.encode(minimum, forKey: .minimum)
    try fields.encode(maximum, forKey: .maximum)
    try fields.encode(mean, forKey: .mean)
    try fields.encode(nanVoxels, forKey: .nanVoxels)
    try fields.encode(infiniteVoxels, forKey: .infiniteVoxels)
    try fields.encode(nonzeroVoxels, forKey: .nonzeroVoxels)
    try fields.encode(notes, forKey: .notes)
  }
}

extension Images {
  /// What a file holds. Voxels are looked at a piece at a time, so memory stays small whatever the size.
  /// - Parameter isFull: look at every voxel of a large file too, in place of a sample.
  public static func inspect(_ path: String, isFull: Bool = false) -> FileFacts {
    do throws(FileError) {
      return try facts(path, isFull: isFull)
    } catch {
      return FileFacts(path: path, failure: error)
    }
  }

  private static func facts(_ path: String, isFull: Bool) throws(FileError) -> FileFacts {
    let place = VolumePath(path)
    var reader = try open(place.file)
    let (header, layout) = (reader.header, reader.layout)
    let volume = try place.volume.map { number throws(FileError) in try layout.offset(ofVolume: number, path: path) }
    let sample = VoxelSample(of: layout, volume: volume, isCompressed: reader.isCompressed, isFull: isFull)
    var values = ValueSummary()
    for range in sample.ranges {
      try reader.skip(toVoxel: range.lowerBound)
      try reader.forEachPiece(voxelCount: range.count, as: Double.self) { values.add(UnsafeBufferPointer($0)) }
    }
    if sample.isComplete || !reader.isCompressed { try reader.finish() }

    let grid = header.spatial.grid
    var facts = FileFacts(path: path, failure: nil)
    facts.grid = grid
    facts.format = header.formatName
    facts.shape = layout.fileShape
    facts.spacingMM = (0..<min(3, layout.fileShape.count)).map { grid.spacingMM[$0] }
    facts.datatype = layout.decoder.type.rawValue
    facts.endian = (Int16(1).littleEndian == 1) != layout.decoder.isByteSwapped ? "little" : "big"
    facts.axes = grid.orientation?.code
    facts.affine = grid.affine.rows
    facts.affineSource = header.spatial.source
    facts.sformCode = header.formCodes?.sform
    facts.qformCode = header.formCodes?.qform
    facts.scalingSlope = layout.decoder.slope
    facts.scalingIntercept = layout.decoder.intercept
    facts.isCompressed = reader.isCompressed
    facts.minimum = values.minimum
    facts.maximum = values.maximum
    facts.mean = values.mean
    if sample.isComplete {
      facts.nanVoxels = values.nanCount
      facts.infiniteVoxels = values.infiniteCount
      facts.nonzeroVoxels = values.nonzeroCount
    } else {
      facts.sampledVoxels = sample.sampledCount
    }
    facts.notes = reader.notes
    if layout.volumeCount > 1 {
      facts.notes.append(
        "\(layout.volumeCount) volumes; "
          + (place.volume.map { "the values are those of volume \($0)" } ?? "the first is the one shown"))
    }
    if layout.fileShape.count < 3 { facts.notes.append("\(layout.fileShape.count) axes only; shown as one slice") }
    if let note = sample.note { facts.notes.append(note) }
    facts.notes += sample.isComplete ? values.notes : values.notes.map { "in the sample: \($0)" }
    return facts
  }
}
