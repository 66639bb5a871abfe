/// Patients in groups, each of which is left out of one training: all scans of a patient are in one group.
public struct PatientFolds: Sendable, Hashable {
  /// The patients of each fold, sorted; no fold is empty.
  public let patients: [[String]]

  /// Deals the patients out by their names, so that the folds depend on nothing else.
  /// - Parameters:
  ///   - all: the patient of each scan, in any order, repeated or not.
  ///   - count: as many folds as there are patients at most.
  public init(_ all: some Sequence<String>, count: Int) {
    let sorted = Set(all).sorted()
    let folds = max(1, min(count, sorted.count))
    patients =
      sorted.isEmpty
      ? [] : (0..<folds).map { fold in stride(from: fold, to: sorted.count, by: folds).map { sorted[$0] } }
  }
}
