import Foundation
import Segmenter
import Synchronization
import Testing
import VolumeModel

@Suite struct EngineTests {
  @Test("buffers that live together never share a place")
  func arenaPlan() {
    var random = RandomStream(seed: 4, name: "arena")
    var plan = ArenaPlan()
    var requests: [(floats: Int, life: ClosedRange<Int>)] = []
    for _ in 0..<120 {
      let start = random.index(below: 40)
      let request = (floats: 1 + random.index(below: 5000), life: start...start + random.index(below: 12))
      requests.append(request)
      _ = plan.reserve(floats: request.floats, during: request.life)
    }
    let (offsets, total) = plan.layout()
    for i in requests.indices {
      #expect(offsets[i] % 16 == 0 && offsets[i] + requests[i].floats <= total)
      for j in 0..<i where requests[i].life.overlaps(requests[j].life) {
        #expect(offsets[i] + requests[i].floats <= offsets[j] || offsets[j] + requests[j].floats <= offsets[i])
      }
    }
    #expect(total < requests.reduce(0) { $0 + $1.floats } / 2)
  }

  @Test("every item is done exactly once", arguments: [1, 2, 5])
  func pool(workers: Int) {
    let pool = WorkerPool(workerCount: workers)
    for round in 0..<300 {
      let count = round % 37
      let hits = (0..<count).map { _ in Counter() }
      pool.run(count) { item, worker in
        hits[item].add()
        if worker < 0 || worker >= workers { hits[item].add() }
      }
      #expect(hits.allSatisfy { $0.value == 1 })
      // Long enough for the threads to fall asleep now and then.
      if round % 100 == 50 { usleep(3000) }
    }
  }

  private final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .relaxed) }
    func add() { count.add(1, ordering: .relaxed) }
  }

  @Test("gradients of every tensor agree with central differences", arguments: ReferenceNetwork.files)
  func centralDifferences(file: String) throws {
    let probe = try ReferenceNetwork(file, algorithm: .patches)
    probe.differentiate()
    let gradients = Array(probe.network.parameterGradients)
    let bends = probe.network.architecture.normalisation != .none
    for block in probe.network.layout.blocks {
      // A bias before a normalisation has next to no effect.
      guard euclideanNorm(gradients[block.range]) > 1e-4 else { continue }
      // In single precision a loss is known to 1e-7, so a step must be large, and what bends shows: 3 percent, 8
      // where a normalisation lets one weight move all pixels of a group, so that more ReLUs flip. The largest gradient
      // of each tensor: far above rounding, and a ReLU that flips weighs little.
      let index = block.range.max { abs(gradients[$0]) < abs(gradients[$1]) } ?? block.offset
      let old = probe.network.parameters[index]
      let step: Float = bends ? 5e-4 : 2e-3
      func loss(_ value: Float) -> Double {
        probe.network.parameters[index] = value
        probe.network.weightsChanged()
        return probe.differentiate().loss
      }
      let slope = (loss(old + step) - loss(old - step)) / Double((old + step) - (old - step))
      probe.network.parameters[index] = old
      let error = abs(slope / Double(gradients[index]) - 1)
      #expect(error < (bends ? 0.08 : 0.03), "\(block.name): \(gradients[index]) against \(slope)")
    }
  }

  @Test func aSmallerBatchGivesTheSameLogits() throws {
    let probe = try ReferenceNetwork("unet-base4-levels2.safetensors")
    probe.network.forward(imageCount: probe.batch)
    let all = Array(probe.network.logits)
    let again = try ReferenceNetwork("unet-base4-levels2.safetensors")
    again.network.forward(imageCount: 1)
    #expect(Array(again.network.logits) == Array(all[0..<again.network.pixelsPerImage]))
  }
}

@Suite struct PredictorTests {
  private func model(base: Int = 4) throws -> TrainedModel {
    let architecture = UNetArchitecture(inputChannels: 1, base: base, levels: 2)
    return TrainedModel(
      weights: try UNetWeights(architecture: architecture, seed: 2, foregroundFraction: 0.3),
      // Exact sums: those of the mode and half width run in the file's order and differ in the last bit.
      metadata: ModelMetadata(normalisation: .medianDeviation))
  }

  @Test(
    "the file's axis order does not matter, and outside the brain is nothing", arguments: DataTests.standings.indices)
  func axisOrder(number: Int) throws {
    let (axes, signs) = DataTests.standings[number]
    let shape = SIMD3(30, 26, 5)
    let plain = SyntheticCase.make(shape: shape)
    let turned = SyntheticCase.make(shape: shape, axes: axes, signs: signs)
    let predictor = Predictor(model: try model(), threads: 2)
    let wanted = try predictor.probability(channels: plain.channels, brain: plain.brain)
    let got = try predictor.probability(channels: turned.channels, brain: turned.brain)
    var inside = 0
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        for x in 0..<shape.x {
          let here = SIMD3(x, y, z)
          let there = SyntheticCase.permuted(here, shape: shape, axes: axes, signs: signs)
          #expect(wanted[here] == got[there])
          if plain.brain[here] {
            inside += wanted[here] > 0 ? 1 : 0
          } else {
            #expect(wanted[here] == 0)
          }
        }
      }
    }
    #expect(inside == plain.brain.count)
  }

  @Test func stopsWhenAskedTo() throws {
    let one = SyntheticCase.make()
    let predictor = Predictor(model: try model(), threads: 1)
    #expect(throws: PredictionError.cancelled) {
      try predictor.probability(channels: one.channels, brain: one.brain) { share in share < 0.4 }
    }
  }

  @Test func refusesWhatDoesNotFit() throws {
    let one = SyntheticCase.make()
    let predictor = Predictor(model: try model(), threads: 1)
    #expect(throws: PredictionError.self) { try predictor.probability(channels: [], brain: one.brain) }
    #expect(throws: PredictionError.emptyBrain) {
      try predictor.probability(channels: one.channels, brain: Mask(grid: one.brain.grid))
    }
    #expect(throws: PredictionError.shapes) {
      try predictor.probability(channels: one.channels, brain: SyntheticCase.make(shape: SIMD3(8, 8, 8)).brain)
    }
  }

  @Test func oneSliceOfOddSizeIsFine() throws {
    let one = SyntheticCase.make(shape: SIMD3(13, 9, 1))
    let result = try Predictor(model: try model(), threads: 2).probability(channels: one.channels, brain: one.brain)
    #expect(result.scalars.allSatisfy { $0 >= 0 && $0 <= 1 })
  }
}
