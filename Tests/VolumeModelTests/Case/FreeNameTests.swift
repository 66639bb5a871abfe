import Foundation
import Testing
import VolumeModel

/// Folders whose names follow no published layout: other separators, masks in folders of their own, a number at the end.
@Suite struct FreeNameTests {
  struct Folder: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Each file with its role as `roles` says it; "" for a file without one.
    let files: [String: String]
    var cases = 1
  }

  @Test(arguments: folders)
  func eachFileHasItsRole(_ folder: Folder) throws {
    let place = try TemporaryFolder()
    for file in folder.files.keys { try place.write(file, "") }
    let found = try StudyFolder(place.path)
    #expect(found.problems.isEmpty)
    #expect(found.choices.isEmpty)
    #expect(found.cases.count == folder.cases)
    var roles: [String: String] = [:]
    for role in found.cases.flatMap(\.roles) { roles[String(role.file.dropFirst(place.path.count + 1))] = role.role }
    for (file, role) in folder.files { #expect(roles[file] ?? "" == role, "\(file)") }
  }

  /// Archives write IM0001 without an ending; old files have the ending, but no mark of DICOM in them.
  @Test(arguments: [("series/IM0001", true), ("1.2.840.113619/1.2.3", true), ("a b/x.dcm", false)])
  func aFolderOfDICOMFilesGivesTheLineToType(name: String, isMarked: Bool) throws {
    let place = try TemporaryFolder()
    try place.write(name, Data(count: 128) + Data((isMarked ? "DICM" : "    ").utf8) + Data(count: 40))
    try place.write("series/notes.txt", "read me")
    let error = try StudyFolder(place.path).absence(named: "my scan")
    #expect(error.advice == "convert it with: dcm2niix -z y -o . 'my scan'")
  }

  static let folders = [
    Folder(
      testDescription: "hyphens instead of underscores",
      files: [
        "anna-FLAIR.nii.gz": "flair", "anna-T1.nii.gz": "T1", "anna-mask.nii.gz": "rater1",
        "bert-FLAIR.nii.gz": "flair",
        "bert-mask.nii.gz": "rater1",
      ], cases: 2),
    Folder(
      testDescription: "spaces and full stops",
      files: ["c/AX T2 FLAIR.nii.gz": "flair", "c/AX T1.nii.gz": "T1", "c/my.gt.nii.gz": "rater1"]),
    Folder(
      testDescription: "a mask of each sequence",
      files: [
        "Patient-1/1-Flair.nii": "flair", "Patient-1/1-T1.nii": "T1", "Patient-1/1-T2.nii": "T2",
        "Patient-1/1-LesionSeg-Flair.nii": "rater1", "Patient-1/1-LesionSeg-T1.nii": "",
        "Patient-1/1-LesionSeg-T2.nii": "",
      ]),
    Folder(
      testDescription: "a mask of each sequence, in names of one's own",
      files: ["p_FLAIR.nii": "flair", "p_T1.nii": "T1", "p_lesions.nii": "rater1", "p_lesions_T1.nii": ""]),
    Folder(
      testDescription: "numbered masks",
      files: ["flair.nii.gz": "flair", "seg1.nii.gz": "rater1", "seg2.nii.gz": "rater2", "label_3.nii.gz": "rater3"]),
    Folder(
      testDescription: "readers by name",
      files: [
        "x/FLAIR.nii.gz": "flair", "x/segmentation.nii.gz": "rater2", "x/wmh_reader2.nii.gz": "rater3",
        "x/Segmentation-label.nii.gz": "rater1",
      ]),
    Folder(
      testDescription: "lesions of the white matter are no tissue",
      files: [
        "FLAIR.nii.gz": "flair", "wm_lesions.nii.gz": "rater1", "wm.nii.gz": "", "wm_lesion_prob.nii.gz": "prediction",
      ]),
    Folder(
      testDescription: "a folder for each reader",
      files: [
        "images/s1_FLAIR.nii.gz": "flair", "images/s2_FLAIR.nii.gz": "flair", "rater1/s1.nii.gz": "rater1",
        "rater1/s2.nii.gz": "rater1", "rater2/s1.nii.gz": "rater2", "rater2/s2.nii.gz": "rater2",
      ], cases: 2),
    Folder(
      testDescription: "masks called as their image, in another folder",
      files: [
        "images/s1_FLAIR.nii.gz": "flair", "masks/s1_FLAIR.nii.gz": "rater1", "images/s10_FLAIR.nii.gz": "flair",
        "masks/s10_FLAIR.nii.gz": "rater1",
      ], cases: 2),
    Folder(
      testDescription: "a folder for each sequence",
      files: [
        "FLAIR/s1.nii.gz": "flair", "FLAIR/s2.nii.gz": "flair", "T1/s1.nii.gz": "T1", "masks/s1.nii.gz": "rater1",
        "masks/s2.nii.gz": "rater1",
      ], cases: 2),
    Folder(
      testDescription: "one folder for a sequence in each patient's",
      files: [
        "p1/FLAIR/image.nii.gz": "flair", "p1/mask/mask.nii.gz": "rater1", "p2/FLAIR/image.nii.gz": "flair",
        "p2/mask/mask.nii.gz": "rater1",
      ], cases: 2),
    Folder(
      testDescription: "a segmentation of the brain in BIDS is no rater",
      files: [
        "sub-1/anat/sub-1_FLAIR.nii.gz": "flair",
        "derivatives/labels/sub-1/anat/sub-1_FLAIR_seg-lesion.nii.gz": "rater1",
        "derivatives/labels/sub-1/anat/sub-1_T1w_seg-brain.nii.gz": "",
      ]),
    Folder(
      testDescription: "an entity's hyphen separates nothing",
      files: [
        "sub-1/anat/sub-1_FLAIR.nii.gz": "flair", "sub-1/anat/sub-1_T1w.nii.gz": "T1",
        "sub-1/anat/sub-1_from-T1w_to-MNI_xfm.nii.gz": "",
      ]),
  ]
}
