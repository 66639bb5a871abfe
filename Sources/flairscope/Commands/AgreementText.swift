import Foundation
import VolumeModel

extension AgreementMeasure {
  /// What tables for people show: each number once, in the variant that was asked for.
  static let forPeople = allCases.filter {
    ![
      .directedHausdorff95MM, .pooledHausdorff95MM, .pooledAverageSymmetricSurfaceDistanceMM,
      .meanOfAverageSurfaceDistancesMM, .lesionPrecision, .volumeDifference, .absoluteVolumeDifferenceML,
    ].contains($0)
  }

  /// The unit is part of the title.
  var title: String {
    switch self {
    case .dice: "Dice"
    case .jaccard: "Jaccard"
    case .precision: "precision"
    case .recall: "recall"
    case .specificity: "specificity"
    case .kappa: "kappa"
    case .volumeReferenceML: "volume, reference, ml"
    case .volumeCandidateML: "volume, candidate, ml"
    case .volumeDifference: "volume difference"
    case .signedVolumeDifference: "volume difference"
    case .absoluteVolumeDifferenceML: "volume difference, ml"
    case .hausdorffMM: "HD, mm"
    case .hausdorff95MM: "HD95, mm"
    case .directedHausdorff95MM: "HD95 directed, mm"
    case .pooledHausdorff95MM: "HD95 pooled, mm"
    case .averageSurfaceDistanceMM: "ASD, mm"
    case .averageSymmetricSurfaceDistanceMM: "ASSD, mm"
    case .pooledAverageSymmetricSurfaceDistanceMM: "ASSD pooled, mm"
    case .meanOfAverageSurfaceDistancesMM: "ASSD mean of means, mm"
    case .lesionsReference: "lesions, reference"
    case .lesionsCandidate: "lesions, candidate"
    case .lesionTruePositiveRate: "lesion TPR"
    case .lesionFalsePositiveRate: "lesion FPR"
    case .lesionPrecision: "lesion precision"
    case .lesionF1: "lesion F1"
    }
  }

  var decimals: Int {
    switch self {
    case .lesionsReference, .lesionsCandidate: 0
    case .specificity: 6
    default: rawValue.hasSuffix("_mm") || rawValue.hasSuffix("_ml") ? 2 : 3
    }
  }

  func text(of metrics: AgreementMetrics) -> String {
    let text = ReadableNumber.text(value(of: metrics), decimals: decimals)
    return self == .signedVolumeDifference && value(of: metrics) ?? 0 > 0 ? "+" + text : text
  }
}

/// Agreement as CSV, and the grid it was measured on in words.
enum AgreementText {
  static func grid(_ grid: VoxelGrid) -> String {
    let spacing = grid.spacingMM
    let sizes = [spacing.x, spacing.y, spacing.z].map { String(format: "%g", ($0 * 1000).rounded() / 1000) }
    return "\(grid.shapeText), \(sizes.joined(separator: " x ")) mm"
  }

  /// A heading and a row for each comparison; n/a is an empty field.
  static func csv(_ comparisons: [(reference: String, candidate: String, report: AgreementReport)]) -> String {
    let measures = AgreementMeasure.allCases
    let heading = ["reference", "candidate", "connectivity"] + measures.map(\.rawValue)
    let rows = comparisons.map { comparison in
      [comparison.reference, comparison.candidate, "\(comparison.report.connectivity.rawValue)"]
        + measures.map { full($0.value(of: comparison.report.metrics)) }
    }
    return CSV.table([heading] + rows)
  }

  /// Every digit, whole numbers without a point.
  static func full(_ value: Double?) -> String {
    guard let value else { return "" }
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
