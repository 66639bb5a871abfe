internal import Foundation
internal import VolumeModel

/// The model that a run leaves: the weights that are kept, and the binarisation threshold chosen with them.
extension TrainingLoop {
  func bestModel(
    _ state: TrainingState, store: SliceStore, _ judgement: FinalJudgement
  ) throws(TrainingError) -> TrainedModel {
    // Of the scans as they were read, since a scan to predict is compared with them before it is prepared.
    let spacings = imageGrids.map { AxialFrame($0).spacingMM }
    let spacing = spacings.first ?? SIMD3(1, 1, 1)
    var metadata = ModelMetadata(
      normalisation: plan.normalisation, preparation: plan.usedPreparation, imageRoles: plan.imageRoles,
      spacingMM: [spacing.x, spacing.y, spacing.z],
      softMask: plan.softMask.strings, binarisationThreshold: judgement.threshold, seed: plan.seed,
      maskHashes: cases.flatMap(\.raterHashes), validationDice: state.bestDice)
    metadata.largestRemovedMM3 = judgement.filter?.largestRemovedMM3
    metadata.allSpacingsMM = Self.differentSpacings(spacings)
    metadata.averagesFlips = plan.averagesFlips ?? false
    do {
      return TrainedModel(
        weights: try UNetWeights(architecture: plan.architecture, scalars: state.bestWeights),
        members: try state.bestMembers.map { members throws(ModelError) in
          try UNetWeights(architecture: plan.architecture, scalars: members)
        },
        metadata: metadata)
    } catch {
      throw TrainingError(error)
    }
  }

  /// Spacings to a hundredth of a millimetre, each once, in the order of the scans.
  private static func differentSpacings(_ all: [SIMD3<Double>]) -> [[Double]] {
    var different: [[Double]] = []
    for spacing in all {
      let rounded = [spacing.x, spacing.y, spacing.z].map { ($0 * 100).rounded() / 100 }
      if !different.contains(rounded) { different.append(rounded) }
    }
    return different
  }

  /// The best weights on the training scans; the session's network holds others after it. Nothing is chosen or judged when
  /// a stop is asked for meanwhile.
  func judge(_ session: TrainingSession, pool: WorkerPool) -> FinalJudgement {
    let store = session.store
    let prediction = MeanPrediction(
      network: session.sliceNetwork, members: [session.state.bestWeights] + session.state.bestMembers)
    return FinalJudgement(
      cases, store: store, prediction: prediction, averagesFlips: plan.averagesFlips ?? false, pool: pool,
      isStopRequested: isStopRequested)
      ?? FinalJudgement()
  }
}
