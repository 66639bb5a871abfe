internal import Foundation
internal import VolumeModel

/// The model that a run leaves: its best weights, and the binarisation threshold chosen with them.
extension TrainingLoop {
  func bestModel(
    _ state: TrainingState, store: SliceStore, threshold: Double
  ) throws(TrainingError) -> TrainedModel {
    let spacing = store.frames.first?.spacingMM ?? SIMD3(1, 1, 1)
    let metadata = ModelMetadata(
      normalisation: plan.normalisation, imageRoles: plan.imageRoles, spacingMM: [spacing.x, spacing.y, spacing.z],
      softMask: plan.softMask.strings, binarisationThreshold: threshold, seed: plan.seed,
      maskHashes: cases.flatMap(\.raterHashes), validationDice: state.bestDice)
    do {
      return TrainedModel(
        weights: try UNetWeights(architecture: plan.architecture, scalars: state.bestWeights), metadata: metadata)
    } catch {
      throw TrainingError(error)
    }
  }

  func chooseThreshold(_ session: TrainingSession, pool: WorkerPool) -> Double {
    let store = session.store
    let network = UNet(
      plan.architecture, width: store.width, height: store.height, capacity: 4, trains: false, pool: pool)
    _ = network.parameters.update(fromContentsOf: session.state.bestWeights)
    network.weightsChanged()
    var tables: [[Double]] = []
    for (number, one) in cases.enumerated() {
      let heldOut = Set(store.validation.filter { $0.caseNumber == number }.map(\.slice))
      guard let box = store.frames[number].box(of: one.brain) else { continue }
      let cutter = SliceCutter(
        frame: store.frames[number], window: store.windows[number], channels: one.channels,
        scales: store.scales[number], brain: one.brain)
      var probability = Volume<Float>(grid: one.brain.grid, filledWith: 0)
      let isComplete = VolumePrediction(network: network, pool: pool, cutter: cutter).run(
        slices: box.slices.filter { !heldOut.contains($0) }, progress: { _ in !isStopRequested() }
      ) { _, brainPixels, logits in
        probability.withMutableScalars { scalars in
          for (pixel, index) in brainPixels { scalars[index] = sigmoid(logits[pixel]) }
        }
      }
      guard isComplete else { return 0.5 }
      var expert = one.target.expert
      one.target.expert.forEachLinearIndex { index in
        if heldOut.contains(store.frames[number].position(ofLinearIndex: index).slice) {
          expert[expert.grid.voxel(atLinearIndex: index)] = false
        }
      }
      tables.append(ThresholdChoice.dice(probability: probability, expert: expert))
    }
    return ThresholdChoice.best(tables)
  }
}
