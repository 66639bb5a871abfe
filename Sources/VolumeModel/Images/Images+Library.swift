internal import CZlib

extension Images {
  /// The version of zlib that reads and writes compressed files.
  public static var zlibVersion: String { CZlib.zlibVersion().map { String(cString: $0) } ?? "unknown" }
}
