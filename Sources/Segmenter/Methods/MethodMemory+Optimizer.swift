/// Optimisers of a method's own networks.
extension MethodMemory {
  mutating func store(_ optimizer: any Optimizer, of network: String) {
    numbers[network + ".optimizer_steps"] = Int64(optimizer.stepCount)
    for moment in optimizer.moments { slabs["\(network).\(moment.name)"] = moment.scalars }
  }

  /// Brings an optimiser of the same kind to where the stored one was; moments that do not fit stay.
  func restore(_ optimizer: inout any Optimizer, of network: String) {
    optimizer.stepCount = Int(numbers[network + ".optimizer_steps"] ?? 0)
    for index in optimizer.moments.indices {
      let moment = optimizer.moments[index]
      guard let scalars = slabs["\(network).\(moment.name)"], scalars.count == moment.scalars.count else { continue }
      optimizer.moments[index].scalars = scalars
    }
  }
}
