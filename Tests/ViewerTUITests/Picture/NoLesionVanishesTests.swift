import Testing
import ViewerTUI
import VolumeModel

/// For every lesion of every mask: its mark is on the screen on its largest slice, at every size, on every rung.
@Suite struct NoLesionVanishesTests {
  static let rungs = [
    DisplayProfile(colors: .trueColor, glyphs: .halfBlocks), DisplayProfile(colors: .monochrome, glyphs: .ascii),
  ]

  @Test(arguments: [(80, 24), (120, 40), (200, 60)], [0, 1])
  func everyLesionIsMarked(size: (Int, Int), rung: Int) throws {
    var session = try ExampleCase.session(width: size.0, height: size.1, display: Self.rungs[rung])
    let layout = try #require(Layout(width: size.0, height: size.1, showsPanel: nil))
    for (index, rater) in session.raters.enumerated() {
      session.layers.show(only: index == 0 ? .rater1 : .rater2)
      for plane in Plane.allCases {
        session.plane = plane
        for lesion in Lesions(of: rater.mask, connectivity: .edges).lesions {
          session.cursor = lesion.voxelOnLargestSlice(alongVoxelAxis: session.geometry.normal.voxelAxis)
          let viewport = session.viewport(of: try #require(session.panes(in: layout.picture).first))
          let at = session.geometry.position(of: session.cursor)
          let slice = SampledSlice(
            image: session.channels[0].image,
            masks: index == 0 ? MarkedMasks(rater1: rater.mask) : MarkedMasks(rater2: rater.mask), viewport: viewport,
            slice: at.slice)
          let expected: Marks = index == 0 ? [.rater1, .rater1Edge] : [.rater2, .rater2Edge]
          var isMarked = false
          lesion.forEachVoxel { voxel in
            let place = session.geometry.position(of: voxel)
            guard place.slice == at.slice else { return }
            let sample = viewport.sample(ofColumn: place.column, row: place.row)
            let marks = slice.marks[sample.row * slice.columns + sample.column]
            isMarked = isMarked || !marks.isDisjoint(with: expected)
          }
          #expect(isMarked, "\(rater.name) lesion \(lesion.id) of \(lesion.voxelCount) voxels, \(plane)")
        }
      }
    }
  }

  /// A lesion of one voxel changes the frame itself, not only the samples.
  @Test(arguments: [(80, 24), (120, 40), (200, 60)], [0, 1])
  func oneVoxelChangesTheFrame(size: (Int, Int), rung: Int) throws {
    let review = try ExampleCase.review()
    var session = try ExampleCase.session(width: size.0, height: size.1, display: Self.rungs[rung])
    session.showsCrosshair = false
    session.layers.show(only: .prediction)
    session.layers[.prediction].isVisible = false
    let without = session.view()
    var probability = Volume<Float>(grid: review.grid, filledWith: 0)
    // Four voxels in depth, so that the component filter keeps it: one voxel wide on the slice.
    for dz in 0..<4 { probability[session.cursor &+ SIMD3(0, 0, dz - 1)] = 1 }
    session.prediction = Prediction(source: "test", probability: probability, threshold: 0.5)
    session.layers[.prediction].isVisible = true
    let with = session.view()
    let layout = try #require(Layout(width: size.0, height: size.1, showsPanel: nil))
    var changed = 0
    let samples = try #require(session.panes(in: layout.picture).first).samples
    for y in samples.y..<samples.bottom {
      for x in samples.x..<samples.right where without[x, y] != with[x, y] { changed += 1 }
    }
    #expect(changed > 0)
  }
}
