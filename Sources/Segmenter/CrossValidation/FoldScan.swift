public import VolumeModel

/// How the prediction of a scan that a fold was not trained on agrees with its annotation.
public struct FoldScan: Sendable, Hashable, Codable {
  /// The case.
  public let name: String
  /// Whose scan it is.
  public let patient: String
  /// Counted from 1.
  public let fold: Int
  /// The threshold that the fold's training chose, without a look at this patient.
  public let threshold: Double
  /// Lesion volume of the annotation.
  public let lesionML: Double
  /// Lesion volume of the prediction.
  public let predictedML: Double
  /// Of the voxels; 1 where both masks are empty.
  public let dice: Double
  /// Lesion by lesion (18-connected, any overlap); nil where neither mask has a lesion.
  public let lesionF1: Double?

  /// Compares a prediction with the mask that would have been trained on.
  public init(of one: TrainingCase, fold: Int, prediction: Mask, threshold: Double) {
    let reference = one.target.expert
    (name, patient) = (one.name, one.patient)
    (self.fold, self.threshold) = (fold, threshold)
    (lesionML, predictedML) = (reference.volumeML, prediction.volumeML)
    dice = OverlapCounts(reference: reference, candidate: prediction).dice
    let detection = LesionDetection(reference: reference, candidate: prediction)
    lesionF1 = detection.referenceLesions.isEmpty && detection.candidateLesions.isEmpty ? nil : detection.f1
  }

  private enum CodingKeys: String, CodingKey {
    case patient, fold, threshold, dice
    case name = "case"
    case lesionML = "lesion_ml"
    case predictedML = "predicted_ml"
    case lesionF1 = "lesion_f1"
  }

  /// Reads what ``encode(to:)`` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    patient = try container.decode(String.self, forKey: .patient)
    fold = try container.decode(Int.self, forKey: .fold)
    threshold = try container.decode(Double.self, forKey: .threshold)
    lesionML = try container.decode(Double.self, forKey: .lesionML)
    predictedML = try container.decode(Double.self, forKey: .predictedML)
    dice = try container.decode(Double.self, forKey: .dice)
    lesionF1 = try container.decodeIfPresent(Double.self, forKey: .lesionF1)
  }

  /// Numbers by name, n/a as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(patient, forKey: .patient)
    try container.encode(fold, forKey: .fold)
    try container.encode(threshold, forKey: .threshold)
    try container.encode(lesionML, forKey: .lesionML)
    try container.encode(predictedML, forKey: .predictedML)
    try container.encode(dice, forKey: .dice)
    try container.encode(lesionF1, forKey: .lesionF1)
  }
}
