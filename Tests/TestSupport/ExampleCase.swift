import Foundation
package import Pictures
import Testing
package import VolumeModel

/// The bundled case, loaded once for all tests.
package enum ExampleCase {
  package static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("samples/sub-19").path

  private static let loaded = Result { try ReviewCase.load(CaseFiles.find(inFolder: folder), withImages: false) }

  package static func review() throws -> ReviewCase { try loaded.get() }

  package static let themes = ThemeCatalogue()

  package static func theme(_ name: String) throws -> Theme { try #require(themes.theme(named: name)) }

  private static let grown = Result {
    let review = try Self.review()
    let expert = try #require(review.raters.first).mask
    return SoftMaskGrowth(expert: expert, flair: review.flair.volume, brain: review.brain)
  }

  package static func growth() throws -> SoftMaskGrowth { try grown.get() }

  /// A probability map that rises from 0 to 1 across the consensus mask's neighbourhood: blurred-looking, but exact.
  package static func probability() throws -> Volume<Float> {
    let review = try Self.review()
    let mask = try #require(review.raters.first).mask
    var volume = Volume<Float>(grid: mask.grid, filledWith: 0)
    volume.withMutableScalars { scalars in
      mask.dilated(.faces).forEachLinearIndex { scalars[$0] = 0.4 }
      mask.forEachLinearIndex { scalars[$0] = 0.8 }
    }
    return volume
  }

  /// The largest lesion of the first rater.
  package static func lesion() throws -> Lesion {
    let mask = try #require(review().raters.first).mask
    return try #require(Lesions(of: mask, connectivity: .edges).lesions.max { $0.voxelCount < $1.voxelCount })
  }
}
