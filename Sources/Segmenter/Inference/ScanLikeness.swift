internal import Foundation
public import VolumeModel

/// How far a scan is like those that weights were trained on, as far as it can be told before a prediction.
public struct ScanLikeness: Sendable, Hashable {
  /// Of the training scans in mm, axial in-plane first (x, y, slice), each spacing once.
  public let trainedSpacingsMM: [[Double]]
  /// Of the scan, in the same order.
  public let spacingMM: [Double]
  /// Of the scan's intensities; nil where they are not looked at.
  public let peak: BrainPeak?
  /// Why its brain mask should be looked at, a sentence each.
  public let brainDoubts: [String]

  /// Of a scan and the weights that are to predict it.
  /// - Parameter flair: the FLAIR and its brain, for its contrast.
  public init(
    metadata: ModelMetadata, grid: VoxelGrid, brainDoubts: [String], flair: (volume: Volume<Float>, brain: Mask)? = nil
  ) {
    peak = metadata.imageRoles.first == "FLAIR" ? flair.flatMap { BrainPeak(of: $0.volume, in: $0.brain) } : nil
    let spacing = AxialFrame(grid).spacingMM
    let all = metadata.allSpacingsMM.isEmpty ? [metadata.spacingMM] : metadata.allSpacingsMM
    trainedSpacingsMM = all.filter { $0.count == 3 && $0.allSatisfy { $0 > 0 } }
    spacingMM = [spacing.x, spacing.y, spacing.z]
    self.brainDoubts = brainDoubts
  }

  /// Spacings that differ by less than these factors are alike: within a plane, where one pixel more or less is a
  /// different neighbourhood for the network, and between slices, which it sees one at a time.
  private static let factors = (inPlane: 1.25, betweenSlices: 1.5)

  /// The largest parts of the brain that lie far from normal tissue in a FLAIR, where CSF is dark and small: measured on 15
  /// FLAIR scans of four sources, of which the largest were 0.05 (bright) and 0.33 (dark, with 50 ml of lesions). All 5
  /// T2-weighted scans had 0.13 to 0.27 bright; of 9 T1-weighted ones 6 were beyond a limit, and 3 thick raw ones were not.
  public static let contrastLimits = (bright: 0.08, dark: 0.40)

  /// Each rule: why the scan is unlike the training scans, or nil.
  private static let rules: [@Sendable (ScanLikeness) -> String?] = [
    { $0.spacingDoubt(axes: 0..<2, factor: factors.inPlane, of: "pixels of") },
    { $0.spacingDoubt(axes: 2..<3, factor: factors.betweenSlices, of: "slices every") },
    { $0.peak.flatMap { contrastDoubt($0.brightFraction, contrastLimits.bright, "brighter") } },
    { $0.peak.flatMap { contrastDoubt($0.darkFraction, contrastLimits.dark, "darker") } },
    { likeness in
      likeness.brainDoubts.isEmpty
        ? nil
        : "doubtful: intensities are scaled by a brain mask that may be wrong (\(likeness.brainDoubts.joined(separator: "; ")))"
    },
  ]

  /// What makes the prediction doubtful, a sentence each; empty when nothing speaks against it.
  public var doubts: [String] { Self.rules.compactMap { $0(self) } }

  private static func contrastDoubt(_ fraction: Double, _ limit: Double, _ side: String) -> String? {
    guard fraction > limit else { return nil }
    return
      "doubtful: \(Int((fraction * 100).rounded())) % of the brain is far \(side) than normal tissue, unlike any FLAIR known "
      + "here (at most \(Int(limit * 100)) %); is it another sequence, or the brain mask wrong?"
  }

  /// Says that no training scan is like this one along some axes.
  private func spacingDoubt(axes: Range<Int>, factor: Double, of what: String) -> String? {
    let distances = trainedSpacingsMM.map { trained in
      axes.map { max(trained[$0] / spacingMM[$0], spacingMM[$0] / trained[$0]) }.max() ?? 1
    }
    guard let closest = distances.indices.min(by: { distances[$0] < distances[$1] }), distances[closest] > factor
    else { return nil }
    return
      "doubtful: \(what) \(text(spacingMM, axes)) mm, unlike the \(text(trainedSpacingsMM[closest], axes)) mm that come "
      + "closest among the scans that the weights were trained on"
  }

  private func text(_ spacing: [Double], _ axes: Range<Int>) -> String {
    axes.map { String(format: "%.2f", spacing[$0]) }.joined(separator: " x ")
  }
}
