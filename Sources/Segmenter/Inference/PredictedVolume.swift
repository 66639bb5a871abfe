internal import Foundation
public import VolumeModel

/// Whether the lesion volume of a prediction is one that a patient can have.
public struct PredictedVolume: Sendable, Hashable {
  /// In millilitres.
  public let lesionML: Double
  /// In millilitres.
  public let brainML: Double

  /// The largest load that is not doubted, as a fraction of the brain: that of the heaviest patients of public MS data
  /// sets (about 60 ml of 1300 ml) and half as much again.
  public static let largestFraction = 0.07

  /// - Parameter mask: as predicted, small components removed.
  public init(_ mask: Mask, brain: Mask) {
    lesionML = mask.volumeML
    brainML = brain.volumeML
  }

  /// Why the prediction should be looked at, in a sentence; nil where nothing speaks against its volume.
  public var doubt: String? {
    guard brainML > 0, lesionML > Self.largestFraction * brainML else { return nil }
    // Of any size: voxels of an absurd header are as large as it says.
    let (volume, percent) = (String(format: "%.0f", lesionML), String(format: "%.0f", lesionML / brainML * 100))
    return
      "doubtful: \(volume) ml of lesions, \(percent) % of the brain, is more than patients have; "
      + "the scan may be unlike what the weights were trained on"
  }
}
