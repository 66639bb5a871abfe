import Testing
import VolumeModel

/// What a case takes of memory, told before it is read.
@Suite struct CaseMemoryTests {
  private func files(_ folder: TemporaryFolder) throws -> CaseFiles {
    let grid = VoxelGrid(shape: SIMD3(100, 100, 10), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    let path = folder.file("flair.nii.gz")
    try Images.write(Volume<Float>(grid: grid, filledWith: 1), like: SpatialForm(grid: grid), to: path, force: false)
    return CaseFiles(flair: path, images: [ImageFile(role: "T1", path: path)])
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let folder = try TemporaryFolder()
    let memory = try #require(CaseMemory(of: files(folder)))
    // At least the two images as floats.
    #expect(memory.bytes >= 100_000 * 8)
    #expect(memory.note == nil)
    try memory.check(availableBytes: memory.bytes)
    try memory.check(availableBytes: nil)
    #expect {
      try memory.check(availableBytes: memory.bytes - 1)
    } throws: {
      "\($0)".hasPrefix("\(folder.file("flair.nii.gz")): viewing the case takes about ")
    }
  }
}
