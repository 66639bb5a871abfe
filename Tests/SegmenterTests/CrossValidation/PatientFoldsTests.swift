import Foundation
import Segmenter
import Testing
import VolumeModel

@Suite struct PatientFoldsTests {
  @Test(arguments: [
    (["a", "b", "c", "d", "e"], 2, [["a", "c", "e"], ["b", "d"]]),
    (["b", "a", "b", "a"], 5, [["a"], ["b"]]), (["a"], 3, [["a"]]), ([], 2, []),
  ])
  func patientsAreDealtOutByName(all: [String], count: Int, folds: [[String]]) {
    #expect(PatientFolds(all, count: count).patients == folds)
    #expect(PatientFolds(all.reversed() + all, count: count).patients == folds)
  }

  @Test(arguments: 2..<9) func everyPatientIsLeftOutOnce(count: Int) {
    let all = (0..<13).map { "sub-\($0)" }
    let folds = PatientFolds(all, count: count).patients
    #expect(folds.count == count && folds.flatMap(\.self).sorted() == all.sorted())
    let sizes = folds.map(\.count)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
  }

  /// Eight voxels of which four are predicted, in one lesion of two.
  @Test func aScanIsScoredAgainstItsAnnotation() throws {
    let grid = VoxelGrid(shape: SIMD3(8, 8, 8), affine: Affine(spacingMM: SIMD3(1, 1, 2)))
    var (drawn, predicted) = (Mask(grid: grid), Mask(grid: grid))
    for x in 0..<4 {
      drawn[SIMD3(x, 0, 0)] = true
      drawn[SIMD3(x, 5, 5)] = true
      predicted[SIMD3(x, 0, 0)] = true
    }
    let one = TrainingCase(
      name: "scan", patient: "sub-1", channels: [Volume(grid: grid, filledWith: 1)], brain: drawn,
      target: SoftMask(expert: drawn))
    let scan = FoldScan(of: one, fold: 2, prediction: predicted, threshold: 0.4)
    #expect(scan.lesionML == 0.016 && scan.predictedML == 0.008)
    #expect(abs(scan.dice - 2.0 / 3) < 1e-12)
    // Half of the lesions found, no false one: 2 * 0.5 * 1 / 1.5.
    #expect(abs((scan.lesionF1 ?? 0) - 2.0 / 3) < 1e-12)
    let none = FoldScan(
      of: TrainingCase(name: "scan", channels: one.channels, brain: drawn, target: SoftMask(expert: Mask(grid: grid))),
      fold: 1, prediction: Mask(grid: grid), threshold: 0.5)
    #expect(none.lesionF1 == nil)
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(none)) as? [String: Any]
    #expect(json?["lesion_f1"] is NSNull, "null, not left out")
  }
}
