import Testing
import VolumeModel

@Suite struct DerivedNameTests {
  @Test(arguments: [
    ("a/sub-07_ses-02_FLAIR.nii.gz", "sub-07_ses-02_space-orig_label-L_desc-adjudicated_mask"),
    ("sub-19_space-MNI_FLAIR.nii.gz", "sub-19_space-MNI_label-L_desc-adjudicated_mask"),
    ("sub-1_acq-3d_desc-preproc_FLAIR.nii", "sub-1_acq-3d_space-orig_label-L_desc-adjudicated_mask"),
    ("training01_02_flair_pp.nii", "case-7-b_space-orig_label-L_desc-adjudicated_mask"),
  ])
  func followsTheImagesName(flair: String, expected: String) {
    let name = DerivedName(flair: flair, caseName: "case 7/b")
    #expect(name.stem(label: "L", description: "adjudicated", suffix: "mask") == expected)
  }
}
