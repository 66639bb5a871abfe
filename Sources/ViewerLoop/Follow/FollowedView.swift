import VolumeModel
import ViewerTUI
import Foundation

/// What passes between viewers that follow each other: where one looks, in which plane, with which window and overlays.
/// Nothing else does.
struct FollowedView: Codable, Sendable, Hashable {
  static let schema = "flairscope.follow/1"
  /// The settings of a view that go along.
  static let names = ["plane", "cursor", "window", "overlays"]

  let schema: String
  /// The case, so that nobody is led through another one.
  let `case`: String
  let shape: [Int]
  let view: [String: String]

  init(_ view: SavedView, of review: ReviewCase) {
    schema = Self.schema
    `case` = review.name
    let shape = review.grid.shape
    self.shape = [shape.x, shape.y, shape.z]
    self.view = view.settings.filter { Self.names.contains($0.key) }
  }

  /// The view that a line asks for; nil where it is none, or one of another case.
  static func view(in line: Data, of review: ReviewCase) -> SavedView? {
    guard let sent = try? JSONDecoder().decode(FollowedView.self, from: line),
      sent == FollowedView(SavedView(sent.view), of: review)
    else { return nil }
    return SavedView(sent.view)
  }

  /// The name of the case that a line is about, where it is another one than this.
  static func otherCase(in line: Data, than review: ReviewCase) -> String? {
    guard let sent = try? JSONDecoder().decode(FollowedView.self, from: line), sent.case != review.name else {
      return nil
    }
    return sent.case
  }

  /// One line.
  var line: Data? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return (try? encoder.encode(self)).map { $0 + Data([UInt8(ascii: "\n")]) }
  }
}
