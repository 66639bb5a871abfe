import Foundation
import Testing
import VolumeModel

/// Which file of a folder plays which role.
@Suite struct CaseFilesTests {
  struct Folder: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let files: [String]
    var name = ""
    let flair: String
    var images: [String] = []
    var raters: [String] = []
    var prediction: String?
    var brain: String?
  }

  static let folders = [
    Folder(
      testDescription: "formats other than NIfTI",
      files: ["sub-1_FLAIR.mgz", "sub-1_T1w.mha", "sub-1_desc-manual_mask.nrrd", "sub-1_desc-brain_mask.mgh.gz"],
      name: "sub-1", flair: "sub-1_FLAIR.mgz", images: ["T1=sub-1_T1w.mha"], raters: ["manual"],
      brain: "sub-1_desc-brain_mask.mgh.gz"),
    Folder(
      testDescription: "BIDS-like with a simulated rater",
      files: [
        "sub-19_ce-gadolinium_space-MNI_T1w.nii.gz", "sub-19_space-MNI_FLAIR.nii.gz", "sub-19_space-MNI_T1w.nii.gz",
        "sub-19_space-MNI_T2w.nii.gz", "sub-19_space-MNI_label-lesion_desc-AUTOthreshold_mask.nii.gz",
        "sub-19_space-MNI_label-lesion_desc-SIMULATEDrater2_mask.nii.gz",
        "sub-19_space-MNI_label-lesion_desc-consensus_mask.nii.gz", "sub-19_dataset.json", ".hidden_FLAIR.nii.gz",
      ],
      name: "sub-19", flair: "sub-19_space-MNI_FLAIR.nii.gz",
      images: [
        "T1=sub-19_space-MNI_T1w.nii.gz", "T1Gd=sub-19_ce-gadolinium_space-MNI_T1w.nii.gz",
        "T2=sub-19_space-MNI_T2w.nii.gz",
      ], raters: ["consensus", "SIMULATEDrater2 simulated"]),
    Folder(
      testDescription: "raters in the order manual, consensus, rater 1, rater 2",
      files: [
        "sub-1_FLAIR.nii.gz", "sub-1_desc-alice_mask.nii.gz", "sub-1_desc-rater2_mask.nii.gz",
        "sub-1_desc-manual_mask.nii.gz", "sub-1_desc-rater1_mask.nii.gz", "sub-1_desc-brain_mask.nii.gz",
        "sub-1_desc-soft_probseg.nii.gz", "sub-1_desc-pred_probseg.nii.gz", "sub-1_label-GM_probseg.nii.gz",
      ],
      name: "sub-1", flair: "sub-1_FLAIR.nii.gz", raters: ["manual", "rater1"],
      prediction: "sub-1_desc-pred_probseg.nii.gz", brain: "sub-1_desc-brain_mask.nii.gz"),
    Folder(
      testDescription: "ISBI 2015, one time point",
      files: [
        "preprocessed/training01_01_flair_pp.nii", "preprocessed/training01_01_mprage_pp.nii",
        "preprocessed/training01_01_pd_pp.nii", "preprocessed/training01_01_t2_pp.nii",
        "masks/training01_01_mask2.nii", "masks/training01_01_mask1.nii",
      ],
      name: "training01_01", flair: "preprocessed/training01_01_flair_pp.nii",
      images: [
        "T1=preprocessed/training01_01_mprage_pp.nii", "T2=preprocessed/training01_01_t2_pp.nii",
        "PD=preprocessed/training01_01_pd_pp.nii",
      ], raters: ["rater1", "rater2"]),
    Folder(
      testDescription: "a session folder with anat and derivatives",
      files: ["anat/sub-3_ses-1_FLAIR.nii", "derivatives/sub-3_ses-1_label-L_desc-rater1_mask.nii.gz"],
      name: "sub-3_ses-1", flair: "anat/sub-3_ses-1_FLAIR.nii", raters: ["rater1"]),
    Folder(
      testDescription: "loose names", files: ["FLAIR.nii.gz", "T1.nii.gz", "mask.nii.gz", "brainmask.nii.gz"],
      flair: "FLAIR.nii.gz", images: ["T1=T1.nii.gz"], raters: ["mask"], brain: "brainmask.nii.gz"),
    Folder(
      testDescription: "MSSEG 2016",
      files: [
        "FLAIR_preprocessed.nii.gz", "T1_preprocessed.nii.gz", "Consensus.nii.gz", "ManualSegmentation_1.nii.gz",
      ],
      flair: "FLAIR_preprocessed.nii.gz", images: ["T1=T1_preprocessed.nii.gz"], raters: ["consensus", "rater1"]),
    Folder(
      testDescription: "lesion labels of derivatives",
      files: ["sub-1_ses-2_FLAIR.nii.gz", "derivatives/labels/sub-1_ses-2_FLAIR_lesion-manual.nii.gz"],
      name: "sub-1_ses-2", flair: "sub-1_ses-2_FLAIR.nii.gz", raters: ["manual"]),
    Folder(testDescription: "a pair counts once", files: ["a_FLAIR.hdr", "a_FLAIR.img"], flair: "a_FLAIR.hdr"),
  ]

  @Test(arguments: folders)
  func rolesAreFoundByName(_ expected: Folder) throws {
    let folder = try TemporaryFolder()
    for file in expected.files { try folder.write(file) }
    let found = try CaseFiles.find(inFolder: folder.path + "/")
    func relative(_ path: String?) -> String? { path.map { String($0.dropFirst(folder.path.count + 1)) } }
    #expect(relative(found.flair) == expected.flair)
    #expect(found.images.map { "\($0.role)=\(relative($0.path) ?? "")" } == expected.images)
    #expect(found.raters.map { $0.name + ($0.isSimulated ? " simulated" : "") } == expected.raters)
    #expect(relative(found.prediction) == expected.prediction)
    #expect(relative(found.brainMask) == expected.brain)
    if !expected.name.isEmpty { #expect(found.name == expected.name) }
    // All that was picked is said, and what is missing.
    #expect(found.notes.contains { $0.hasPrefix("FLAIR: ") })
    #expect(found.notes.contains("no prediction found") == (expected.prediction == nil))
    #expect(found.notes.contains("no second rater found") == (expected.raters.count == 1))
  }

  @Test func oneOfSeveralTimePointsIsChosenByTheStartOfItsName() throws {
    let folder = try TemporaryFolder()
    for point in ["01", "02"] {
      try folder.write("preprocessed/training01_\(point)_flair_pp.nii")
      for rater in 1...2 { try folder.write("masks/training01_\(point)_mask\(rater).nii") }
    }
    #expect {
      try CaseFiles.find(inFolder: folder.path)
    } throws: { error in
      "\(error)".contains("holds 2 FLAIR images")
        && "\(error)".contains("name one case, as in \(folder.path)/training01_01, choose with --flair")
    }
    let found = try CaseFiles.find(inFolder: folder.path + "/training01_02")
    #expect(found.flair.hasSuffix("training01_02_flair_pp.nii"))
    #expect(found.raters.map(\.path).allSatisfy { $0.contains("training01_02_mask") })
    #expect(found.name == "training01_02")
  }

  @Test(arguments: [
    (["sub-1_T1w.nii.gz"], "no FLAIR in this folder (1 other image)"), ([], "no image in this folder"),
    (["sub-1_label-L_desc-FLAIR_mask.nii.gz"], "no FLAIR in this folder (1 other image)"),
  ])
  func aFolderWithoutAFLAIRIsAClearSentence(files: [String], problem: String) throws {
    let folder = try TemporaryFolder()
    for file in files { try folder.write(file) }
    #expect {
      try CaseFiles.find(inFolder: folder.path)
    } throws: { error in
      (error as? FileError)?.kind == .notFound && (error as? FileError)?.problem == problem
    }
  }

  @Test func aFolderThatIsNotThereAndAFileAreRefused() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("x_FLAIR.nii.gz")
    for path in [folder.file("nowhere"), folder.file("no/where"), file] {
      #expect { try CaseFiles.find(inFolder: path) } throws: { ($0 as? FileError)?.kind == .notFound }
    }
  }

  @Test func aSidecarMarksASimulatedRater() throws {
    let folder = try TemporaryFolder()
    try folder.write("sub-1_FLAIR.nii.gz")
    try folder.write("sub-1_desc-rater1_mask.nii.gz")
    try folder.write("sub-1_desc-rater1_mask.json", #"{"Simulated": true, "Seed": 1901}"#)
    let rater = try #require(try CaseFiles.find(inFolder: folder.path).raters.first)
    #expect(rater.isSimulated)
  }

  // MARK: case.toml

  @Test func aCaseFileNamesTheFiles() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "case.toml",
      """
      name = "demo"
      flair = "f.nii.gz"
      brain_mask = "/abs/brain.nii"

      [images]
      T2 = "sub/t2.nii"
      T1 = "t1.nii"

      [[rater]]
      name = "consensus"
      mask = "c.nii.gz"

      [[rater]]
      mask = "second.nii.gz"
      simulated = true
      """)
    for path in [folder.path, folder.file("case.toml")] {
      let found = try CaseFiles.find(inFolder: path)
      #expect(found.name == "demo")
      #expect(found.flair == folder.file("f.nii.gz"))
      #expect(found.brainMask == "/abs/brain.nii")
      #expect(found.images.map(\.role) == ["T1", "T2"])
      #expect(found.images.last?.path == folder.file("sub/t2.nii"))
      #expect(found.raters.map(\.name) == ["consensus", "rater2"])
      #expect(found.raters.map(\.isSimulated) == [false, true])
      #expect(found.prediction == nil)
    }
  }

  @Test(arguments: [
    ("name = \"x\"", "'flair' is missing"), ("flair = 3", "'flair' is not text"),
    ("flair = \"f\"\nraters = 1", "unknown key 'raters'"), ("flair = \"f\"\nimages = 1", "'images' is no table"),
    ("flair = \"f\"\n[[rater]]\nname = \"a\"", "rater 1: 'mask' is missing"),
    ("flair = \"f\"\nrater = \"m\"", "'rater' is no list of tables"),
    ("flair = \"f\"\n[[rater]]\nmask = \"m\"\nsimulated = 1", "rater 1: 'simulated' is neither true nor false"),
    ("flair = \n", "line 1"),
  ])
  func aWrongCaseFileIsAClearSentence(text: String, problem: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("case.toml", text)
    #expect {
      try CaseFiles.find(inFolder: folder.path)
    } throws: { error in
      (error as? FileError)?.kind == .badData && (error as? FileError)?.problem.hasPrefix(problem) == true
    }
  }

  @Test func aListNamesCases() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/f_FLAIR.nii")
    let list = try folder.write("cases.txt", "# cases\n\na\r\n /abs/b \n")
    #expect(try CaseFiles.list(inTextFile: list) == [folder.file("a"), "/abs/b"])
    let empty = try folder.write("empty.txt", "# nothing\n")
    #expect(throws: FileError.self) { try CaseFiles.list(inTextFile: empty) }
    #expect(throws: FileError.self) { try CaseFiles.list(inTextFile: folder.file("nowhere.txt")) }
  }
}
