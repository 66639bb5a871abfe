/// What methods see of a session between epochs.
extension TrainingSession {
  var trainingSlices: [TrainingSlice] { store.training }

  var sliceWidth: Int { store.width }

  func setClasses(_ classes: [UInt8], ofTrainingSlice number: Int) { store.training[number].classes = classes }

  func caseName(_ caseNumber: Int) -> String { store.caseNames[caseNumber] }

  var foregroundFraction: Double { store.foregroundFraction }

  var restarts: Int { state.restarts }

  func withSliceNetwork<Result>(weights: [Float], _ body: (UNet) -> Result) -> Result {
    let network = sliceNetwork
    let trained = self.weights
    _ = network.parameters.update(fromContentsOf: weights)
    network.weightsChanged()
    defer { if network === self.network { load(trained) } }
    return body(network)
  }

  var snapshot: NetworkSnapshot {
    NetworkSnapshot(weights: weights, average: state.averageWeights, optimizer: state.optimizer)
  }

  func restore(_ snapshot: NetworkSnapshot) {
    load(snapshot.weights)
    state.averageWeights = snapshot.average
    state.optimizer = snapshot.optimizer
  }
}
