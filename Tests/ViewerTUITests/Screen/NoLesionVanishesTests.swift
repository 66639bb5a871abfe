import Foundation
import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// For every lesion of every mask: a cell carries its mark on its largest slice, in every plane, at every size, on every
/// rung. `FLAIRSCOPE_DATA=FOLDER` looks at the cases in that folder too.
@Suite struct NoLesionVanishesTests {
  static let caseFolders: [String] = {
    guard let data = ProcessInfo.processInfo.environment["FLAIRSCOPE_DATA"] else { return [ExampleCase.folder] }
    let inside = FileManager.default.enumerator(atPath: data)?.compactMap { $0 as? String } ?? []
    let folders = inside.map { data + "/" + $0 }.filter { (try? CaseFiles.find(inFolder: $0)) != nil }
    return [ExampleCase.folder] + folders.sorted()
  }()

  @Test(arguments: caseFolders, DisplayProfile.rungs)
  func everyLesionIsMarked(folder: String, rung: DisplayProfile) throws {
    let review =
      try folder == ExampleCase.folder
      ? ExampleCase.review() : ReviewCase.load(CaseFiles.find(inFolder: folder), withImages: false)
    var viewer = try ExampleCase.viewer(of: review, display: rung)
    viewer.look(["crosshair": "false"])
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
      _ = viewer.update(.resized(width: width, height: height))
      for plane in Plane.allCases {
        viewer.turn(to: plane)
        var onSlice: [Int: [(rater: Int, lesion: Lesion, at: SIMD3<Int>)]] = [:]
        let axis = viewer.geometry.normal.voxelAxis
        for (index, rater) in viewer.scan.raters.prefix(2).enumerated() {
          for lesion in Lesions(of: rater.mask, connectivity: .edges).lesions {
            let at = lesion.voxelOnLargestSlice(alongVoxelAxis: axis)
            onSlice[at[axis], default: []].append((index, lesion, at))
          }
        }
        for lesions in onSlice.values {
          viewer.look(at: lesions[0].at)
          let frame = viewer.pictureFrame(isBare: true)
          let viewport = viewer.viewport(
            of: viewer.barePane(in: Rectangle(x: 0, y: 0, width: width, height: height)))
          for (rater, lesion, at) in lesions {
            var isMarked = false
            lesion.forEachVoxel { voxel in
              guard voxel[axis] == at[axis], !isMarked else { return }
              let place = viewer.geometry.position(of: voxel)
              let sample = viewport.sample(ofColumn: place.column, row: place.row)
              let cell = frame[sample.column / rung.samplesPerCell.x, sample.row / rung.samplesPerCell.y]
              isMarked = cell.isMarked(of: rater, in: viewer)
            }
            #expect(
              isMarked,
              "\(folder): rater \(rater + 1), lesion of \(lesion.voxelCount) voxels at \(at), \(plane), \(width) x \(height)"
            )
          }
        }
      }
    }
  }

  /// A lesion of one voxel changes the frame itself, not only the samples.
  @Test(arguments: DisplayProfile.rungs)
  func oneVoxelChangesTheFrame(rung: DisplayProfile) throws {
    for size in [(80, 24), (120, 40), (200, 60)] {
      let review = try ExampleCase.review()
      var viewer = try ExampleCase.viewer(width: size.0, height: size.1, display: rung)
      viewer.look(["crosshair": "false", "layers": "none"])
      let without = viewer.pictureFrame(isBare: true)
      var probability = Volume<Float>(grid: review.grid, filledWith: 0)
      // Four voxels in depth, so that the component filter keeps it: one voxel wide on the slice.
      for dz in 0..<4 { probability[viewer.place.cursor &+ SIMD3(0, 0, dz - 1)] = 1 }
      _ = viewer.update(.prediction(Prediction(source: "test", probability: probability, threshold: 0.5)))
      let with = viewer.pictureFrame(isBare: true)
      #expect(zip(with.cells, without.cells).contains { $0 != $1 }, "\(size)")
    }
  }
}

extension Cell {
  /// Whether the cell says that a rater drew here: by a letter or a hatch that means so, or by a colour that is no grey.
  fileprivate func isMarked(of rater: Int, in viewer: Viewer) -> Bool {
    let signs: [Unicode.Scalar] = ["b", "B", "╳"] + (rater == 0 ? ["1", "I", "╱"] : ["2", "Z", "╲"])
    if signs.contains(glyph) { return true }
    guard viewer.interface.display.colors != .monochrome else { return false }
    return paper.hasHue || glyph != " " && ink.hasHue
  }
}

extension RGB {
  fileprivate var hasHue: Bool { max(red, green, blue) - min(red, green, blue) > 8 }
}
