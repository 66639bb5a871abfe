import Foundation
import Segmenter
package import VolumeModel
package import ViewerTUI

/// Keeps for each case how it was looked at last, a small JSON file a case in the state folder.
package struct ViewStore: Sendable {
  /// What the store knows of a case.
  package enum Memory: Sendable, Hashable {
    case nothing
    case view(SavedView)
    /// A file that cannot be understood; it is left until the next view takes its place.
    case damaged(path: String)
  }

  private let folder: String?

  /// - Parameter folder: nil keeps nothing.
  package init(folder: String?) { self.folder = folder }

  private struct Document: Codable {
    let schema: String
    let image: String
    let view: SavedView
  }

  private static let schema = "flairscope.session/1"

  package func read(_ review: ReviewCase) -> Memory {
    guard let path = path(for: review), FileManager.default.fileExists(atPath: path) else { return .nothing }
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)),
      let document = try? JSONDecoder().decode(Document.self, from: data), document.schema == Self.schema
    else { return .damaged(path: path) }
    return .view(document.view)
  }

  /// Writes aside and renames, so that a crash leaves the earlier file.
  package func write(_ view: SavedView, for review: ReviewCase) throws(FileError) {
    guard let folder, let path = path(for: review) else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let document = Document(schema: Self.schema, image: Self.image(of: review), view: view)
    let data: Data
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      data = try encoder.encode(document)
    } catch {
      throw FileError(.cannotCreate, path: folder, problem: "views cannot be kept there (\(error))")
    }
    try OutputFile.write(data, to: path)
  }

  /// The image's absolute path, which tells cases of the same name apart.
  private static func image(of review: ReviewCase) -> String {
    URL(fileURLWithPath: review.files.flair).standardizedFileURL.path
  }

  private func path(for review: ReviewCase) -> String? {
    let name = review.name.prefix(60).fileNamePart
    return folder.map { "\($0)/\(name)-\(SHA256.ofText(Self.image(of: review)).prefix(12)).json" }
  }
}
