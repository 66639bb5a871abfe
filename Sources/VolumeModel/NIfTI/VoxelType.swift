import CNifti

/// The number types that voxels of an image or mask may have, named as nibabel and NumPy name them.
enum VoxelType: String, Sendable, CaseIterable {
  case uint8, int8, uint16, int16, uint32, int32, uint64, int64, float32, float64

  /// The type of a NIfTI `datatype` code, or nil for codes that are no plain real numbers.
  init?(code: Int32) {
    switch code {
    case DT_UINT8: self = .uint8
    case DT_INT8: self = .int8
    case DT_UINT16: self = .uint16
    case DT_INT16: self = .int16
    case DT_UINT32: self = .uint32
    case DT_INT32: self = .int32
    case DT_UINT64: self = .uint64
    case DT_INT64: self = .int64
    case DT_FLOAT32: self = .float32
    case DT_FLOAT64: self = .float64
    default: return nil
    }
  }

  var byteCount: Int {
    switch self {
    case .uint8, .int8: 1
    case .uint16, .int16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
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
