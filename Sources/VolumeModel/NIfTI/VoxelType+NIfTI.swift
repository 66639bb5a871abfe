import CNifti

extension VoxelType {
  /// The type of a NIfTI `datatype` code, or nil for codes that are no plain real numbers.
  init?(code: Int32) {
    guard let type = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = type
  }

  /// Its NIfTI `datatype` code.
  var code: Int32 {
    switch self {
    case .uint8: DT_UINT8
    case .int8: DT_INT8
    case .uint16: DT_UINT16
    case .int16: DT_INT16
    case .uint32: DT_UINT32
    case .int32: DT_INT32
    case .uint64: DT_UINT64
    case .int64: DT_INT64
    case .float32: DT_FLOAT32
    case .float64: DT_FLOAT64
    }
  }

  /// Why a code that is no plain real number cannot be shown.
  static func refusal(ofCode code: Int32) -> (problem: String, advice: String?) {
    switch code {
    case DT_COMPLEX64, DT_COMPLEX128, DT_COMPLEX256:
      ("its voxels are complex numbers", "save the magnitude as an image of its own")
    case DT_RGB24, DT_RGBA32: ("its voxels are colours, not intensities", "save one channel as an image of its own")
    case DT_FLOAT128:
      ("its voxels are 128-bit floating point numbers, which programs store differently", "save it as float32")
    case DT_BINARY: ("its voxels are single bits", "save it as uint8")
    default: ("unknown data type \(code)", "the file is damaged, or not NIfTI")
    }
  }
}
