import Foundation
import Segmenter
import VolumeModel

/// Memory and time of a training step of every kind of network, each on samples as it is used with.
///
///     engine-benchmark networks BASE SECONDS
///
/// Pictures are 128 x 128, eight at a time; V-Net sees two blocks of 32 slices of 64 x 64. A line of JSON each.
struct NetworkSteps: Encodable {
  let network: String
  let width: Int
  let height: Int
  let slices: Int
  let batch: Int
  let parameters: Int
  /// Planned before the first step: maps, gradients, weights, scratch.
  let memoryMB: Int
  /// Of every step measured.
  let seconds: [Double]

  init(_ kind: NetworkKind, base: Int, seconds limit: Double, pool: WorkerPool) throws {
    let side = kind.usualCropSize(128) ?? 128
    let architecture = UNetArchitecture(kind: kind, base: base, normalisation: .group(base: base))
    let batch = kind.usualBatchSize
    let unet = UNet(architecture, width: side, height: side, capacity: batch, trains: true, pool: pool)
    unet.load(try UNetWeights(architecture: architecture, seed: 1, foregroundFraction: 0.02))
    var random = RandomStream(seed: 1, name: "benchmark")
    for image in 0..<batch {
      let input = unet.input(image: image)
      for i in input.indices { input[i] = Float(random.normal()) }
    }
    let target = (0..<batch * unet.pixelsPerImage).map { _ in random.uniform() < 0.02 ? Float(1) : 0 }
    var adam = Adam(parameterCount: unet.parameterCount)
    let loss = BatchLoss(pool: pool, instructionSet: .best)
    func step(_ number: Int) {
      unet.dropout = kind.drawsSamples ? .drawn(seed: 1, firstSample: UInt64(number * batch)) : .off
      target.withUnsafeBufferPointer { target in
        unet.showAnnotations(imageCount: batch, target)
        unet.forward(imageCount: batch)
        for output in [(unet.logits, unet.logitGradients)] + unet.sideOutputs {
          _ = loss.value(
            of: BinaryCrossEntropy(), imageCount: batch, logits: UnsafeBufferPointer(output.0), target: target,
            weights: UnsafeBufferPointer(start: nil, count: 0), gradient: output.1)
        }
      }
      _ = unet.latentDivergence(scale: 1e-6)
      unet.backward()
      adam.step(unet.parameters, along: unet.parameterGradients, scale: 1, pool: pool, instructionSet: .best)
      unet.weightsChanged()
    }
    for number in 0..<2 { step(number) }
    var all: [Double] = []
    let start = ContinuousClock.now
    repeat {
      let begin = ContinuousClock.now
      step(all.count + 2)
      let passed = begin.duration(to: .now).components
      all.append(Double(passed.seconds) + Double(passed.attoseconds) * 1e-18)
    } while start.duration(to: .now) < .seconds(limit)
    network = kind.rawValue
    (width, height, slices, self.batch) = (side, side, unet.slicesPerImage, batch)
    parameters = unet.parameterCount
    memoryMB =
      UNet.memoryBytes(
        architecture, width: side, height: side, capacity: batch, trains: true, workerCount: pool.workerCount) >> 20
    self.seconds = all
  }
}
