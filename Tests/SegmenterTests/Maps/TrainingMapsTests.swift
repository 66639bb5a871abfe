import Foundation
import Segmenter
import Synchronization
import Testing
import VolumeModel

@Suite struct TrainingMapsTests {
  private final class Received: Sendable {
    private let maps = Mutex<[PixelMaps]>([])
    var all: [PixelMaps] { maps.withLock { $0 } }
    func take(_ event: TrainingEvent) {
      if case .maps(let new) = event { maps.withLock { $0.append(new) } }
    }
  }

  /// The mean over the pixels in and out of the lesions; NaN where there is none.
  private func means(_ map: Volume<Float>, _ one: TrainingCase) -> (inside: Double, outside: Double) {
    var (sums, counts) = ([0.0, 0.0], [0.0, 0.0])
    one.brain.forEachLinearIndex { index in
      let value = map.scalars[index]
      guard value.isFinite else { return }
      let part = one.target.expert[map.grid.voxel(atLinearIndex: index)] ? 0 : 1
      sums[part] += Double(value)
      counts[part] += 1
    }
    return (sums[0] / counts[0], sums[1] / counts[1])
  }

  /// Lesions are found where they are in every axis order of the file, and whether training saw whole slices or crops:
  /// with the head's bias at its start nearly all losses are those of missed lesions.
  @Test(arguments: [([0, 1, 2], [-1.0, 1.0, 1.0]), ([2, 0, 1], [1.0, -1.0, -1.0])], [nil, 16])
  func aPixelLandsOnItsVoxel(order: ([Int], [Double]), crop: Int?) throws {
    let one = SyntheticCase.make(axes: order.0, signs: order.1, grownLabel: 0)
    let received = Received()
    let run = TrainingRun.start(SyntheticCase.plan(epochs: 1, crop: crop), cases: [one], mapsAtEnd: true) {
      received.take($0)
    }
    try run.wait()
    let maps = try #require(received.all.last)
    let loss = try #require(maps[.loss]).volume
    #expect(maps.caseName == one.name && maps.kinds == [.loss])
    let (inside, outside) = means(loss, one)
    #expect(inside > 4 * outside && outside > 0)
    // Values on every brain voxel of slices with lesions, and nowhere else.
    var wrong = 0
    let z = order.0[2]
    var holdsLesion = [Bool](repeating: false, count: one.brain.grid.shape[z])
    one.target.expert.forEachLinearIndex { holdsLesion[one.brain.grid.voxel(atLinearIndex: $0)[z]] = true }
    for index in loss.scalars.indices {
      let voxel = one.brain.grid.voxel(atLinearIndex: index)
      if loss.scalars[index].isFinite != (one.brain[voxel] && holdsLesion[voxel[z]]) { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  /// The loss of a pixel is minus the logarithm of what the model gives its label.
  @Test func theLossIsTheModels() throws {
    let one = SyntheticCase.make(grownLabel: 0)
    let received = Received()
    let model = try TrainingRun.start(SyntheticCase.plan(), cases: [one], mapsAtEnd: true) { received.take($0) }.wait()
    let probability = try Predictor(model: model, threads: 1).probability(channels: one.channels, brain: one.brain)
    let loss = try #require(received.all.last?[.loss]).volume
    var compared = 0
    one.brain.forEachLinearIndex { index in
      guard loss.scalars[index].isFinite else { return }
      let p = Double(probability.scalars[index])
      let isLesion = one.target.expert[one.brain.grid.voxel(atLinearIndex: index)]
      #expect(abs(Double(loss.scalars[index]) + log(isLesion ? p : 1 - p)) < 1e-4)
      compared += 1
    }
    #expect(compared > 100)
  }

  /// Looking changes nothing: the run ends with the same bits.
  @Test func lookingChangesNothing() throws {
    let one = SyntheticCase.make()
    let plan = SyntheticCase.plan(epochs: 3, crop: 16)
    let unseen = try TrainingRun.start(plan, cases: [one]) { _ in }.wait()
    let received = Received()
    let asking = Mutex<TrainingRun?>(nil)
    let run = TrainingRun.start(plan, cases: [one]) { event in
      received.take(event)
      if case .step = event { asking.withLock { $0?.requestMaps(ofCase: 0) } }
    }
    asking.withLock { $0 = run }
    run.requestMaps(ofCase: 0)
    #expect(try run.wait().weights == unseen.weights)
    #expect(received.all.count >= 2, "after an epoch, and at the end")
  }

  @Test func aRunFolderKeepsThem() throws {
    let folder = try TemporaryFolder()
    var one = SyntheticCase.make()
    one.spatial = SpatialForm(grid: one.brain.grid)
    let run = TrainingRun.start(
      SyntheticCase.plan(epochs: 1), cases: [one], folder: try RunFolder(path: folder.path), mapsAtEnd: true
    ) { _ in }
    try run.wait()
    let read = try PixelMaps.read(run: folder.path, caseName: one.name, on: one.brain.grid)
    #expect(read.kinds == [.loss])
  }
}
