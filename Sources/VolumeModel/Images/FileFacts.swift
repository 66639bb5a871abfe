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
  /// The values of a label map, with what they are called and whether they count as lesion; nil for other files.
  public var labels: [Label]?
  /// What is unusual about the file, or was assumed, a sentence each.
  public var notes: [String] = []
  /// The grid of the spatial axes, for comparisons with other files.
  public var grid: VoxelGrid?

  /// Whether the file could be read.
  public var isUsable: Bool { failure == nil }

  /// A value of a label map.
  public struct Label: Sendable, Encodable {
    /// The value, above 0.
    public let value: Int
    /// What a list of labels beside the file calls it.
    public let name: String?
    /// Whether it counts as lesion where the file is read as a mask.
    public let lesion: Bool

    private enum CodingKeys: String, CodingKey { case value, name, lesion }

    /// Encodes a name that is not known as null.
    public func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encode(value, forKey: .value)
      try fields.encode(name, forKey: .name)
      try fields.encode(lesion, forKey: .lesion)
    }
  }

  enum CodingKeys: String, CodingKey {
    case path, ok, error, format, shape, datatype, endian, axes, affine, mean, labels, notes
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
    try fields.encode(labels, forKey: .labels)
    try fields.encode(notes, forKey: .notes)
  }
}
