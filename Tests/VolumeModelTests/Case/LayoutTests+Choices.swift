/// Studies in which the place or the words of a name decide: whose mask it is, which image it was drawn on, which visit.
extension LayoutTests {
  static let choices = [
    Study(
      layout: "BIDS", variant: "two runs, and a mask that names its own",
      files: [
        "sub-1/anat/sub-1_run-1_FLAIR.nii.gz", "sub-1/anat/sub-1_run-2_FLAIR.nii.gz",
        "derivatives/m/sub-1/anat/sub-1_run-02_label-lesion_mask.nii.gz",
      ],
      cases: [
        Expected(
          name: "sub-1", flair: "sub-1/anat/sub-1_run-2_FLAIR.nii.gz",
          raters: ["run-02=derivatives/m/sub-1/anat/sub-1_run-02_label-lesion_mask.nii.gz"],
          passedOver: ["sub-1/anat/sub-1_run-1_FLAIR.nii.gz"])
      ]),
    Study(
      layout: "BIDS", variant: "raters in folders of their own, tissues of another program, masks called msk",
      files: [
        "rawdata/sub-1/ses-1/sub-1_ses-1_flair.nii.gz", "derivatives/sub-1/ses-1/sub-1_ses-1_msk.nii.gz",
        "derivatives/lab/v2/A/sub-1/ses-1/anat/sub-1_ses-1_desc-lesion_mask.nii.gz",
        "derivatives/lab/v2/B/sub-1/ses-1/anat/sub-1_ses-1_desc-lesion_mask.nii.gz",
        "derivatives/fmriprep/sub-1/ses-1/anat/sub-1_ses-1_dseg.nii.gz",
        "derivatives/fmriprep-23.1/sub-1/ses-1/anat/sub-1_ses-1_desc-ribbon_mask.nii.gz",
      ],
      cases: [
        Expected(
          name: "sub-1_ses-1", flair: "rawdata/sub-1/ses-1/sub-1_ses-1_flair.nii.gz",
          raters: [
            "lesion (A)=derivatives/lab/v2/A/sub-1/ses-1/anat/sub-1_ses-1_desc-lesion_mask.nii.gz",
            "lesion (B)=derivatives/lab/v2/B/sub-1/ses-1/anat/sub-1_ses-1_desc-lesion_mask.nii.gz",
            "msk=derivatives/sub-1/ses-1/sub-1_ses-1_msk.nii.gz",
          ], patient: "sub-1", visit: "1",
          passedOver: [
            "derivatives/fmriprep-23.1/sub-1/ses-1/anat/sub-1_ses-1_desc-ribbon_mask.nii.gz",
            "derivatives/fmriprep/sub-1/ses-1/anat/sub-1_ses-1_dseg.nii.gz",
          ])
      ]),
    Study(
      layout: "names", variant: "visits by date, in folders",
      files: [
        "p1/2019-01-03/FLAIR.nii.gz", "p1/2019-01-03/mask.nii.gz", "p1/20200506/FLAIR.nii.gz",
        "p2/baseline/FLAIR.nii.gz",
      ],
      cases: [
        Expected(
          name: "p1_2019-01-03", flair: "p1/2019-01-03/FLAIR.nii.gz", raters: ["mask=p1/2019-01-03/mask.nii.gz"],
          patient: "p1", visit: "2019-01-03"),
        Expected(name: "p1_20200506", flair: "p1/20200506/FLAIR.nii.gz", patient: "p1", visit: "20200506"),
        Expected(name: "p2_baseline", flair: "p2/baseline/FLAIR.nii.gz", patient: "p2", visit: "baseline"),
      ]),
    Study(
      layout: "names", variant: "visits at the ends of names, where a person has several",
      files: [
        "p1_tp1_flair.nii.gz", "p1_tp1_mask.nii.gz", "p1_tp2_flair.nii.gz", "p1_tp2_mask.nii.gz", "p2_v2_flair.nii.gz",
      ],
      cases: [
        Expected(
          name: "p1_tp1", flair: "p1_tp1_flair.nii.gz", raters: ["mask=p1_tp1_mask.nii.gz"], patient: "p1", visit: "tp1"
        ),
        Expected(
          name: "p1_tp2", flair: "p1_tp2_flair.nii.gz", raters: ["mask=p1_tp2_mask.nii.gz"], patient: "p1", visit: "tp2"
        ),
        Expected(name: "p2_v2", flair: "p2_v2_flair.nii.gz", patient: "p2_v2"),
      ]),
    Study(
      layout: "names", variant: "the FLAIR's name says more than the mask's",
      files: [
        "anna_3T_flair.nii.gz", "anna_mask1.nii.gz", "bert_3T_flair.nii.gz", "bert_T1.nii.gz", "bert_v2_mask.nii.gz",
      ],
      cases: [
        Expected(name: "anna_3T", flair: "anna_3T_flair.nii.gz", raters: ["rater1=anna_mask1.nii.gz"]),
        Expected(name: "bert_3T", flair: "bert_3T_flair.nii.gz", images: ["T1=bert_T1.nii.gz"]),
      ]),
    Study(
      layout: "open_ms_data", variant: "no brain mask is that of a scan in another folder",
      files: [
        "cross_sectional/MNI/patient01/FLAIR.nii.gz", "cross_sectional/MNI/patient01/brainmask.nii.gz",
        "cross_sectional/raw/patient01/FLAIR.nii.gz", "cross_sectional/MNI/patient02/FLAIR.nii.gz",
        "cross_sectional/coregistered/patient02/brainmask.nii.gz",
      ],
      cases: [
        Expected(
          name: "MNI_patient01", flair: "cross_sectional/MNI/patient01/FLAIR.nii.gz",
          brain: "cross_sectional/MNI/patient01/brainmask.nii.gz", patient: "patient01"),
        Expected(name: "patient02", flair: "cross_sectional/MNI/patient02/FLAIR.nii.gz", patient: "patient02"),
        Expected(name: "raw_patient01", flair: "cross_sectional/raw/patient01/FLAIR.nii.gz", patient: "patient01"),
      ]),
  ]

  /// Both halves of the published set have patients of the same numbers.
  @Test func theHalvesOfOpenMSDataKeepTheirBrainMasks() throws {
    let folder = try TemporaryFolder()
    let cross = "cross_sectional/coregistered/patient01"
    let raw = "longitudinal/raw/patient01"
    for file in ["\(cross)/FLAIR.nii.gz", "\(cross)/brainmask.nii.gz", "\(raw)/study1_FLAIR.nii.gz"] {
      try folder.write(file, "")
    }
    let found = try StudyFolder(folder.path).cases
    #expect(found.map(\.name) == ["patient01", "longitudinal_patient01_study1"])
    #expect(found.map(\.brainMask) == [folder.file("\(cross)/brainmask.nii.gz"), nil])
  }

  /// The mask of the other run would be a second reader of this one.
  @Test func aMaskOfAnotherRunIsNoRater() throws {
    let folder = try TemporaryFolder()
    for run in 1...2 {
      try folder.write("sub-1_run-\(run)_FLAIR.nii.gz", "\(run)")
      try folder.write("sub-1_run-\(run)_label-lesion_mask.nii.gz", "m\(run)")
    }
    let files = try CaseFiles.find(inFolder: folder.path, flair: folder.file("sub-1_run-2_FLAIR.nii.gz"))
    #expect(files.raters.map(\.path) == [folder.file("sub-1_run-2_label-lesion_mask.nii.gz")])
    #expect(
      files.passedOver.contains { $0.path.contains("run-1_label") && $0.why.hasPrefix("belongs to sub-1_run-1_FLAIR") })
  }
}
