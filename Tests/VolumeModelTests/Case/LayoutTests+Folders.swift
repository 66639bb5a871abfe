/// Data sets whose folders say what their files are.
extension LayoutTests {
  static let inFolders = [
    Study(
      layout: "names", variant: "names of dcm2niix on a scanner that says dark-fluid",
      files: [
        "p/4_t2_space_dark-fluid_sag_p2_iso_20190304101112.nii.gz", "p/3_t1_mprage_sag_p2_iso_20190304101112.nii.gz",
        "p/lesions.nii.gz",
      ],
      cases: [
        Expected(
          name: "4", flair: "p/4_t2_space_dark-fluid_sag_p2_iso_20190304101112.nii.gz",
          images: ["T1=p/3_t1_mprage_sag_p2_iso_20190304101112.nii.gz"], raters: ["lesions=p/lesions.nii.gz"])
      ]),
    Study(
      layout: "names", variant: "BIANCA's map and its binary mask",
      files: [
        "p1_FLAIR_brain.nii.gz", "p1_bianca_output.nii.gz", "p1_bianca_output_thr0.9_bin.nii.gz",
        "p1_FLAIR_brain_mask.nii.gz", "p1_WMHmask.nii.gz",
      ],
      cases: [
        Expected(
          name: "p1", flair: "p1_FLAIR_brain.nii.gz",
          raters: ["WMHmask=p1_WMHmask.nii.gz", "BIANCA=p1_bianca_output_thr0.9_bin.nii.gz"],
          prediction: "p1_bianca_output.nii.gz", brain: "p1_FLAIR_brain_mask.nii.gz")
      ]),
    Study(
      layout: "names", variant: "lesions in German, and a number that is no patient of Tabriz",
      files: ["5_FLAIR.nii.gz", "5_laesionen_AB.nii.gz", "5_segmentation_manuelle.nii.gz"],
      cases: [
        Expected(
          name: "5", flair: "5_FLAIR.nii.gz",
          raters: [
            "laesionen_AB=5_laesionen_AB.nii.gz", "segmentation_manuelle=5_segmentation_manuelle.nii.gz",
          ])
      ]),
    Study(
      layout: "names", variant: "images and masks of one name in two folders",
      files: ["images/p1_flair.nii.gz", "images/p2_flair.nii.gz", "masks/p1_flair.nii.gz", "masks/p2_flair.nii.gz"],
      cases: [
        Expected(name: "p1", flair: "images/p1_flair.nii.gz", raters: ["masks=masks/p1_flair.nii.gz"]),
        Expected(name: "p2", flair: "images/p2_flair.nii.gz", raters: ["masks=masks/p2_flair.nii.gz"]),
      ]),
    Study(
      layout: "names", variant: "a T2-weighted FLAIR, which is no second visit of MSLesSeg",
      files: [
        "p01_t1.nii.gz", "p01_t2_flair.nii.gz", "p01_seg.nii.gz", "p02_t2_flair.nii.gz", "p02_seg.nii.gz",
      ],
      cases: [
        Expected(
          name: "p01", flair: "p01_t2_flair.nii.gz", images: ["T1=p01_t1.nii.gz"], raters: ["seg=p01_seg.nii.gz"]),
        Expected(name: "p02", flair: "p02_t2_flair.nii.gz", raters: ["seg=p02_seg.nii.gz"]),
      ]),
    Study(
      layout: "MSLesSeg", variant: "all in one folder",
      files: ["P1_T1_FLAIR.nii.gz", "P1_T1_MASK.nii.gz", "P1_T2_FLAIR.nii.gz", "P1_T2_MASK.nii.gz"],
      cases: [
        Expected(
          name: "P1_T1", flair: "P1_T1_FLAIR.nii.gz", raters: ["manual=P1_T1_MASK.nii.gz"], patient: "P1", visit: "T1"),
        Expected(
          name: "P1_T2", flair: "P1_T2_FLAIR.nii.gz", raters: ["manual=P1_T2_MASK.nii.gz"], patient: "P1", visit: "T2"),
      ]),
    Study(
      layout: "images and masks",
      files: ["images/p1.nii.gz", "images/p2.nii.gz", "images/p2_t1.nii.gz", "labels/p1.nii.gz", "labels/p2.nii.gz"],
      cases: [
        Expected(name: "p1", flair: "images/p1.nii.gz", raters: ["labels=labels/p1.nii.gz"]),
        Expected(
          name: "p2", flair: "images/p2.nii.gz", images: ["T1=images/p2_t1.nii.gz"], raters: ["labels=labels/p2.nii.gz"]
        ),
      ]),
    Study(
      layout: "MRBrainS13",
      files: [
        "TrainingData/1/T2_FLAIR.nii", "TrainingData/1/T1.nii", "TrainingData/1/T1_IR.nii",
        "TrainingData/1/LabelsForTraining.nii", "TrainingData/1/LabelsForTesting.nii",
      ],
      cases: [
        Expected(
          name: "1", flair: "TrainingData/1/T2_FLAIR.nii", images: ["T1=TrainingData/1/T1.nii"],
          raters: ["manual=TrainingData/1/LabelsForTraining.nii"],
          passedOver: ["TrainingData/1/LabelsForTesting.nii", "TrainingData/1/T1_IR.nii"])
      ]),
    Study(
      layout: "WMH challenge", variant: "MRBrainS18",
      files: [
        "training/1/pre/FLAIR.nii.gz", "training/1/pre/reg_T1.nii.gz", "training/1/orig/FLAIR.nii.gz",
        "training/1/segm.nii.gz",
      ],
      cases: [
        Expected(
          name: "training_1", flair: "training/1/pre/FLAIR.nii.gz", images: ["T1=training/1/pre/reg_T1.nii.gz"],
          raters: ["segm=training/1/segm.nii.gz"], passedOver: ["training/1/orig/FLAIR.nii.gz"])
      ]),
  ]
}
