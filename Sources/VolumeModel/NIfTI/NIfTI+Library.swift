internal import CNifti

extension NIfTI {
  /// The version of zlib that reads and writes compressed files.
  public static var zlibVersion: String { CNifti.zlibVersion().map { String(cString: $0) } ?? "unknown" }
}
