/// One axial slice to learn from, in a window of one size for all slices of a run; or a block of slices, for a network that
/// sees several at once.
package struct TrainingSlice: Sendable {
  /// Among the cases of the run.
  package let caseNumber: Int
  /// In the case's ``AxialFrame``; of a block the first, which may lie below the scan's.
  package let slice: Int
  /// Normalised intensities [channel][slice][row][column], 0 outside the brain.
  package let intensities: [Float]
  /// 0 outside the brain, 1 in the brain, 2 in D, 3 in T, slice by slice and row by row.
  package internal(set) var classes: [UInt8]
  /// The classes by each rater, where several annotations are learned from; empty learns from `classes` alone.
  var readings: [[UInt8]] = []
  /// Which lesion a pixel of T belongs to, numbered from 1 within the slice, 0 elsewhere; empty when lesions are not
  /// weighed.
  let lesions: [UInt16]
  let lesionCount: Int

  /// The classes by each annotation that is learned from.
  var annotations: [[UInt8]] { readings.isEmpty ? [classes] : readings }

  package static let brain: UInt8 = 1
  package static let grown: UInt8 = 2
  package static let expert: UInt8 = 3
}
