package import Segmenter

/// The name of an overlay: in saved views, on command lines and in settings.
package struct OverlayID: RawRepresentable, Sendable, Hashable {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  private init(_ name: String) { rawValue = name }

  /// A rater by the place among the case's, from 0.
  package static func rater(_ index: Int) -> OverlayID { OverlayID("rater\(index + 1)") }
  package static let softMask = OverlayID("soft-mask")
  package static let prediction = OverlayID("prediction")
  package static let adjudicated = OverlayID("adjudicated")

  /// The entropy of the prediction, and the place of all maps: one of them is shown at a time.
  package static let uncertainty = OverlayID("uncertainty")
  package static let lossWeights = OverlayID("loss-weights")
  package static let sampleMean = OverlayID("sample-mean")
  package static let sampleVariance = OverlayID("sample-variance")
  package static func pixelMap(_ kind: PixelMapKind) -> OverlayID { OverlayID("pixel-\(kind.rawValue)") }

  /// The union of the raters, and the place of every consensus and of the other masks: one of them is shown at a time.
  package static let other = OverlayID("union")
  package static let intersection = OverlayID("intersection")
  package static let mean = OverlayID("mean")
  package static let majority = OverlayID("majority")
  package static let staple = OverlayID("staple")
  package static let votes = OverlayID("votes")
  /// One of the annotations that a network drew.
  package static let sample = OverlayID("sample")
  package static let patterns = OverlayID("patterns")
  /// A mask that is nobody's reading, by its place among the case's.
  package static func otherMask(_ index: Int) -> OverlayID { OverlayID("mask\(index + 1)") }

  /// No overlay but a side to compare: the image of the earlier visit.
  package static let earlierVisit = OverlayID("earlier-visit")

  /// The place of the mask among the case's other masks; nil for what is none of them.
  var otherMaskIndex: Int? {
    guard rawValue.hasPrefix("mask") else { return nil }
    return Int(rawValue.dropFirst("mask".count)).map { $0 - 1 }
  }

  /// The kind of map of a training; nil for what is none.
  var pixelMapKind: PixelMapKind? { PixelMapKind.allCases.first { .pixelMap($0) == self } }
}
