import Foundation

/// How the lesions of one case were detected: the records from which FROC curves are made (after the released analysis
/// of Shirokikh et al., MICCAI 2020, arXiv 2007.10033).
///
/// Scores are logits. A lesion is detected by the component of the prediction with which it has the largest Dice, and
/// takes that component's largest logit as its score. A component that meets no lesion is a false positive.
public struct DetectionRecord: Sendable, Hashable, Codable {
  /// A lesion of the reference, and how well it was found.
  public struct TrueLesion: Sendable, Hashable, Codable {
    /// Of the ball with the lesion's volume.
    public let diameterMM: Double
    /// 0 where nothing met the lesion.
    public let dice: Double
    /// Nil where nothing met the lesion.
    public let score: Double?

    /// A lesion; a score of nil was not found.
    public init(diameterMM: Double, dice: Double, score: Double?) {
      self.diameterMM = diameterMM
      self.dice = dice
      self.score = score
    }
  }

  /// A predicted component that meets no lesion.
  public struct FalsePositive: Sendable, Hashable, Codable {
    /// Of the sphere of its volume.
    public let diameterMM: Double
    /// Its largest logit.
    public let score: Double

    /// A false positive of that size and score.
    public init(diameterMM: Double, score: Double) {
      self.diameterMM = diameterMM
      self.score = score
    }
  }

  /// Those of the reference.
  public let lesions: [TrueLesion]
  /// Those of the prediction.
  public let falsePositives: [FalsePositive]
  /// The probability from which voxels belong to components. Nil in records of earlier versions, where it was always 0.5.
  public let threshold: Double?

  /// A record that is known already.
  public init(lesions: [TrueLesion], falsePositives: [FalsePositive], threshold: Double? = nil) {
    self.lesions = lesions
    self.falsePositives = falsePositives
    self.threshold = threshold
  }

  /// The records of a probability map against a reference on the same grid; components are 26-connected.
  /// - Parameter threshold: the probability from which voxels belong to components. A network that weighs lesions says
  ///   "lesion" far too readily: at 0.5 its components are not those that it would be used with, so a threshold that was
  ///   chosen on other patients belongs here. 0.5 is published.
  public init(reference: Mask, probability: Volume<Float>, threshold: Double = 0.5) {
    self.threshold = threshold
    let prediction = Lesions(of: Mask(probability, atLeast: Float(threshold)), connectivity: .corners).lesions
    let truth = Lesions(of: reference, connectivity: .corners).lesions
    let table = LesionOverlapTable(truth, prediction, grid: reference.grid)
    let scores = prediction.map { component in
      var largest = -Float.infinity
      component.forEachVoxel { largest = max(largest, probability[$0]) }
      return Self.logit(Double(largest))
    }
    lesions = truth.indices.map { index in
      var best: (dice: Double, score: Double?) = (0, nil)
      // By the component's number, so that of equal ones the first counts.
      for partner in table.partners(of: index).sorted(by: { $0.other < $1.other }) {
        let sizes = truth[index].voxelCount + prediction[partner.other].voxelCount
        let dice = 2 * Double(partner.voxels) / Double(sizes)
        if dice > best.dice { best = (dice, scores[partner.other]) }
      }
      return TrueLesion(diameterMM: Self.diameterMM(truth[index]), dice: best.dice, score: best.score)
    }
    let met = table.transposed
    falsePositives = prediction.indices.filter { met.partners(of: $0).isEmpty }.map {
      FalsePositive(diameterMM: Self.diameterMM(prediction[$0]), score: scores[$0])
    }
  }

  /// A probability of 1 in float32 counts as the largest one below, so that scores stay finite.
  static func logit(_ probability: Double) -> Double {
    let p = min(max(probability, 0x1p-25), 1 - 0x1p-25)
    return log(p) - log1p(-p)
  }

  private static func diameterMM(_ lesion: Lesion) -> Double { cbrt(6 * lesion.volumeMM3 / Double.pi) }

  /// The lesions and false positives of a range of diameters alone.
  public func restricted(toDiametersMM range: Range<Double>) -> DetectionRecord {
    DetectionRecord(
      lesions: lesions.filter { range.contains($0.diameterMM) },
      falsePositives: falsePositives.filter { range.contains($0.diameterMM) }, threshold: threshold)
  }
}
