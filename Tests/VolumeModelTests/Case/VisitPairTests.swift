import Foundation
import Testing
import VolumeModel

@Suite struct VisitPairTests {
  private func visit(_ folder: TemporaryFolder, _ name: String, shape: SIMD3<Int>, lesion: SIMD3<Int>?) throws
    -> CaseFiles
  {
    let grid = VoxelGrid(shape: shape, affine: Affine(spacingMM: SIMD3(1, 1, 2)))
    let spatial = SpatialForm(grid: grid)
    var mask = Mask(grid: grid)
    if let lesion { mask[lesion] = true }
    let flair = folder.file("\(name)_FLAIR.nii.gz")
    let path = folder.file("\(name)_desc-manual_mask.nii.gz")
    try Images.write(Volume<Float>(grid: grid, filledWith: 5), like: spatial, to: flair, force: false)
    try Images.write(mask, like: spatial, to: path, force: false)
    return CaseFiles(
      name: name, flair: flair, raters: lesion == nil ? [] : [RaterFile(name: "manual", path: path)])
  }

  @Test func theEarlierVisitComesFirst() throws {
    let folder = try TemporaryFolder()
    let earlier = try visit(folder, "ses-1", shape: SIMD3(6, 6, 4), lesion: SIMD3(1, 1, 1))
    let later = try ReviewCase.load(try visit(folder, "ses-2", shape: SIMD3(6, 6, 4), lesion: SIMD3(2, 2, 2)))
    let pair = try ReviewCase.visits(earlier: earlier, later: later)
    #expect(pair.comparesVisits && !later.comparesVisits)
    #expect(pair.raters.map { $0.mask[SIMD3(1, 1, 1)] } == [true, false])
    #expect(pair.images.first?.role == ReviewCase.earlierFlairRole)
  }

  @Test func aMaskOnAnotherGridIsRefused() throws {
    let folder = try TemporaryFolder()
    let later = try ReviewCase.load(try visit(folder, "ses-2", shape: SIMD3(6, 6, 4), lesion: SIMD3(2, 2, 2)))
    let otherGrid = try visit(folder, "ses-1", shape: SIMD3(7, 6, 4), lesion: SIMD3(1, 1, 1))
    #expect(throws: FileError.self) { try ReviewCase.visits(earlier: otherGrid, later: later) }
  }

  /// Without both masks no lesion is compared, and nothing is said to be new or gone.
  @Test(arguments: [(false, true), (true, false), (false, false)])
  func visitsWithoutMasksAreLookedAt(earlierHasMask: Bool, laterHasMask: Bool) throws {
    let folder = try TemporaryFolder()
    let lesion = SIMD3(2, 2, 2)
    let earlier = try visit(folder, "ses-0", shape: SIMD3(6, 6, 4), lesion: earlierHasMask ? lesion : nil)
    let later = try visit(folder, "ses-2", shape: SIMD3(6, 6, 4), lesion: laterHasMask ? lesion : nil)
    let pair = try ReviewCase.visits(earlier: earlier, later: try ReviewCase.load(later))
    #expect(pair.comparesVisits && pair.raters.isEmpty)
    #expect(pair.images.first?.role == ReviewCase.earlierFlairRole)
    #expect(pair.notes.last?.contains("the images alone are compared") == true)
  }
}
