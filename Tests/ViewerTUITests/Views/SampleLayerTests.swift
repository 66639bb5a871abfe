import Pictures
import Segmenter
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct SampleLayerTests {
  /// Three samples of the first lesion: nothing, all of it, all of it and a shell around it.
  private static func samples() throws -> DrawnSamples {
    let review = try ExampleCase.review()
    let grid = review.grid
    let lesion = Mask(grid: grid)
    var whole = lesion
    try ExampleCase.lesion().forEachVoxel { whole[$0] = true }
    let wide = whole.dilated(.faces)
    var mean = Volume<Float>(grid: grid, filledWith: 0)
    var variance = mean
    wide.forEachLinearIndex { index in
      mean.withMutableScalars { $0[index] = 1 / 3 }
      variance.withMutableScalars { $0[index] = 2 / 9 }
    }
    return DrawnSamples(
      SampledPrediction(masks: [lesion, whole, wide], mean: mean, variance: variance, entropy: mean), source: "test",
      seed: 4, threshold: 0.4)
  }

  private static func viewer(hasWeights: Bool = true) throws -> Viewer {
    var viewer = try ExampleCase.reviewedViewer(hasWeights: hasWeights)
    viewer.look(at: try ExampleCase.lesion().voxelOnLargestSlice(alongVoxelAxis: 2))
    return viewer
  }

  private static func request(_ effects: [Effect]) -> SampleRequest? {
    for effect in effects { if case .drawSamples(let request) = effect { return request } }
    return nil
  }

  @Test func theyAreDrawnWhenSomebodyAsks() throws {
    var viewer = try Self.viewer()
    let asked = Self.request(viewer.run(commandLine: "samples 16 seed=3"))
    #expect(asked?.count == 16 && asked?.seed == 3)
    // One question at a time.
    #expect(Self.request(viewer.run(commandLine: "samples")) == nil && viewer.interface.message?.isWarning == true)
    _ = viewer.update(.predictionFailed("these weights are of a network that draws no samples"))
    #expect(viewer.interface.message?.text.contains("no samples") == true)
    // The key that walks them draws the first.
    #expect(Self.request(viewer.press(.alt("n")))?.count == 8)
    for wrong in ["samples 0", "samples 65", "samples two", "samples seed=x"] {
      viewer = try Self.viewer()
      #expect(viewer.run(commandLine: wrong).isEmpty && viewer.interface.message?.isWarning == true, "\(wrong)")
    }
    var without = try Self.viewer(hasWeights: false)
    #expect(without.run(commandLine: "samples").isEmpty && without.interface.message?.isWarning == true)
  }

  @Test func nextAndPreviousWalkThemAsALayer() throws {
    var viewer = try Self.viewer()
    let plain = viewer.frame()
    _ = viewer.update(.samples(try Self.samples()))
    #expect(viewer.interface.message?.text.contains("sample 1 of 3") == true)
    #expect(viewer.frame().plain.contains("sample 1 of 3"), "the panel names it")
    var shown = [viewer.frame()]
    for _ in 0..<2 {
      viewer.press(.alt("n"))
      shown.append(viewer.frame())
    }
    #expect(viewer.scan.samples?.shown == 2 && viewer.interface.message?.text.contains("sample 3 of 3") == true)
    #expect(Set(shown.map(\.plain)).count == 3 && !shown.map(\.plain).contains(plain.plain))
    viewer.press(.alt("n"))
    #expect(viewer.scan.samples?.shown == 0, "after the last comes the first")
    viewer.press(.alt("p"))
    #expect(viewer.scan.samples?.shown == 2)
    // A consensus has the same place; the sample that was left comes back first.
    _ = viewer.run(commandLine: "other-mask union")
    viewer.press(.alt("n"))
    #expect(viewer.scan.samples?.shown == 2 && viewer.overlay(.other).id == .sample)
    _ = viewer.run(commandLine: "samples off")
    #expect(viewer.scan.samples == nil && viewer.overlay(.other).id != .sample)
  }

  @Test("mean and variance are heat with a scale", arguments: ["mean", "variance"])
  func maps(name: String) throws {
    var viewer = try Self.viewer()
    _ = viewer.run(commandLine: "samples \(name)")
    #expect(viewer.interface.message?.isWarning == true, "there are none yet")
    _ = viewer.update(.samples(try Self.samples()))
    _ = viewer.run(commandLine: "samples \(name)")
    #expect(viewer.frame().plain.contains("\(name) of the samples"))
    #expect(viewer.frame().plain.contains(name == "mean" ? " 1" : "0.22"))
    #expect(viewer.overlays.map(\.place).filter { viewer.view.overlays[$0].isVisible } == [.uncertainty], "alone")
    _ = viewer.run(commandLine: "samples off")
    #expect(!viewer.frame().plain.contains("\(name) of the samples"))
  }

  @Test func theListShowsWhatRatersDifferInBesideWhatTheNetworkExpects() throws {
    var viewer = try ExampleCase.reviewedViewer(width: 200, height: 60, hasWeights: true)
    viewer.look(at: try ExampleCase.lesion().voxelOnLargestSlice(alongVoxelAxis: 2))
    viewer.type("l")
    viewer.measure(viewer.update(.measureLesions))
    let samples = try Self.samples()
    viewer.measure(viewer.update(.samples(samples)))
    let record = try #require(viewer.review.table?.record(at: viewer.place.cursor))
    // Nothing against all, nothing against the shell too, and the shell alone: twice the largest over three pairs, of which
    // some may lie in, or nearer to, another lesion.
    let pair = 2.0 / 3 * samples.masks[2].grid.voxelVolumeMM3
    let all = pair * Double(samples.masks[2].count)
    let table = try #require(viewer.review.table)
    let told = table.records.compactMap(\.expectedDifferenceMM3).reduce(0, +) + (table.expectedElsewhereMM3 ?? 0)
    #expect(abs(told - all) < 1e-6 * all)
    let inside = pair * Double(record.lesion.overlapCount(with: samples.masks[2]))
    #expect(record.expectedDifferenceMM3.map { $0 > inside && $0 <= all + 1e-6 } == true)
    #expect(viewer.frame().plain.contains("expected"))
    #expect(viewer.frame().plain.contains("differ: raters"))
    #expect(viewer.frame().plain.contains(", samples "))
    #expect(viewer.frame().plain.contains("unexp"))
  }
}
