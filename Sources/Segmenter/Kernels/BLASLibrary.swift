internal import COpenBLAS
internal import Foundation

/// The linked OpenBLAS, as it describes itself.
public struct BLASLibrary: Sendable, Hashable {
  /// Version and build options, as in "OpenBLAS 0.3.21 DYNAMIC_ARCH".
  public let configuration: String
  /// The kernels it picked for this processor, as in "Zen".
  public let core: String
  /// Environment variables that make it slower than it would be by itself, with their values.
  public let slowingVariables: [String: String]

  /// What is linked into this process, and the environment it runs in.
  public static var current: BLASLibrary {
    let environment = ProcessInfo.processInfo.environment
    return BLASLibrary(
      configuration: openblas_get_config().map { String(cString: $0) } ?? "unknown",
      core: openblas_get_corename().map { String(cString: $0) } ?? "unknown",
      slowingVariables: environment.filter { ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"].contains($0.key) })
  }
}
