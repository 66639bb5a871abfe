import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct WeightLayerTests {
  @Test func weightsTakeThePlaceOfTheUncertainty() throws {
    var viewer = try ExampleCase.viewer(width: 160, height: 48)
    let plain = viewer.frame()
    _ = viewer.run(commandLine: "weights balanced")
    let map = try #require(viewer.lossWeights).map
    #expect(viewer.view.overlays.isShown(.uncertainty) && map.weighting == .balanced)
    #expect(map.lesions.count == Lesions(of: viewer.scan.raters[0].mask, connectivity: .corners).count)
    #expect(viewer.frame() != plain)
    #expect(viewer.frame().plain.contains("inverse weights, balanced"))
    // The weight under the crosshair is the one of the lesion there.
    let (lesion, weight) = try #require(map.lesions.first)
    #expect(map.weight(at: lesion.voxelOnLargestSlice(alongVoxelAxis: 2)) == weight)
    viewer.type("6")
    #expect(!viewer.view.overlays.isShown(.uncertainty) && !viewer.frame().plain.contains("weight "))
    _ = viewer.run(commandLine: "weights off")
    #expect(viewer.lossWeights == nil)
    _ = viewer.run(commandLine: "weights none")
    #expect(viewer.interface.message?.isWarning == true && viewer.lossWeights == nil)
  }

  /// Every lesion shows, small ones most.
  @Test func smallLesionsAreDrawnStrongest() throws {
    let viewer = try ExampleCase.viewer()
    let map = WeightMap(.released, of: viewer.scan.raters[0].mask)
    let strengths = map.strengths()
    var drawn: [(voxels: Int, strength: Float)] = []
    for (lesion, weight) in map.lesions {
      let strength = strengths[lesion.voxelOnLargestSlice(alongVoxelAxis: 2)]
      #expect(weight >= 1 && strength >= 0.2 && strength <= 1)
      drawn.append((lesion.voxelCount, strength))
    }
    for (a, b) in zip(drawn.sorted { $0.voxels < $1.voxels }, drawn.sorted { $0.voxels < $1.voxels }.dropFirst()) {
      #expect(a.strength >= b.strength)
    }
    #expect(drawn.contains { $0.strength == 1 })
    #expect(map.background == 1 && map.range.upperBound > 10)
    #expect(WeightMap(.released, of: Mask(grid: map.grid)).range == 1...1)
  }
}
