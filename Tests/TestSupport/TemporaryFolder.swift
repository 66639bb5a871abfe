import Foundation

/// A new folder of one test, which removes it.
package func temporaryFolder() throws -> String {
  let path = NSTemporaryDirectory() + "flairscope-test-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  return path
}
