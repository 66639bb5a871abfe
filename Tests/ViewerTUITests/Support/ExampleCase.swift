import Foundation
import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI
import VolumeModel

/// The bundled case, loaded once for all tests.
enum ExampleCase {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("samples/sub-19").path

  private static let loaded = Result { try ReviewCase.load(CaseFiles.find(inFolder: folder), withImages: false) }

  static func review() throws -> ReviewCase { try loaded.get() }

  /// A viewer as the viewer opens it, with the soft mask ready.
  static func viewer(
    width: Int = 120, height: Int = 40, display: DisplayProfile = DisplayProfile()
  ) throws -> Viewer {
    let review = try Self.review()
    let interface = InterfaceState(display: display, theme: try theme("night"), themes: themes.themes)
    var viewer = Viewer(opening: review, interface: interface)
    _ = viewer.update(.resized(width: width, height: height))
    _ = viewer.update(.growth(try growth()))
    return viewer
  }

  static let themes = ThemeCatalogue()

  static func theme(_ name: String) throws -> Theme { try #require(themes.theme(named: name)) }

  private static let grown = Result {
    let review = try Self.review()
    let expert = try #require(review.raters.first).mask
    return SoftMaskGrowth(expert: expert, flair: review.flair.volume, brain: review.brain)
  }

  static func growth() throws -> SoftMaskGrowth { try grown.get() }

  /// A probability map that rises from 0 to 1 across the consensus mask's neighbourhood: blurred-looking, but exact.
  static func probability() throws -> Volume<Float> {
    let review = try Self.review()
    let mask = try #require(review.raters.first).mask
    var volume = Volume<Float>(grid: mask.grid, filledWith: 0)
    volume.withMutableScalars { scalars in
      mask.dilated(.faces).forEachLinearIndex { scalars[$0] = 0.4 }
      mask.forEachLinearIndex { scalars[$0] = 0.8 }
    }
    return volume
  }
}

extension Viewer {
  /// Types keys, written as characters.
  mutating func type(_ keys: String) {
    for key in keys { _ = update(.key(.character(key))) }
  }

  @discardableResult
  mutating func press(_ keys: Key...) -> [Effect] {
    keys.flatMap { update(.key($0)) }
  }
}
