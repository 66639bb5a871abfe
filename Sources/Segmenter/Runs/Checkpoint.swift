internal import Foundation

/// The state of a run on disk: weights, best weights, the optimiser's moments, and the counters from which every random
/// stream and the learning rate follow. Going on from it gives the bits of a run that was never interrupted.
enum Checkpoint {
  private static let methodPrefix = "method."
  /// More than any run can count to; what is larger is damage.
  private static let largestCounter = 1 << 48
  /// Of a run: a hundred years.
  private static let longestSeconds = 3.2e9

  static func write(_ state: TrainingState, weights: UNetWeights, to path: String) throws(ModelError) {
    var tensors = weights.safeTensors(prefix: "weights.")
    for moment in state.optimizer.moments {
      tensors += weights.safeTensors(prefix: "optimizer.\(moment.name).", scalars: moment.scalars)
    }
    if state.bestEpoch > 0 { tensors += weights.safeTensors(prefix: "best.", scalars: state.bestWeights) }
    for (number, scalars) in state.bestMembers.enumerated() {
      tensors += weights.safeTensors(prefix: "best\(number + 2).", scalars: scalars)
    }
    if !state.averageWeights.isEmpty {
      tensors += weights.safeTensors(prefix: "average.", scalars: state.averageWeights)
    }
    for (name, scalars) in state.method.slabs.sorted(by: { $0.key < $1.key }) {
      tensors.append(SafeTensor(name: methodPrefix + name, shape: [scalars.count], scalars: scalars))
    }
    var numbers: [String: String] = [
      "kind": "flairscope.checkpoint/2",
      "epoch": String(state.epoch),
      "step_in_epoch": String(state.stepInEpoch),
      "step": String(state.step),
      "samples": String(state.samples),
      // Bit patterns: decimal text would have to be trusted to come back exactly.
      "loss_sum": String(state.lossSum.bitPattern),
      "steps_since_start": String(state.stepsSinceStart),
      "restarts": String(state.restarts),
      "elapsed_seconds": "\(state.elapsedSeconds)",
      "best_dice": String(state.bestDice.bitPattern),
      "best_epoch": String(state.bestEpoch),
      "highest_dice": String(state.highestDice.bitPattern),
      "highest_epoch": String(state.highestEpoch),
      "optimizer_steps": String(state.optimizer.stepCount),
      "has_average": String(!state.averageWeights.isEmpty),
      "best_members": String(state.bestMembers.count),
    ]
    for (name, number) in state.method.numbers { numbers[methodPrefix + name] = String(number) }
    try Safetensors.write(tensors, metadata: numbers, to: path)
  }

  static func read(
    _ path: String, architecture: UNetArchitecture, optimizer settings: OptimizerSettings
  ) throws(ModelError) -> (state: TrainingState, weights: UNetWeights) {
    let (tensors, numbers) = try Safetensors.read(path)
    guard numbers["kind"] == "flairscope.checkpoint/2" else {
      throw .malformed(path: path, reason: "it is not a checkpoint of a run")
    }
    let layout = ParameterLayout(architecture)
    func slab(_ prefix: String) throws(ModelError) -> [Float] {
      var slab: [Float] = []
      slab.reserveCapacity(layout.scalarCount)
      for block in layout.blocks {
        guard let tensor = tensors[prefix + block.name], tensor.shape == block.shape else {
          throw .malformed(path: path, reason: "tensor '\(prefix + block.name)' is missing or has another shape")
        }
        slab += tensor.scalars
      }
      return slab
    }
    func number<T: LosslessStringConvertible>(_ key: String) throws(ModelError) -> T {
      guard let value = numbers[key].flatMap(T.init) else {
        throw .malformed(path: path, reason: "'\(key)' is missing or not a number")
      }
      return value
    }
    var optimizer = settings.optimizer(parameterCount: layout.scalarCount)
    for index in optimizer.moments.indices {
      optimizer.moments[index].scalars = try slab("optimizer.\(optimizer.moments[index].name).")
    }
    optimizer.stepCount = try number("optimizer_steps")
    var state = TrainingState(optimizer: optimizer)
    state.epoch = try number("epoch")
    state.stepInEpoch = try number("step_in_epoch")
    state.step = try number("step")
    state.samples = try number("samples")
    state.lossSum = Double(bitPattern: try number("loss_sum"))
    state.stepsSinceStart = try number("steps_since_start")
    state.restarts = try number("restarts")
    state.elapsedSeconds = try number("elapsed_seconds")
    state.bestDice = Double(bitPattern: try number("best_dice"))
    state.bestEpoch = try number("best_epoch")
    // Checkpoints of before have one epoch that is best in either sense.
    state.highestDice = numbers["highest_dice"].flatMap(UInt64.init).map { Double(bitPattern: $0) } ?? state.bestDice
    state.highestEpoch = numbers["highest_epoch"].flatMap { Int($0) } ?? state.bestEpoch
    let counters = [
      state.epoch, state.stepInEpoch, state.step, state.bestEpoch, state.highestEpoch, state.stepsSinceStart,
      state.restarts,
      optimizer.stepCount,
    ]
    guard counters.allSatisfy({ (0...largestCounter).contains($0) }), state.samples <= UInt64(largestCounter) else {
      throw .malformed(path: path, reason: "a counter is negative or impossibly large")
    }
    guard (0...longestSeconds).contains(state.elapsedSeconds), !state.bestDice.isNaN, !state.highestDice.isNaN else {
      throw .malformed(path: path, reason: "its time or its Dice is no number of a run")
    }
    if state.bestEpoch > 0 { state.bestWeights = try slab("best.") }
    let memberCount = numbers["best_members"].flatMap { Int($0) } ?? 0
    for number in 0..<min(max(memberCount, 0), TrainedModel.memberLimit) {
      state.bestMembers.append(try slab("best\(number + 2)."))
    }
    state.method = methodMemory(tensors, numbers)
    if numbers["has_average"] == "true" { state.averageWeights = try slab("average.") }
    return (state, try UNetWeights(architecture: architecture, scalars: slab("weights.")))
  }

  private static func methodMemory(_ tensors: [String: SafeTensor], _ strings: [String: String]) -> MethodMemory {
    func name(_ key: String) -> String? {
      key.hasPrefix(methodPrefix) ? String(key.dropFirst(methodPrefix.count)) : nil
    }
    let slabs = tensors.compactMap { key, tensor in name(key).map { ($0, tensor.scalars) } }
    let numbers = strings.compactMap { key, text in name(key).flatMap { name in Int64(text).map { (name, $0) } } }
    return MethodMemory(
      numbers: Dictionary(uniqueKeysWithValues: numbers), slabs: Dictionary(uniqueKeysWithValues: slabs))
  }
}
