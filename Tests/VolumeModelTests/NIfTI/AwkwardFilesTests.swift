import Testing
import VolumeModel

/// Valid files that readers get wrong, against nibabel's reading of them.
@Suite struct AwkwardFilesTests {
  @Test(arguments: try NIfTIFixtures.rows("awkward"))
  func factsAreNibabels(row: NIfTIFixtures.Row) throws {
    let facts = Images.inspect(NIfTIFixtures.path("awkward/" + row.file))
    let known = try #require(row.facts)
    guard facts.isUsable else {
      #expect(row.expect == "open-or-refuse", "\(facts.failure?.description ?? "")")
      return
    }
    let formats = [
      "Nifti1Image": "nifti1", "Nifti2Image": "nifti2", "Nifti1Pair": "nifti1-pair", "Nifti2Pair": "nifti2-pair",
    ]
    #expect(facts.format == formats[known.format])
    #expect(facts.shape == known.shape)
    #expect(facts.endian == known.endian)
    #expect(facts.datatype == ["<i2": "int16", ">i2": "int16", ">f4": "float32"][known.dtype] ?? known.dtype)
    #expect(agree(facts.minimum, known.min))
    #expect(agree(facts.maximum, known.max))
    #expect(agree(facts.mean, known.mean))
    #expect(facts.nanVoxels == known.nanVoxels)
    #expect(facts.infiniteVoxels == known.infVoxels)
    #expect(facts.nonzeroVoxels == known.nonzeroVoxels)

    // nibabel leaves metres as they are.
    let scale = row.file == "hdr_units_metre.nii.gz" ? 1000.0 : 1.0
    for (mine, other) in zip(facts.spacingMM ?? [], known.zooms) { #expect(agree(mine, other * scale, 1e-5)) }
    if known.qformCode == 0, known.sformCode == 0 {
      // Here nibabel assumes an orientation; left and right are in truth unknown.
      #expect(facts.axes == nil)
      #expect(facts.affineSource == .pixdim)
    } else {
      #expect(facts.axes == known.axcodes)
      for (mine, other) in zip(facts.affine ?? [], known.affine).prefix(3) {
        for (a, b) in zip(mine, other) { #expect(agree(a, b * scale, 1e-5)) }
      }
    }
    // What a mask's grid is wrong about shows only beside its image.
    if row.expect == "open-note", row.file != "mask_half_voxel_shift.nii.gz" { #expect(!facts.notes.isEmpty) }
  }

  @Test(arguments: try NIfTIFixtures.rows("awkward").filter { $0.facts?.brightestWorldMM != nil })
  func brightestVoxelLiesWhereNibabelPutsIt(row: NIfTIFixtures.Row) throws {
    let known = try #require(row.facts)
    guard known.qformCode != 0 || known.sformCode != 0 else { return }
    let image = try Images.read(NIfTIFixtures.path("awkward/" + row.file))
    let finite = image.volume.scalars.enumerated().filter { $0.element.isFinite }
    let brightest = try #require(finite.max { $0.element < $1.element }?.offset)
    let world = image.grid.affine.worldMM(ofVoxel: SIMD3<Double>(image.grid.voxel(atLinearIndex: brightest)))
    let scale = row.file == "hdr_units_metre.nii.gz" ? 1000.0 : 1.0
    for (axis, value) in try #require(known.brightestWorldMM).enumerated() {
      #expect(abs(world[axis] - value * scale) < 1e-2)
    }
  }

  @Test func theSuggestedDisplayRangeIsKept() throws {
    #expect(try Images.read(NIfTIFixtures.path("awkward/base_image.nii.gz")).suggestedRange == nil)
    let functional = try Images.read(NIfTIFixtures.path("awkward/pub_nibabel_example_nifti2.nii.gz"))
    #expect(functional.suggestedRange == 0...1162)
  }
}
