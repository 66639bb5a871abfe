import Foundation
import VolumeModel
import Pictures
import TerminalIO
import ViewerTUI

extension EffectRunner {
  /// Writes a picture away from the interface; what became of it is said in the status line.
  func savePicture(_ raster: Raster, path: String?, suggestedName: String) {
    let post = post
    let folder = DefaultPlace.folder(of: review.files)
    Self.detach("flairscope-picture") {
      do {
        let target = DefaultPlace.absolute(try path ?? Self.freePath(for: suggestedName, in: folder))
        let bytes = try pngData(raster)
        let file = try OutputFile(path: target, force: false)
        try bytes.withUnsafeBytes { try file.write($0) }
        try file.commit()
        post(.notice(.note("wrote \(target)")))
      } catch {
        post(.notice(.warning("\(error)")))
      }
    }
  }

  /// NAME.png in a folder, which is made where there is none, or NAME-2.png and so on where that exists.
  private static func freePath(for name: String, in folder: String) throws -> String {
    try OutputFolder.make(folder)
    var path = "\(folder)/\(name).png"
    var number = 2
    while FileManager.default.fileExists(atPath: path), number < 10_000 {
      path = "\(folder)/\(name)-\(number).png"
      number += 1
    }
    return path
  }
}
