internal import Foundation
public import VolumeModel

/// What one cell came to; `result.json` in its folder.
public struct CellResult: Sendable, Hashable, Codable {
  /// The name of the condition.
  public var condition: String
  /// The patient that was not trained on, or the fold of patients.
  public var leftOut: String
  /// Of the run.
  public var seed: UInt64
  /// Of the training patients.
  public var binarisationThreshold: Double
  /// The best, of the training patients' held-out slices.
  public var validationDice: Double
  /// Training and prediction together, for forecasts; no table shows it.
  public var seconds: Double
  /// Of the left-out patients.
  public var scans: [ScanResult]
  /// How well the maps of the run mark what was corrupted; only where an experiment asks for it.
  public var marks: [CorruptionMark]?
  /// Dice and uncertainty after every epoch; only where an experiment asks for it.
  public var epochs: [EpochPoint]?

  private enum CodingKeys: String, CodingKey {
    case condition, seed, seconds, scans, marks, epochs
    case leftOut = "left_out"
    case binarisationThreshold = "binarisation_threshold"
    case validationDice = "validation_dice"
  }
}

/// The prediction of one left-out scan against its references.
public struct ScanResult: Sendable, Hashable, Codable {
  /// Of the scan, or of what it is compared with.
  public var name: String
  /// The comparison with each rater, and with a noisy mask.
  public var references: [ReferenceResult]
  /// For detection curves; only where an experiment asks for it.
  public var detection: DetectionRecord?
  /// What was predicted, one mask or samples, against the set of all raters; only where an experiment asks for it.
  public var sets: SampleAgreement?

  /// - Parameter name: "rater1", "rater2" or "noisy".
  func against(_ name: String) -> ReferenceResult? { references.first { $0.name == name } }
}

/// The prediction against one reference. What is not defined is nil ("n/a").
public struct ReferenceResult: Sendable, Hashable, Codable {
  /// Of the scan, or of what it is compared with.
  public var name: String
  /// Of all voxels.
  public var dice: Double
  /// The fraction of the predicted voxels that the reference has.
  public var precision: Double
  /// The fraction of the reference's voxels that are predicted; nil when it has none.
  public var recall: Double?
  /// The foreground IoU of the slices with lesion or prediction, averaged.
  public var meanSliceIoU: Double?
  /// The largest distance between the surfaces, in mm; nil when one of both is empty.
  public var hausdorffMM: Double?
  /// From the prediction to the reference.
  public var averageDistanceMM: Double?

  /// The name of a comparison with rater 1.
  public static let rater1 = "rater1"
  /// The name of a comparison with rater 2.
  public static let rater2 = "rater2"
  /// The name of a comparison with a rater, counted from 0.
  static func rater(_ number: Int) -> String { "rater\(number + 1)" }
  /// The mask of rater 1 with noise.
  public static let noisy = "noisy"

  init(name: String, reference: Mask, prediction: Mask) {
    self.name = name
    let overlap = OverlapCounts(reference: reference, candidate: prediction)
    let surfaces = SurfaceDistances(reference: reference, candidate: prediction)
    dice = overlap.dice
    precision = overlap.precision
    recall = overlap.recall
    meanSliceIoU = SliceOverlap.meanIntersectionOverUnion(reference: reference, candidate: prediction)
    hausdorffMM = surfaces?.hausdorffMM
    averageDistanceMM = surfaces?.averageMM
  }

  private enum CodingKeys: String, CodingKey {
    case name, dice, precision, recall
    case meanSliceIoU = "mean_slice_iou"
    case hausdorffMM = "hausdorff_mm"
    case averageDistanceMM = "average_distance_mm"
  }
}
