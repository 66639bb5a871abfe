import Foundation
import Testing

import VolumeModel

@Suite struct BrainCacheTests {
  @Test func anEstimateIsKeptUntilTheFileChanges() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("flair.nii.gz")
    try FileManager.default.copyItem(atPath: NIfTIFixtures.folder + "../brain/raw_flair.nii.gz", toPath: path)
    let flair = try Images.read(path)
    let cache = BrainCache(folder: folder.file("brains"))
    #expect(cache.kept(of: flair) == nil)
    let first = try BrainMask.of(flair, file: nil, cache: cache)
    #expect(first.source == .estimate(.tissueAndShape))
    #expect(first.notes.contains { $0.contains("estimated from tissue and shape") })
    let kept = try #require(cache.kept(of: flair))
    #expect(kept.mask == first.mask && kept.method == .tissueAndShape && kept.doubts == first.doubts)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: path)
    #expect(cache.kept(of: flair) == nil)
  }

  @Test func aCacheThatCannotBeWrittenOrReadIsNoError() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("flair.nii.gz")
    try FileManager.default.copyItem(atPath: NIfTIFixtures.folder + "../brain/raw_flair.nii.gz", toPath: path)
    let flair = try Images.read(path)
    let nowhere = BrainCache(folder: path + "/brains")
    #expect(!nowhere.estimate(of: flair).mask.isEmpty)
    let cache = BrainCache(folder: folder.file("brains"))
    let estimate = cache.estimate(of: flair)
    let key = try #require(BrainCache.key(ofFile: path))
    try Data("{".utf8).write(to: URL(fileURLWithPath: "\(cache.folder)/\(key).json"))
    #expect(cache.kept(of: flair) == nil)
    #expect(cache.estimate(of: flair).mask == estimate.mask)
    #expect(cache.kept(of: flair) != nil)
  }

  @Test func aNamedMaskComesFirst() throws {
    let flair = try Images.read(NIfTIFixtures.folder + "../brain/raw_flair.nii.gz")
    let named = NIfTIFixtures.folder + "../brain/raw_brain.nii.gz"
    let brain = try BrainMask.of(flair, file: named)
    #expect(brain.source == .file(named) && brain.source.name == "named" && !brain.isDoubtful)
    #expect(brain.mask == (try Images.readMask(named, on: flair.grid).mask))
  }
}
