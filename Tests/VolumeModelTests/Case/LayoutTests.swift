import Testing
import VolumeModel

/// Data sets as their makers publish them, opened from their root: each row of the layouts.
@Suite struct LayoutTests {
  struct Expected: Sendable {
    let name: String
    let flair: String
    var images: [String] = []
    var raters: [String] = []
    var prediction: String?
    var brain: String?
    var patient: String?
    var visit: String?
    var passedOver: [String] = []
  }

  struct Study: Sendable, CustomTestStringConvertible {
    let layout: String
    var variant = ""
    let files: [String]
    let cases: [Expected]
    var testDescription: String { layout + (variant.isEmpty ? "" : ", \(variant)") }
  }

  @Test(arguments: studies)
  func casesAndRoles(_ study: Study) throws {
    let folder = try TemporaryFolder()
    for file in study.files { try folder.write(file, content(of: file)) }
    let found = try StudyFolder(folder.path)
    func relative(_ path: String) -> String { String(path.dropFirst(folder.path.count + 1)) }
    #expect(found.problems.isEmpty)
    #expect(found.cases.map(\.name) == study.cases.map(\.name))
    for (files, expected) in zip(found.cases, study.cases) {
      #expect(files.layout == study.layout)
      #expect(relative(files.flair) == expected.flair)
      #expect(files.images.map { "\($0.role)=\(relative($0.path))" } == expected.images)
      #expect((files.raters + files.furtherMasks).map { "\($0.name)=\(relative($0.path))" } == expected.raters)
      #expect(files.prediction.map(relative) == expected.prediction)
      #expect(files.brainMask.map(relative) == expected.brain)
      if let patient = expected.patient { #expect(files.patient == patient) }
      #expect(files.visit == expected.visit)
      #expect(files.passedOver.map { relative($0.path) } == expected.passedOver)
      // Each role is said, with its reason.
      #expect(files.roles.contains { $0.role == "flair" && $0.file == files.flair && !$0.why.isEmpty })
      #expect(
        files.roles.filter { $0.role.hasPrefix("rater") }.map(\.file) == (files.raters + files.furtherMasks).map(\.path)
      )
    }
  }

  private func content(of file: String) -> String {
    file.hasSuffix("dataset.json")
      ? #"{"channel_names": {"0": "T1w", "1": "FLAIR"}, "labels": {"background": 0, "lesion": 1}}"# : ""
  }

  static let studies = published + named + inFolders + choices
}

extension LayoutTests {
  static let published = [
    Study(
      layout: "ISBI 2015", variant: "with orig",
      files: [
        "training01/orig/training01_01_flair.nii.gz", "training01/orig/training01_01_mprage.nii.gz",
        "training01/preprocessed/training01_01_flair_pp.nii", "training01/preprocessed/training01_01_mprage_pp.nii",
        "training01/preprocessed/training01_02_flair_pp.nii", "training01/masks/training01_01_mask1.nii",
        "training01/masks/training01_01_mask2.nii", "training01/masks/training01_02_mask2.nii",
        "training01/masks/training01_02_mask1.nii",
      ],
      cases: [
        Expected(
          name: "training01_01", flair: "training01/preprocessed/training01_01_flair_pp.nii",
          images: ["T1=training01/preprocessed/training01_01_mprage_pp.nii"],
          raters: [
            "rater1=training01/masks/training01_01_mask1.nii", "rater2=training01/masks/training01_01_mask2.nii",
          ], patient: "training01", visit: "01",
          passedOver: [
            "training01/orig/training01_01_flair.nii.gz", "training01/orig/training01_01_mprage.nii.gz",
          ]),
        Expected(
          name: "training01_02", flair: "training01/preprocessed/training01_02_flair_pp.nii",
          raters: [
            "rater1=training01/masks/training01_02_mask1.nii", "rater2=training01/masks/training01_02_mask2.nii",
          ], patient: "training01", visit: "02"),
      ]),
    Study(
      layout: "MSSEG 2016",
      files: [
        "Center_01/Patient_01/Raw_Data/FLAIR.nii.gz", "Center_01/Patient_01/Raw_Data/T1.nii.gz",
        "Center_01/Patient_01/Preprocessed_Data/FLAIR_preprocessed.nii.gz",
        "Center_01/Patient_01/Preprocessed_Data/GADO_preprocessed.nii.gz",
        "Center_01/Patient_01/Masks/Brain_Mask.nii.gz", "Center_01/Patient_01/Masks/Consensus.nii.gz",
        "Center_07/Patient_01/Raw_Data/FLAIR.nii.gz",
      ] + (1...7).map { "Center_01/Patient_01/Masks/ManualSegmentation_\($0).nii.gz" },
      cases: [
        Expected(
          name: "Center_01_Patient_01", flair: "Center_01/Patient_01/Preprocessed_Data/FLAIR_preprocessed.nii.gz",
          images: [
            "T1=Center_01/Patient_01/Raw_Data/T1.nii.gz",
            "T1Gd=Center_01/Patient_01/Preprocessed_Data/GADO_preprocessed.nii.gz",
          ],
          raters: ["consensus=Center_01/Patient_01/Masks/Consensus.nii.gz"]
            + (1...7).map { "rater\($0)=Center_01/Patient_01/Masks/ManualSegmentation_\($0).nii.gz" },
          brain: "Center_01/Patient_01/Masks/Brain_Mask.nii.gz", patient: "Center_01_Patient_01",
          passedOver: ["Center_01/Patient_01/Raw_Data/FLAIR.nii.gz"]),
        Expected(
          name: "Center_07_Patient_01", flair: "Center_07/Patient_01/Raw_Data/FLAIR.nii.gz",
          patient: "Center_07_Patient_01"),
      ]),
    Study(
      layout: "MSSEG-2",
      files: [
        "013/flair_time01_on_middle_space.nii.gz", "013/flair_time02_on_middle_space.nii.gz", "013/ground_truth.nii.gz",
        "013/ground_truth_expert1.nii.gz", "013/ground_truth_expert4.nii.gz", "013/brain_mask.nii.gz",
      ],
      cases: [
        Expected(
          name: "013", flair: "013/flair_time02_on_middle_space.nii.gz",
          images: ["FLAIR time 1=013/flair_time01_on_middle_space.nii.gz"],
          raters: [
            "consensus=013/ground_truth.nii.gz", "rater1=013/ground_truth_expert1.nii.gz",
            "rater4=013/ground_truth_expert4.nii.gz",
          ], brain: "013/brain_mask.nii.gz")
      ]),
    Study(
      layout: "MICCAI 2008",
      files: [
        "UNC_train_Case01/UNC_train_Case01_FLAIR.nii.gz", "UNC_train_Case01/UNC_train_Case01_T1.nii.gz",
        "UNC_train_Case01/UNC_train_Case01_lesion.nii.gz",
        "UNC_train_lesion_byCHB/UNC_train_Case01/UNC_train_Case01_lesion_byCHB.nii.gz",
      ],
      cases: [
        Expected(
          name: "UNC_train_Case01", flair: "UNC_train_Case01/UNC_train_Case01_FLAIR.nii.gz",
          images: ["T1=UNC_train_Case01/UNC_train_Case01_T1.nii.gz"],
          raters: [
            "CHB=UNC_train_lesion_byCHB/UNC_train_Case01/UNC_train_Case01_lesion_byCHB.nii.gz",
            "UNC=UNC_train_Case01/UNC_train_Case01_lesion.nii.gz",
          ])
      ]),
    Study(
      layout: "MSLesSeg",
      files: [
        "train/P1/T1/P1_T1_FLAIR.nii.gz", "train/P1/T1/P1_T1_T1.nii.gz", "train/P1/T1/P1_T1_T2.nii.gz",
        "train/P1/T1/P1_T1_MASK.nii.gz", "train/P1/T2/P1_T2_FLAIR.nii.gz", "train/P1/T2/P1_T2_T1.nii.gz",
        "train/P1/T2/P1_T2_MASK.nii.gz", "test/P54/P54_FLAIR.nii.gz", "test/P54/P54_T2.nii.gz",
      ],
      cases: [
        Expected(
          name: "P54", flair: "test/P54/P54_FLAIR.nii.gz", images: ["T2=test/P54/P54_T2.nii.gz"], patient: "P54"),
        Expected(
          name: "P1_T1", flair: "train/P1/T1/P1_T1_FLAIR.nii.gz",
          images: ["T1=train/P1/T1/P1_T1_T1.nii.gz", "T2=train/P1/T1/P1_T1_T2.nii.gz"],
          raters: ["manual=train/P1/T1/P1_T1_MASK.nii.gz"], patient: "P1", visit: "T1"),
        Expected(
          name: "P1_T2", flair: "train/P1/T2/P1_T2_FLAIR.nii.gz", images: ["T1=train/P1/T2/P1_T2_T1.nii.gz"],
          raters: ["manual=train/P1/T2/P1_T2_MASK.nii.gz"], patient: "P1", visit: "T2"),
      ]),
    Study(
      layout: "open_ms_data",
      files: [
        "cross_sectional/MNI/patient01/FLAIR_N4_noneck_reduced_winsor_regtoFLAIR_brain_N4_regtoMNI.nii.gz",
        "cross_sectional/MNI/patient01/T1_N4_noneck_reduced_winsor_regtoFLAIR_brain_N4_regtoMNI.nii.gz",
        "cross_sectional/MNI/patient01/T1POST_N4_noneck_reduced_winsor_regtoFLAIR_brain_N4_regtoMNI.nii.gz",
        "cross_sectional/MNI/patient01/GOLD_STANDARD_N4_noneck_reduced_winsor_regtoFLAIR_regtoMNI.nii.gz",
        "cross_sectional/coregistered/patient01/FLAIR.nii.gz", "cross_sectional/coregistered/patient01/T1WKS.nii.gz",
        "cross_sectional/coregistered/patient01/consensus_gt.nii.gz",
        "cross_sectional/coregistered/patient01/patient01_brainmask.nii.gz",
      ],
      cases: [
        Expected(
          name: "MNI_patient01",
          flair: "cross_sectional/MNI/patient01/FLAIR_N4_noneck_reduced_winsor_regtoFLAIR_brain_N4_regtoMNI.nii.gz",
          images: [
            "T1=cross_sectional/MNI/patient01/T1_N4_noneck_reduced_winsor_regtoFLAIR_brain_N4_regtoMNI.nii.gz",
            "T1Gd=cross_sectional/MNI/patient01/T1POST_N4_noneck_reduced_winsor_regtoFLAIR_brain_N4_regtoMNI.nii.gz",
          ],
          raters: [
            "consensus=cross_sectional/MNI/patient01/GOLD_STANDARD_N4_noneck_reduced_winsor_regtoFLAIR_regtoMNI.nii.gz"
          ], patient: "patient01"),
        Expected(
          name: "coregistered_patient01", flair: "cross_sectional/coregistered/patient01/FLAIR.nii.gz",
          images: ["T1Gd=cross_sectional/coregistered/patient01/T1WKS.nii.gz"],
          raters: ["consensus=cross_sectional/coregistered/patient01/consensus_gt.nii.gz"],
          brain: "cross_sectional/coregistered/patient01/patient01_brainmask.nii.gz", patient: "patient01"),
      ]),
    Study(
      layout: "open_ms_data, longitudinal",
      files: [
        "longitudinal/coregistered/patient01/study1_FLAIR.nii.gz", "longitudinal/coregistered/patient01/gt.nii.gz",
        "longitudinal/coregistered/patient01/study2_FLAIR.nii.gz",
        "longitudinal/coregistered/patient01/study2_T1W.nii.gz",
        "longitudinal/coregistered/patient01/brainmask.nii.gz", "longitudinal/raw/patient02/study1_FLAIR.nii.gz",
        "longitudinal/raw/patient02/gt.nii.gz",
      ],
      cases: [
        Expected(
          name: "longitudinal_patient01_study1", flair: "longitudinal/coregistered/patient01/study1_FLAIR.nii.gz",
          raters: ["changes=longitudinal/coregistered/patient01/gt.nii.gz"],
          brain: "longitudinal/coregistered/patient01/brainmask.nii.gz", patient: "longitudinal_patient01", visit: "1"),
        Expected(
          name: "longitudinal_patient01_study2", flair: "longitudinal/coregistered/patient01/study2_FLAIR.nii.gz",
          images: ["T1=longitudinal/coregistered/patient01/study2_T1W.nii.gz"],
          raters: ["changes=longitudinal/coregistered/patient01/gt.nii.gz"],
          brain: "longitudinal/coregistered/patient01/brainmask.nii.gz", patient: "longitudinal_patient01", visit: "2"),
        Expected(
          name: "longitudinal_patient02_study1", flair: "longitudinal/raw/patient02/study1_FLAIR.nii.gz",
          patient: "longitudinal_patient02", visit: "1", passedOver: ["longitudinal/raw/patient02/gt.nii.gz"]),
      ]),
    Study(
      layout: "WMH challenge",
      files: [
        "training/Utrecht/0/pre/FLAIR.nii.gz", "training/Utrecht/0/pre/T1.nii.gz", "training/Utrecht/0/pre/3DT1.nii.gz",
        "training/Utrecht/0/orig/FLAIR.nii.gz", "training/Utrecht/0/wmh.nii.gz",
        "additional_annotations/observer_o3/training/Utrecht/0/result.nii.gz",
        "training/Amsterdam/GE3T/0/pre/FLAIR.nii.gz", "training/Amsterdam/GE3T/0/wmh.nii.gz",
        "additional_annotations/observer_o4/training/Amsterdam/GE3T/0/result.nii.gz",
      ],
      cases: [
        Expected(
          name: "GE3T_0", flair: "training/Amsterdam/GE3T/0/pre/FLAIR.nii.gz",
          raters: [
            "wmh=training/Amsterdam/GE3T/0/wmh.nii.gz",
            "o4=additional_annotations/observer_o4/training/Amsterdam/GE3T/0/result.nii.gz",
          ], patient: "GE3T_0"),
        Expected(
          name: "Utrecht_0", flair: "training/Utrecht/0/pre/FLAIR.nii.gz",
          images: ["T1=training/Utrecht/0/pre/T1.nii.gz"],
          raters: [
            "wmh=training/Utrecht/0/wmh.nii.gz",
            "o3=additional_annotations/observer_o3/training/Utrecht/0/result.nii.gz",
          ], patient: "Utrecht_0",
          passedOver: ["training/Utrecht/0/orig/FLAIR.nii.gz", "training/Utrecht/0/pre/3DT1.nii.gz"]),
      ]),
    Study(
      layout: "nnU-Net",
      files: [
        "Dataset007_MS/dataset.json", "Dataset007_MS/imagesTr/case_01_0000.nii.gz",
        "Dataset007_MS/imagesTr/case_01_0001.nii.gz", "Dataset007_MS/labelsTr/case_01.nii.gz",
        "Dataset007_MS/imagesTs/case_02_0001.nii.gz", "predictions/case_02.nii.gz",
      ],
      cases: [
        Expected(
          name: "case_01", flair: "Dataset007_MS/imagesTr/case_01_0001.nii.gz",
          images: ["T1=Dataset007_MS/imagesTr/case_01_0000.nii.gz"],
          raters: ["labels=Dataset007_MS/labelsTr/case_01.nii.gz"]),
        Expected(
          name: "case_02", flair: "Dataset007_MS/imagesTs/case_02_0001.nii.gz", prediction: "predictions/case_02.nii.gz"
        ),
      ]),
    Study(
      layout: "Shifts",
      files: [
        "msseg/train/flair/1_FLAIR_isovox.nii.gz", "msseg/train/t1/1_T1_isovox.nii.gz",
        "msseg/train/gt/1_gt_isovox.nii.gz", "msseg/train/fg_mask/1_isovox_fg_mask.nii.gz",
        "msseg/eval_in/flair/1_FLAIR_isovox.nii.gz", "msseg/eval_in/gt/1_gt_isovox.nii.gz",
      ],
      cases: [
        Expected(
          name: "eval_in_1", flair: "msseg/eval_in/flair/1_FLAIR_isovox.nii.gz",
          raters: ["gt=msseg/eval_in/gt/1_gt_isovox.nii.gz"], patient: "eval_in_1"),
        Expected(
          name: "train_1", flair: "msseg/train/flair/1_FLAIR_isovox.nii.gz",
          images: ["T1=msseg/train/t1/1_T1_isovox.nii.gz"], raters: ["gt=msseg/train/gt/1_gt_isovox.nii.gz"],
          brain: "msseg/train/fg_mask/1_isovox_fg_mask.nii.gz", patient: "train_1"),
      ]),
    Study(
      layout: "Tabriz (MRI_MS_Insights, MS3SEG)",
      files: [
        "raw_data/MS_100_patient_preprocessed/101228/101228_FLAIR.nii.gz",
        "raw_data/MS_100_patient_preprocessed/101228/101228_T1WI_reg.nii.gz",
        "raw_data/MS_100_patient_masks/abWMH_Masks/101228/101228_abWMH_Mask.nii.gz",
        "raw_data/MS_100_patient_masks/Vent_Masks/101228/101228_Vent_Mask.nii.gz",
      ],
      cases: [
        Expected(
          name: "101228", flair: "raw_data/MS_100_patient_preprocessed/101228/101228_FLAIR.nii.gz",
          images: ["T1=raw_data/MS_100_patient_preprocessed/101228/101228_T1WI_reg.nii.gz"],
          raters: ["manual=raw_data/MS_100_patient_masks/abWMH_Masks/101228/101228_abWMH_Mask.nii.gz"],
          passedOver: ["raw_data/MS_100_patient_masks/Vent_Masks/101228/101228_Vent_Mask.nii.gz"])
      ]),
  ]

  static let named = [
    Study(
      layout: "BIDS",
      variant: "raw data, derivatives of two raters, sessions",
      files: [
        "dataset_description.json", "sub-05/ses-1/anat/sub-05_ses-1_FLAIR.nii.gz",
        "sub-05/ses-1/anat/sub-05_ses-1_T1w.nii.gz", "sub-05/ses-2/anat/sub-05_ses-2_FLAIR.nii.gz",
        "derivatives/raterA/sub-05/ses-1/anat/sub-05_ses-1_label-lesion_mask.nii.gz",
        "derivatives/group/raterB/sub-05/ses-1/anat/sub-05_ses-1_label-lesion_desc-B_mask.nii.gz",
        "derivatives/prep/sub-05/ses-1/anat/sub-05_ses-1_space-MNI_FLAIR.nii.gz",
        "derivatives/prep/sub-05/ses-1/anat/sub-05_ses-1_desc-brain_mask.nii.gz",
        "derivatives/prep/sub-05/ses-1/anat/sub-05_ses-1_label-GM_probseg.nii.gz",
        "derivatives/net/sub-05/ses-1/anat/sub-05_ses-1_label-lesion_desc-pred_probseg.nii.gz",
      ],
      cases: [
        Expected(
          name: "sub-05_ses-1", flair: "sub-05/ses-1/anat/sub-05_ses-1_FLAIR.nii.gz",
          images: ["T1=sub-05/ses-1/anat/sub-05_ses-1_T1w.nii.gz"],
          raters: [
            "B=derivatives/group/raterB/sub-05/ses-1/anat/sub-05_ses-1_label-lesion_desc-B_mask.nii.gz",
            "raterA=derivatives/raterA/sub-05/ses-1/anat/sub-05_ses-1_label-lesion_mask.nii.gz",
          ],
          prediction: "derivatives/net/sub-05/ses-1/anat/sub-05_ses-1_label-lesion_desc-pred_probseg.nii.gz",
          brain: "derivatives/prep/sub-05/ses-1/anat/sub-05_ses-1_desc-brain_mask.nii.gz", patient: "sub-05",
          visit: "1",
          passedOver: [
            "derivatives/prep/sub-05/ses-1/anat/sub-05_ses-1_label-GM_probseg.nii.gz",
            "derivatives/prep/sub-05/ses-1/anat/sub-05_ses-1_space-MNI_FLAIR.nii.gz",
          ]),
        Expected(
          name: "sub-05_ses-2", flair: "sub-05/ses-2/anat/sub-05_ses-2_FLAIR.nii.gz", patient: "sub-05", visit: "2"),
      ]),
    Study(
      layout: "BIDS", variant: "the masks lie in another space",
      files: [
        "sub-1/anat/sub-1_FLAIR.nii.gz", "derivatives/p/sub-1/anat/sub-1_space-MNI_FLAIR.nii.gz",
        "derivatives/p/sub-1/anat/sub-1_space-MNI_label-lesion_desc-manual_mask.nii.gz",
        "sub-1/anat/sub-1_T2w.nii.gz",
      ],
      cases: [
        Expected(
          name: "sub-1", flair: "derivatives/p/sub-1/anat/sub-1_space-MNI_FLAIR.nii.gz",
          images: ["T2=sub-1/anat/sub-1_T2w.nii.gz"],
          raters: ["manual=derivatives/p/sub-1/anat/sub-1_space-MNI_label-lesion_desc-manual_mask.nii.gz"],
          passedOver: ["sub-1/anat/sub-1_FLAIR.nii.gz"])
      ]),
    Study(
      layout: "BIDS", variant: "a flat folder with sub-1 and sub-10",
      files: [
        "sub-1_FLAIR.nii.gz", "sub-1_desc-r1_mask.nii.gz", "sub-10_FLAIR.nii.gz", "sub-10_desc-r1_dseg.nii.gz",
        "sub-10_desc-r2_seg.nii.gz", "sub-10_acq-3D_run-2_label-lesion_roi.nii.gz",
      ],
      cases: [
        Expected(
          name: "sub-1", flair: "sub-1_FLAIR.nii.gz", raters: ["r1=sub-1_desc-r1_mask.nii.gz"], patient: "sub-1"),
        Expected(
          name: "sub-10", flair: "sub-10_FLAIR.nii.gz",
          raters: [
            "acq-3D_run-2=sub-10_acq-3D_run-2_label-lesion_roi.nii.gz", "r1=sub-10_desc-r1_dseg.nii.gz",
            "r2=sub-10_desc-r2_seg.nii.gz",
          ], patient: "sub-10"),
      ]),
    Study(
      layout: "names", variant: "LST-AI and SAMSEG beside a scan",
      files: [
        "p1/FLAIR.nii.gz", "p1/lst/space-flair_seg-lst.nii.gz", "p1/lst/space-flair_desc-annotated_seg-lst.nii.gz",
        "p1/lesion_mask.nii.gz", "p1/ples_lpa_mFLAIR.nii", "p2/T2_FLAIR.nii.gz", "p2/T2.nii.gz", "p2/gt.nii.gz",
      ],
      cases: [
        Expected(
          name: "p1", flair: "p1/FLAIR.nii.gz",
          raters: ["lesion_mask=p1/lesion_mask.nii.gz", "LST-AI=p1/lst/space-flair_seg-lst.nii.gz"],
          prediction: "p1/ples_lpa_mFLAIR.nii", passedOver: ["p1/lst/space-flair_desc-annotated_seg-lst.nii.gz"]),
        Expected(
          name: "p2", flair: "p2/T2_FLAIR.nii.gz", images: ["T2=p2/T2.nii.gz"], raters: ["gt=p2/gt.nii.gz"]),
      ]),
    Study(
      layout: "names", variant: "names of people in another script",
      files: ["佐藤/佐藤_FLAIR.nii.gz", "佐藤/佐藤_mask1.nii.gz", "山田/山田_FLAIR.nii.gz", "山田/山田_mask1.nii.gz"],
      cases: [
        Expected(name: "佐藤", flair: "佐藤/佐藤_FLAIR.nii.gz", raters: ["rater1=佐藤/佐藤_mask1.nii.gz"], patient: "佐藤"),
        Expected(name: "山田", flair: "山田/山田_FLAIR.nii.gz", raters: ["rater1=山田/山田_mask1.nii.gz"], patient: "山田"),
      ]),
  ]
}
