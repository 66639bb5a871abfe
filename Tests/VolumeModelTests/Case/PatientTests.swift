import Testing
import VolumeModel

/// Whose scan a file is.
@Suite struct PatientTests {
  @Test(arguments: [
    ("study/sub-P14/ses-01/sub-P14_ses-01_FLAIR.nii.gz", "sub-P14"),
    ("study/sub-P14/ses-02/anat/flair.nii", "sub-P14"),
    ("sub-1/copies/sub-2/x_FLAIR.nii", "sub-2"),
    ("flat/sub-07_ses-1_FLAIR.nii.gz", "sub-07"),
    ("isbi/training01/preprocessed/training01_02_flair_pp.nii", "training01"),
    ("isbi/test14_05_flair_pp.nii", "test14"),
    ("other/training_set_flair.nii", "case"),
    ("study/sub-/flair.nii", "case"),
  ])
  func patientOfAPath(path: String, patient: String) {
    #expect(CaseFiles(name: "case", flair: path).patient == patient)
  }
}
