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

  /// Whichever command opens them, that the earlier scan was brought over is among what is said.
  @Test func theResampledEarlierScanIsSaid() throws {
    let folder = try TemporaryFolder()
    let earlier = try visit(folder, "ses-1", shape: SIMD3(8, 6, 4), lesion: nil)
    let later = try ReviewCase.load(try visit(folder, "ses-2", shape: SIMD3(6, 6, 4), lesion: SIMD3(2, 2, 2)))
    let pair = try ReviewCase.visits(earlier: earlier, later: later)
    let note = try #require(pair.notes.first { $0.hasPrefix("ses-1_FLAIR.nii.gz: on a grid of its own") })
    // Two voxels of 1 mm more along the first axis.
    #expect(note.hasSuffix("its centre lies 1 mm from the image's"), "\(note)")
  }

  /// Images are read when they are looked at; that they will be resampled is said when the case opens, and once.
  @Test func anImageThatIsResampledIsSaidOnce() throws {
    let folder = try TemporaryFolder()
    var files = try visit(folder, "ses-2", shape: SIMD3(6, 6, 4), lesion: SIMD3(2, 2, 2))
    let other = try visit(folder, "t1", shape: SIMD3(8, 6, 4), lesion: nil)
    files.images = [ImageFile(role: "T1", path: other.flair)]
    var opened = try ReviewCase.load(files, withImages: false)
    let said = opened.notes.filter { $0.contains("on a grid of its own, shown resampled") }
    #expect(said.count == 1)
    try opened.loadImages()
    #expect(opened.notes.filter { $0.contains("on a grid of its own, shown resampled") } == said)
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
