import Foundation
import Segmenter
import VolumeModel

/// Times the network's work for `engine.py`, which runs it in turn with PyTorch.
///
///     engine-benchmark [--threads N] [--instructions portable|avx2|avx512]
///     engine-benchmark slices OUTPUT.safetensors CASE_FOLDER...
///     engine-benchmark networks BASE SECONDS     memory and step of every kind of network
///
/// The first reads one work a line from standard input and answers each with one line of JSON:
///
///     train BASE BATCH SECONDS       steps of forward pass, soft Dice, backward pass and Adam on 192 x 224
///     predict BASE BATCH SECONDS     forward passes
///     train-group, predict-group     the same with GroupNorm
///     layers BASE BATCH SECONDS      the parts of a training step, layer by layer
///     METHOD BASE BATCH SECONDS      steps of ren, mirikharaji, mw-net or mcpm
@main
struct EngineBenchmark {
  static func main() throws {
    var threads = 2
    var instructions = InstructionSet.best
    var arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.count > 2, arguments[0] == "slices" {
      try SliceDump.write(to: arguments[1], caseFolders: Array(arguments.dropFirst(2)))
      return
    }
    if arguments.count == 3, arguments[0] == "networks", let base = Int(arguments[1]), let limit = Double(arguments[2])
    {
      let (pool, encoder) = (WorkerPool(workerCount: threads), JSONEncoder())
      for kind in NetworkKind.choices {
        let steps = try NetworkSteps(kind, base: base, seconds: limit, pool: pool)
        FileHandle.standardOutput.write(try encoder.encode(steps) + Data("\n".utf8))
      }
      return
    }
    while arguments.count >= 2 {
      switch (arguments.removeFirst(), arguments.removeFirst()) {
      case ("--threads", let value): threads = Int(value) ?? threads
      case ("--instructions", let value): instructions = InstructionSet(rawValue: value) ?? instructions
      default: arguments = []
      }
    }
    let pool = WorkerPool(workerCount: threads)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    while let line = readLine() {
      guard let work = Work(line, pool: pool, instructions: instructions) else {
        FileHandle.standardError.write(Data("engine-benchmark: no such work: \(line)\n".utf8))
        exit(64)
      }
      FileHandle.standardOutput.write(try encoder.encode(work.run()) + Data("\n".utf8))
    }
  }
}

/// Seconds of every repetition, by part; work in one part is "step".
typealias Timings = [String: [Double]]

/// One line of input, made ready.
struct Work {
  static let width = 192
  static let height = 224
  private let kind: String
  private let seconds: Double
  private let batch: Int
  private let network: UNet
  private let pool: WorkerPool
  private let instructions: InstructionSet
  private let target: [Float]

  init?(_ line: String, pool: WorkerPool, instructions: InstructionSet) {
    let words = line.split(separator: " ").map(String.init)
    guard words.count == 4, let base = Int(words[1]), let batch = Int(words[2]), let seconds = Double(words[3]),
      (["train", "train-group", "predict", "predict-group", "layers"] + MethodStep.names).contains(words[0])
    else { return nil }
    kind = words[0]
    let normalises = kind.hasSuffix("-group")
    self.seconds = seconds
    self.batch = batch
    self.pool = pool
    self.instructions = instructions
    let architecture = UNetArchitecture(base: base, normalisation: normalises ? .group(base: base) : .none)
    guard let weights = try? UNetWeights(architecture: architecture, seed: 1, foregroundFraction: 0.02) else {
      return nil
    }
    network = UNet(
      architecture, width: Self.width, height: Self.height, capacity: batch, trains: !words[0].hasPrefix("predict"),
      hasTangents: MethodStep.names.contains(words[0]), pool: pool, instructionSet: instructions)
    network.load(weights)
    var random = RandomStream(seed: 1, name: "benchmark")
    for image in 0..<batch {
      let input = network.input(image: image)
      for i in input.indices { input[i] = Float(random.normal()) }
    }
    target = (0..<batch * Self.width * Self.height).map { _ in random.uniform() < 0.02 ? 1 : 0 }
  }

  func run() -> Timings {
    switch kind {
    case "train", "train-group": repeated(training())
    case "layers": repeated(trainingByLayer())
    case "predict", "predict-group": repeated(prediction())
    default: repeated(methodStep())
    }
  }

  /// A few repetitions unseen, then as many as fit the time.
  private func repeated(_ body: () -> Timings) -> Timings {
    for _ in 0..<3 { _ = body() }
    var all: Timings = [:]
    let start = ContinuousClock.now
    repeat {
      for (part, seconds) in body() { all[part, default: []] += seconds }
    } while start.duration(to: .now) < .seconds(seconds)
    return all
  }

  private func prediction() -> () -> Timings {
    return { ["step": [time { network.forward(imageCount: batch) }]] }
  }

  private func methodStep() -> () -> Timings {
    let step = MethodStep(kind, network, batch: batch, target: target, pool: pool, instructions: instructions)
    return { ["step": [time { step.run(pool: pool, instructions: instructions) }]] }
  }

  private func training() -> () -> Timings {
    var adam = Adam(parameterCount: network.parameterCount)
    let loss = EffectiveSoftDice()
    return {
      [
        "step": [
          time {
            network.forward(imageCount: batch)
            evaluate(loss)
            network.backward()
            adam.step(
              network.parameters, along: network.parameterGradients, scale: 1, pool: pool, instructionSet: instructions)
            network.weightsChanged()
          }
        ]
      ]
    }
  }

  private func trainingByLayer() -> () -> Timings {
    var adam = Adam(parameterCount: network.parameterCount)
    let loss = EffectiveSoftDice()
    let timing = LayerTiming(of: network, workerCount: pool.workerCount)
    return {
      var parts: Timings = [:]
      network.forward(imageCount: batch)
      for (layer, seconds) in timing.take() { parts["\(layer) forward"] = [seconds] }
      parts["loss"] = [time { evaluate(loss) }]
      network.backward()
      for (layer, seconds) in timing.take() { parts["\(layer) backward"] = [seconds] }
      parts["adam"] = [
        time {
          adam.step(
            network.parameters, along: network.parameterGradients, scale: 1, pool: pool, instructionSet: instructions)
        }
      ]
      network.weightsChanged()
      return parts
    }
  }

  private func evaluate(_ loss: some LossFunction) {
    let batchLoss = BatchLoss(pool: pool, instructionSet: instructions)
    target.withUnsafeBufferPointer { target in
      _ = batchLoss.value(
        of: loss, imageCount: batch, logits: UnsafeBufferPointer(network.logits), target: target,
        weights: UnsafeBufferPointer(start: nil, count: 0), gradient: network.logitGradients)
    }
  }

  private func time(_ body: () -> Void) -> Double {
    let start = ContinuousClock.now
    body()
    let time = start.duration(to: .now).components
    return Double(time.seconds) + Double(time.attoseconds) * 1e-18
  }
}
