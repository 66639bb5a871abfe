package import Foundation
package import VolumeModel

extension OutputFile {
  /// Writes a whole file, replacing what is there; it appears complete or not at all.
  package static func write(_ bytes: Data, to path: String) throws(FileError) {
    let file = try OutputFile(path: path, force: true)
    // `withUnsafeBytes` of Data does not carry a typed error through.
    var failure: FileError?
    bytes.withUnsafeBytes { buffer in
      do throws(FileError) {
        try file.write(buffer)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    try file.commit()
  }
}
