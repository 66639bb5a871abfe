public import ArgumentParser
import Foundation
public import Segmenter

/// What a training step sees.
struct SamplingArguments: ParsableArguments {
  @Option(help: "Slices per step, or with --network vnet blocks of slices. Default: 8 slices, 2 blocks.")
  var batch: Int?
  @Option(
    help: """
      Train on square crops of this many pixels; 0 for whole slices. Default: as the recipe has it; with --network vnet 64.
      """)
  var crop: Int?
  @Option(
    help: """
      slices: every training slice once an epoch, three crops in four on a lesion. lesions: half of the samples centred \
      on a voxel of a lesion, each lesion as often as any other. Default: as the recipe has it.
      """)
  var sampling: SampleSelection?
  @Option(help: "Rotate by up to this many degrees either way.")
  var rotation = 5.0
  @Flag(inversion: .prefixedNo, help: "Mirror every other sample left to right.")
  var flip = true
  @Flag(
    inversion: .prefixedNo,
    help:
      "Predict with the mean over each slice and its mirror image, recorded in the weights; the threshold is chosen so."
  )
  var flipAveraging = false
  @Flag(inversion: .prefixedNo, help: "Vary gain, shift and gamma of the images.")
  var varyIntensity = true
  @Option(
    help: ArgumentHelp(
      """
      Further random changes of the samples, separated by commas: scale, resolution, blur and noise as in nnU-Net; \
      lesions copies lesions of other patients with the tissue around them (CarveMix); none leaves all out. Default: as the \
      recipe has it.
      """, valueName: "names"), completion: .list(AugmentationName.allCases.map(\.rawValue) + ["none"]))
  var augment: String?
  @Option(
    help: """
      Train on brain slices without a lesion too: this fraction of the number of lesion slices, chosen by the seed. Where \
      an annotation may have missed every lesion of a slice, methods for wrong annotations can see it only so. Default: as \
      the recipe has it.
      """)
  var emptySlices: Double?
  @Option(
    help: """
      What is held out for validation: patients, every slice of them; or slices of the patients that are trained on. \
      Default: as the recipe has it; with one patient always slices.
      """)
  var validation: ValidationUnit?
  @Option(help: "The fraction of the patients, or of the lesion slices, that is held out for validation.")
  var validationFraction = 0.2
  @Option(name: .customLong("validation-share"), help: .hidden)
  var earlierValidationFraction: Double?
}

extension SamplingArguments {
  /// In one order, however they were named; those of the recipe where none are named.
  func augmentations(recipe: TrainingRecipe, network: NetworkKind) throws -> [AugmentationName]? {
    guard let augment else { return recipe.augmentations(of: network) }
    guard augment != "none" else { return nil }
    let names = augment.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    if let unknown = names.first(where: { AugmentationName(rawValue: $0) == nil }) {
      let known = AugmentationName.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("There is no augmentation '\(unknown)'; there are \(known), and none.")
    }
    let chosen = AugmentationName.allCases.filter { names.contains($0.rawValue) }
    return chosen.isEmpty ? nil : chosen
  }
}

extension ValidationUnit: ExpressibleByArgument {}
extension TrainingRecipe: ExpressibleByArgument {}
