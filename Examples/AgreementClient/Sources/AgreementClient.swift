import Segmenter
import VolumeModel

/// Opens a case, says how well its first two raters agree, and predicts:
///
///     agreement-client CASE_FOLDER [WEIGHTS.safetensors]
@main
struct AgreementClient {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let folder = arguments.first else {
      print("usage: agreement-client CASE_FOLDER [WEIGHTS.safetensors]")
      return
    }
    let review = try ReviewCase.load(CaseFiles.find(inFolder: folder), withImages: false)
    print("\(review.name): \(review.grid.shape.x) x \(review.grid.shape.y) x \(review.grid.shape.z) voxels")
    for note in review.notes { print("  \(note)") }
    try agree(review)
    try predict(review, weights: arguments.dropFirst().first)
  }

  /// Every measure of the command "flairscope compare", from the same function.
  private static func agree(_ review: ReviewCase) throws {
    guard review.raters.count >= 2 else { return print("fewer than two raters: nothing to compare") }
    let (first, second) = (review.raters[0], review.raters[1])
    let report = AgreementReport(reference: first.mask, candidate: second.mask, withSurfaces: false)
    print("\(first.name) against \(second.name): Dice \(report.metrics.dice)")
    print("  \(report.lesions.count) lesions of either, \(first.mask.volumeML) and \(second.mask.volumeML) ml")
  }

  /// With weights of a training, or, to show the calls, with a small network that has learned nothing.
  private static func predict(_ review: ReviewCase, weights path: String?) throws {
    let model: TrainedModel
    if let path {
      model = try TrainedModel.read(from: path)
    } else {
      let architecture = UNetArchitecture(inputChannels: 1, base: 2, levels: 1)
      model = TrainedModel(weights: try UNetWeights(architecture: architecture, seed: 1), metadata: ModelMetadata())
    }
    var opened = review
    let channels = try opened.channels(model.metadata.imageRoles).volumes
    let map = try Predictor(model: model, threads: 2).probability(channels: channels, brain: review.brain)
    let lesions = Mask(map, atLeast: Float(model.metadata.binarisationThreshold))
    print(path == nil ? "an untrained network finds" : "predicted:", lesions.volumeML, "ml")
  }
}
