import Testing
import VolumeModel

/// Masks brought to the grid of their image.
@Suite struct MaskReadingTests {
  @Test(arguments: try NIfTIFixtures.rows("awkward").filter { $0.samePictureAs == "base_mask.nii.gz" })
  func samePictureGivesTheSameMask(row: NIfTIFixtures.Row) throws {
    let image = try Images.read(NIfTIFixtures.path("awkward/base_image.nii.gz"))
    let base = try Images.readMask(NIfTIFixtures.path("awkward/base_mask.nii.gz"), on: image.grid)
    let other = try Images.readMask(NIfTIFixtures.path("awkward/" + row.file), on: image.grid)
    #expect(base.notes.isEmpty)
    #expect(base.mask.count == 3057)
    #expect(other.mask == base.mask)
    if row.file == "mask_other_axis_order.nii.gz" {
      #expect(other.notes == ["axes re-ordered from PIR to LAS to lie on the image"])
    }
  }

  @Test(arguments: ["LPS", "PIR", "RAS", "SAR"], ["AIL", "LPS", "PIR", "RAS", "SAR", "SRP"])
  func aMaskOfAnyAxisOrderFitsAnImageOfAnyOther(mask: String, image: String) throws {
    let grid = try Images.read(NIfTIFixtures.path("awkward/orient_\(image)_image.nii.gz")).grid
    let path = NIfTIFixtures.path("awkward/orient_\(mask)_mask.nii.gz")
    let row = try #require(try NIfTIFixtures.rows("awkward").first { $0.file == "orient_\(mask)_mask.nii.gz" })
    let loaded = try Images.readMask(path, on: grid)
    var sum = SIMD3<Double>.zero
    loaded.mask.forEachLinearIndex { sum += grid.affine.worldMM(ofVoxel: SIMD3<Double>(grid.voxel(atLinearIndex: $0))) }
    let centroid = sum / Double(loaded.mask.count)
    for (axis, value) in try #require(row.facts?.nonzeroCentroidWorldMM).enumerated() {
      #expect(abs(centroid[axis] - value) < 2e-3)
    }
  }

  @Test(arguments: [
    (
      "mask_grid_2mm.nii.gz",
      "its shape 15 x 18 x 12 differs from the image's 30 x 36 x 24, voxels 2 x 2 x 2 mm against 1 x 1 x 1 mm"
    ),
    ("mask_half_voxel_shift.nii.gz", "it lies up to 0.866 mm from the image's voxels"),
    ("mask_part_of_grid.nii.gz", "its shape 23 x 29 x 20 differs from the image's 30 x 36 x 24"),
    ("form_none.nii.gz", "it does not say its orientation, the image does"),
  ])
  func anotherGridIsRefusedWithTheDifference(file: String, difference: String) throws {
    let grid = try Images.read(NIfTIFixtures.path("awkward/base_image.nii.gz")).grid
    let path = NIfTIFixtures.path("awkward/" + file)
    #expect {
      try Images.readMask(path, on: grid)
    } throws: { error in
      (error as? FileError)?.kind == .wrongGrid && "\(error)".contains(": \(difference);")
    }
  }

  @Test func aTransposedMaskIsRefusedWithBothShapes() throws {
    let grid = try Images.read(NIfTIFixtures.path("bad/reference_image.nii.gz")).grid
    #expect(throws: FileError.self) { try Images.readMask(NIfTIFixtures.path("bad/mask_transposed.nii.gz"), on: grid) }
    let reference = try Images.readMask(NIfTIFixtures.path("bad/reference_mask.nii.gz"), on: grid)
    #expect(reference.notes == ["76 % of all voxels lie in the mask, which no lesions do; is it the background?"])
  }

  @Test func nearestResamplingIsTheExplicitWay() throws {
    let image = try Images.read(NIfTIFixtures.path("awkward/base_image.nii.gz"))
    let base = try Images.readMask(NIfTIFixtures.path("awkward/base_mask.nii.gz"), on: image.grid).mask
    let part = try Images.readMask(
      NIfTIFixtures.path("awkward/mask_part_of_grid.nii.gz"), on: image.grid, resampleNearest: true)
    // The part starts at voxel (4, 5, 3) and has 23 x 29 x 20 voxels; outside of it nothing is known.
    var expected = base
    base.forEachLinearIndex { index in
      let voxel = image.grid.voxel(atLinearIndex: index)
      let local = voxel &- SIMD3(4, 5, 3)
      if local.min() < 0 || local.x >= 23 || local.y >= 29 || local.z >= 20 { expected[voxel] = false }
    }
    #expect(part.mask == expected)
    #expect(part.notes.contains { $0.hasPrefix("resampled to the image's grid by nearest neighbour") })
  }

  @Test(arguments: [
    ("mask_labels_0_1_2_4.nii.gz", "holds several labels: 1, 2, 4; all count as lesion, --labels chooses some"),
    ("mask_0_255.nii.gz", "values other than 0 and 1 (255); binarised at 0.5"),
    ("mask_empty.nii.gz", "the mask is empty"), ("mask_full.nii.gz", "every voxel lies in the mask"),
  ])
  func unusualContentIsSaid(file: String, note: String) throws {
    #expect(try Images.readMask(NIfTIFixtures.path("awkward/" + file)).notes == [note])
  }

  @Test func anImageGivenAsAMaskIsSaid() throws {
    let notes = try Images.readMask(NIfTIFixtures.path("bad/mask_is_the_image.nii.gz")).notes
    #expect(notes.contains { $0.hasPrefix("looks like an image, not a mask") })
  }

  @Test func aProbabilityIsBinarisedAtOneHalf() throws {
    let path = NIfTIFixtures.path("awkward/mask_probability_uint8.nii.gz")
    let values = try Images.read(path).volume
    let loaded = try Images.readMask(path)
    #expect(loaded.mask == Mask(values) { $0 >= 0.5 })
    #expect(loaded.mask.count > 0)
  }
}
