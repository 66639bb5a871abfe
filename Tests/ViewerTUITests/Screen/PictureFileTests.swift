import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct PictureFileTests {
  /// At k pixels a voxel the picture holds each voxel of the crop k x k times: the middle of every block has the grey
  /// of its voxel.
  @Test(arguments: [1, 3])
  func oneVoxelIsOneBlockOfPixels(pixelsPerVoxel: Int) throws {
    var viewer = try ExampleCase.viewer()
    viewer.look(["layers": "none"])
    let raster = viewer.voxelRaster(pixelsPerVoxel: pixelsPerVoxel)
    let crop = viewer.scan.crop
    let geometry = viewer.geometry
    let margin = 20
    #expect(raster.width == (crop.upper.x - crop.lower.x) * pixelsPerVoxel + 2 * margin)
    #expect(raster.height == (crop.upper.y - crop.lower.y) * pixelsPerVoxel + 2 * margin)
    let window = viewer.scan.channels[0].window
    var checked = 0
    for row in stride(from: 5, to: crop.upper.y - crop.lower.y - 5, by: 7) {
      for column in stride(from: 5, to: crop.upper.x - crop.lower.x - 5, by: 7) {
        let first = geometry.position(of: crop.lower)
        let last = geometry.position(of: crop.upper &- 1)
        let voxel = geometry.voxel(
          column: min(first.column, last.column) + column, row: min(first.row, last.row) + row, slice: viewer.slice)
        let brightness = window.brightness(viewer.scan.channels[0].image[voxel])
        let pixel = raster[
          margin + column * pixelsPerVoxel + pixelsPerVoxel / 2, margin + row * pixelsPerVoxel + pixelsPerVoxel / 2]
        #expect(abs(Int(pixel.red) - Int((brightness * 255).rounded())) <= 1)
        checked += 1
      }
    }
    #expect(checked > 50)
  }

  @Test(arguments: Viewer.MosaicContent.allCases, [1, 5, 24])
  func mosaicsHoldAtMostTheTilesAskedFor(content: Viewer.MosaicContent, count: Int) throws {
    let viewer = try ExampleCase.viewer()
    let sheet = viewer.mosaicRaster(content, count: count)
    let tile = viewer.mosaicRaster(content, count: 1)
    #expect(sheet.width % tile.width == 0 && sheet.height % tile.height == 0)
    let places = sheet.width / tile.width * (sheet.height / tile.height)
    #expect(places >= count && places < 2 * count + 2)
    #expect(!sheet.isGrey, "marks are drawn")
  }

  @Test func theKeyAsksForAFreeNameAndTheCommandForItsOwn() throws {
    var viewer = try ExampleCase.viewer()
    guard case .savePicture(_, nil, let name)? = viewer.press(.character("P")).first else {
      Issue.record("P writes a picture")
      return
    }
    #expect(name == "sub-19_axial-\(viewer.slice + 1)")
    guard case .savePicture(_, "a b.png"?, _)? = viewer.run(commandLine: "picture a b.png").first else {
      Issue.record(":picture takes a path")
      return
    }
  }
}
