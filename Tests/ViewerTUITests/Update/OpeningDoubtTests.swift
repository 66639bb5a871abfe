import Foundation
import Pictures
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// What may make a picture or its numbers wrong is said when a case opens.
@Suite struct OpeningDoubtTests {
  /// A FLAIR of nothing but noise, as large as a head.
  private func noise(in folder: String) throws -> String {
    let grid = VoxelGrid(shape: SIMD3(32, 32, 32), affine: Affine(spacingMM: SIMD3(5, 5, 5)))
    var flair = Volume<Float>(grid: grid, filledWith: 0)
    for index in 0..<grid.voxelCount {
      flair[grid.voxel(atLinearIndex: index)] = Float(1 + (index &* 2_654_435_761) >> 7 & 1023)
    }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = folder + "/flair.nii.gz"
    let form = SpatialForm(grid: grid)
    try Images.write(flair, like: form, to: path, force: false)
    return path
  }

  @Test func aDoubtfulBrainIsSaid() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("flairscope-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let review = try ReviewCase.load(CaseFiles(flair: try noise(in: folder)))
    #expect(review.warnings.count == 1 && review.brainMask.isDoubtful)
    let viewer = try ExampleCase.viewer(of: review)
    let message = try #require(viewer.interface.message)
    #expect(message.isWarning && message.text.contains("brain mask doubtful"))
    #expect(viewer.frame().plain.contains("brain doubtful"))
  }

  @Test func nothingIsSaidOfASkullStrippedScan() throws {
    let viewer = try ExampleCase.viewer()
    #expect(viewer.interface.message?.isWarning != true)
    #expect(!viewer.frame().plain.contains("brain doubtful") && !viewer.frame().plain.contains("brain estimated"))
  }
}
