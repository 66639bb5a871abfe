import Testing

import VolumeModel

/// The language in which layouts say what files are called.
@Suite struct PathPatternTests {
  @Test(arguments: [
    (
      "masks/{patient}_{visit#}_mask{rater#}", "/d/masks/training01_02_mask1.nii",
      ["patient": "training01", "visit": "02", "rater": "1"]
    ),
    ("{patient}_flair", "/d/a_FLAIR.nii.gz", ["patient": "a"]),
    ("P{p#}/T{v#}/P{p#}_T{v#}_FLAIR", "/d/P1/T2/P1_T2_FLAIR.nii", ["p": "1", "v": "2"]),
    ("sub-{p}[_ses-{v}][_*]_FLAIR", "/d/sub-1_ses-2_acq-3D_FLAIR.nii.gz", ["p": "1", "v": "2"]),
    ("sub-{p}[_ses-{v}][_*]_FLAIR", "/d/sub-10_FLAIR.nii.gz", ["p": "10"]),
    ("{p+}_0000", "/d/case_01_0000.nii.gz", ["p": "case_01"]),
    ("*(mask|lesion)*", "/d/my lesions.nii", [:]),
  ])
  func takes(pattern: String, path: String, captures: [String: String]) throws {
    let match = try #require(PathPattern(pattern).match(ListedPath(FileName(path))))
    #expect(match.captures == captures)
  }

  @Test(arguments: [
    ("masks/{patient}_mask{rater#}", "/d/other/a_mask1.nii"), ("{patient}_flair", "/d/a_b_FLAIR.nii"),
    ("P{p#}/P{p#}_FLAIR", "/d/P1/P2_FLAIR.nii"), ("{p#}_FLAIR", "/d/a1_FLAIR.nii"), ("FLAIR", "/d/FLAIR2.nii"),
    ("x/y/z/FLAIR", "/z/FLAIR.nii"),
  ])
  func refuses(pattern: String, path: String) {
    #expect(PathPattern(pattern).match(ListedPath(FileName(path))) == nil)
  }

  @Test func theBaseLiesAboveAllFoldersNamed() {
    let match = PathPattern("{p}/pre/FLAIR").match(ListedPath(FileName("/data/site/7/pre/FLAIR.nii.gz")))
    #expect(match?.base == "/data/site")
    #expect(match?.captures == ["p": "7"])
  }

  @Test func aTemplateLeavesOutWhatIsMissing() {
    #expect(PathPattern("P{p}[_T{v}]").filled(["p": "1", "v": "2"]) == "P1_T2")
    #expect(PathPattern("P{p}[_T{v}]").filled(["p": "1"]) == "P1")
    #expect(PathPattern("P{p}_{v}").filled(["p": "1"]) == nil)
  }
}
