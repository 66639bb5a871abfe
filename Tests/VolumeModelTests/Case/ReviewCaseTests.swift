import Foundation
import Testing
import VolumeModel

@Suite struct ReviewCaseTests {
  private func fixture(_ name: String) -> String { NIfTIFixtures.path("awkward/" + name) }

  @Test func everythingLiesOnTheGridOfTheFLAIR() throws {
    let files = CaseFiles(
      name: "crop", flair: fixture("base_image.nii.gz"),
      images: [
        ImageFile(role: "T1", path: fixture("oblique_sheared.nii.gz")),
        ImageFile(role: "T2", path: fixture("value_constant.nii.gz")),
      ],
      raters: [
        RaterFile(name: "rater1", path: fixture("base_mask.nii.gz")),
        RaterFile(name: "SIMULATEDrater2", path: fixture("mask_other_axis_order.nii.gz")),
      ], prediction: fixture("mask_probability_uint8.nii.gz"))
    let loaded = try ReviewCase.load(files)
    #expect(loaded.raters.map(\.mask.count) == [3057, 3057])
    #expect(loaded.raters.map(\.isSimulated) == [false, true])
    #expect(loaded.raters.allSatisfy { $0.mask.grid == loaded.grid })
    #expect(loaded.prediction?.grid == loaded.grid)
    // The sheared image has a grid of its own: shown resampled, and said.
    #expect(loaded.images.map(\.role) == ["T1", "T2"])
    #expect(loaded.images.allSatisfy { $0.image.grid == loaded.grid })
    #expect(loaded.images.map(\.image.wasResampled) == [true, false])
    #expect(
      loaded.notes.contains { $0.hasPrefix("oblique_sheared.nii.gz: on a grid of its own, shown resampled (linear") })
    #expect(loaded.brain == Mask(loaded.flair.volume) { $0 != 0 })
    #expect(
      loaded.notes.contains {
        $0 == "mask_other_axis_order.nii.gz: axes re-ordered from PIR to LAS to lie on the image"
      })
  }

  @Test func furtherImagesAreLoadedWhenWanted() throws {
    let files = CaseFiles(
      name: "crop", flair: fixture("base_image.nii.gz"),
      images: [ImageFile(role: "T2", path: fixture("value_constant.nii.gz"))])
    var loaded = try ReviewCase.load(files, withImages: false)
    #expect(loaded.images.isEmpty)
    try loaded.loadImages()
    try loaded.loadImages()
    #expect(loaded.images.map(\.role) == ["T2"])
    #expect(loaded.images.first?.image.volume.scalars.allSatisfy { $0 == 42 } == true)
  }

  @Test func aMaskOfAnotherGridRefusesTheCaseUnlessResampled() throws {
    let files = CaseFiles(
      name: "crop", flair: fixture("base_image.nii.gz"),
      raters: [RaterFile(name: "rater1", path: fixture("mask_grid_2mm.nii.gz"))])
    #expect { try ReviewCase.load(files) } throws: { ($0 as? FileError)?.kind == .wrongGrid }
    let loaded = try ReviewCase.load(files, resampleNearest: true)
    #expect(loaded.raters.first?.mask.isEmpty == false)
  }

  @Test func valuesThatAreNoNumbersAreNoBrain() throws {
    let folder = try TemporaryFolder()
    let base = try Images.read(fixture("base_image.nii.gz"))
    var volume = base.volume
    volume[SIMD3(0, 0, 0)] = .nan
    volume[SIMD3(1, 0, 0)] = .infinity
    volume[SIMD3(2, 0, 0)] = -1
    try Images.write(volume, like: base.spatial, to: folder.file("f.nii"), force: false, intent: .none)
    let loaded = try ReviewCase.load(CaseFiles(flair: folder.file("f.nii")))
    #expect(!loaded.brain[SIMD3(0, 0, 0)])
    #expect(!loaded.brain[SIMD3(1, 0, 0)])
    #expect(loaded.brain[SIMD3(2, 0, 0)])
    #expect(loaded.notes.contains("f.nii: 1 voxels are NaN and count as background"))
  }
}
