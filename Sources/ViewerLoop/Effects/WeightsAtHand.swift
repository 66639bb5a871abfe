import Segmenter
import ViewerTUI
import VolumeModel

/// Weights that predict and that training goes on from.
struct WeightsAtHand: Sendable {
  let model: TrainedModel
  /// What they are called on the screen.
  let source: String
  /// Their file, for the record of a run that goes on from them.
  let record: RunWeights?
  /// What is doubtful about them, a sentence each.
  var doubts: [String] = []
}

extension WeightsAtHand {
  /// The best weights so far of a training that still runs; nil when there are none, or when it has ended.
  init?(of training: TrainingRun?) {
    guard let training, !training.isFinished, let model = training.modelSoFar else { return nil }
    self.init(
      model: model, source: "the training so far", record: nil,
      doubts: ["doubtful: the training still runs, and has chosen no threshold yet; 0.5 is used"])
  }

  /// Predicts a case, with all that makes the prediction doubtful.
  func predict(
    _ review: ReviewCase, threads: Int, progress: (Double) -> Bool = { _ in true }
  ) throws -> Prediction {
    let predictor = Predictor(model: model, threads: threads, niceness: 19)
    var images = review
    let channels = try images.channels(model.metadata.imageRoles).volumes
    let likeness = ScanLikeness(
      metadata: model.metadata, grid: review.grid, brainDoubts: review.brainMask.doubts,
      flair: (review.flair.volume, review.brain))
    let probability = try predictor.probability(
      channels: channels, brain: review.brain, firstPeak: likeness.peak, progress: progress)
    var prediction = Prediction(
      source: source, probability: probability, threshold: model.metadata.binarisationThreshold,
      filter: model.metadata.sizeFilter, doubts: doubts + likeness.doubts)
    if let doubt = PredictedVolume(prediction.mask, brain: review.brain).doubt { prediction.doubts.append(doubt) }
    return prediction
  }

  /// Draws plausible annotations of a case.
  func samples(
    _ review: ReviewCase, _ request: SampleRequest, threads: Int, progress: (Double) -> Bool = { _ in true }
  ) throws -> DrawnSamples {
    var images = review
    let channels = try images.channels(model.metadata.imageRoles).volumes
    let threshold = model.metadata.binarisationThreshold
    let drawn = try Predictor(model: model, threads: threads, niceness: 19).samples(
      channels: channels, brain: review.brain, count: request.count, seed: request.seed, threshold: threshold,
      filter: model.metadata.sizeFilter, progress: progress)
    return DrawnSamples(drawn, source: source, seed: request.seed, threshold: threshold)
  }
}
