/// The layouts of data sets as their makers publish them. They are tried before the rules for names alone.
extension StudyLayout {
  package static let published = [
    StudyLayout(
      name: "ISBI 2015",
      summary: "The longitudinal MS lesion challenge of ISBI 2015, with or without orig/.",
      rules: [
        LayoutRule(.flair, "preprocessed/{patient}_{visit#}_flair_pp"),
        LayoutRule(.image("T1"), "preprocessed/{patient}_{visit#}_mprage_pp"),
        LayoutRule(.image("T2"), "preprocessed/{patient}_{visit#}_t2_pp"),
        LayoutRule(.image("PD"), "preprocessed/{patient}_{visit#}_pd_pp"),
        LayoutRule(.rater("rater{rater}"), "masks/{patient}_{visit#}_mask{rater#}"),
        LayoutRule(
          .passedOver("the scan before preprocessing; the masks lie on the preprocessed one"),
          "orig/{patient}_{visit#}_*"),
      ],
      keys: ["patient", "visit"], patient: "{patient}"),
    StudyLayout(
      name: "MSSEG 2016",
      summary: "The MS lesion challenge of MICCAI 2016: raw and preprocessed scans, seven raters and their consensus.",
      rules: [
        LayoutRule(.flair, "{patient+}/Preprocessed_Data/[3D]FLAIR_preprocessed"),
        LayoutRule(.flair, "{patient+}/Raw_Data/[3D]FLAIR"),
        LayoutRule(.flair, "{patient+}/[3D]FLAIR_preprocessed"),
        LayoutRule(.flair, "{patient+}/3DFLAIR"),
        LayoutRule(.brainMask, "{patient+}/[Masks/]Brain_Mask"),
        LayoutRule(.brainMask, "{patient+}/Mask_registered"),
        LayoutRule(.rater("consensus"), "{patient+}/Masks/Consensus"),
        LayoutRule(.rater("consensus"), "{patient+}/Consensus"),
        LayoutRule(.rater("rater{rater}"), "{patient+}/Masks/ManualSegmentation_{rater#}"),
        LayoutRule(.rater("rater{rater}"), "{patient+}/ManualSegmentation_{rater#}"),
        LayoutRule(.image("T1"), "{patient+}/Preprocessed_Data/[3D]T1_preprocessed"),
        LayoutRule(.image("T1"), "{patient+}/[3D]T1_preprocessed"),
        LayoutRule(.image("T1"), "{patient+}/Raw_Data/[3D]T1"),
        LayoutRule(.image("T1"), "{patient+}/[3D]T1"),
        LayoutRule(.image("T1Gd"), "{patient+}/Preprocessed_Data/([3DT1]GADO)_preprocessed"),
        LayoutRule(.image("T1Gd"), "{patient+}/([3DT1]GADO)_preprocessed"),
        LayoutRule(.image("T1Gd"), "{patient+}/Raw_Data/[3DT1]GADO"),
        LayoutRule(.image("T1Gd"), "{patient+}/[3DT1]GADO"),
        LayoutRule(.image("T2"), "{patient+}/Preprocessed_Data/T2_preprocessed"),
        LayoutRule(.image("T2"), "{patient+}/T2_preprocessed"),
        LayoutRule(.image("T2"), "{patient+}/Raw_Data/T2"),
        LayoutRule(.image("T2"), "{patient+}/T2"),
        LayoutRule(.image("PD"), "{patient+}/Preprocessed_Data/DP_preprocessed"),
        LayoutRule(.image("PD"), "{patient+}/DP_preprocessed"),
        LayoutRule(.image("PD"), "{patient+}/Raw_Data/DP"),
        LayoutRule(.image("PD"), "{patient+}/DP"),
      ],
      keys: ["patient"], staysInFolders: true),
    StudyLayout(
      name: "MSSEG-2",
      summary:
        "The challenge of MICCAI 2021 on new lesions: two FLAIR scans in one space, four experts and their consensus.",
      rules: [
        LayoutRule(.flair, "{patient+}/flair_time02_on_middle_space"),
        LayoutRule(.image("FLAIR time 1"), "{patient+}/flair_time01_on_middle_space"),
        LayoutRule(.brainMask, "{patient+}/brain_mask"),
        LayoutRule(.rater("consensus"), "{patient+}/ground_truth"),
        LayoutRule(.rater("rater{rater}"), "{patient+}/ground_truth_expert{rater#}"),
        LayoutRule(.passedOver("a further form of a scan that is there"), "{patient+}/flair_time(01|02)_*"),
      ],
      keys: ["patient"], staysInFolders: true, remark: "the masks hold lesions that are new at the second time point"),
    StudyLayout(
      name: "MICCAI 2008",
      summary: "The MS lesion challenge of MICCAI 2008: cases of UNC and CHB, each read by one or both.",
      rules: [
        LayoutRule(.flair, "{site}_{set}_Case{patient#}_FLAIR"),
        LayoutRule(.image("T1"), "{site}_{set}_Case{patient#}_T1"),
        LayoutRule(.image("T2"), "{site}_{set}_Case{patient#}_T2"),
        LayoutRule(.rater("{rater}"), "{site}_{set}_Case{patient#}_lesion_by{rater}"),
        LayoutRule(.rater("{site}"), "{site}_{set}_Case{patient#}_lesion"),
        LayoutRule(.passedOver("a map of diffusion"), "{site}_{set}_Case{patient#}_(FA|MD)"),
      ],
      keys: ["site", "set", "patient"], caseName: "{site}_{set}_Case{patient}"),
    StudyLayout(
      name: "MSLesSeg",
      summary: "MSLesSeg as published: the first T of a name is the visit, the last the sequence.",
      rules: [
        LayoutRule(.flair, "P{patient#}/T{visit#}/P{patient#}_T{visit#}_FLAIR"),
        // "p01_t2_flair" is more often a T2-weighted FLAIR than a second visit.
        LayoutRule(.flair, "P{patient#}_T{visit#}_FLAIR", needsCompanion: true),
        LayoutRule(.flair, "P{patient#}/P{patient#}_FLAIR"),
        LayoutRule(.image("T1"), "P{patient#}_[T{visit#}_]T1"),
        LayoutRule(.image("T2"), "P{patient#}_[T{visit#}_]T2"),
        LayoutRule(.rater("manual"), "P{patient#}_[T{visit#}_]MASK"),
      ],
      keys: ["patient", "visit"], caseName: "P{patient}[_T{visit}]", patient: "P{patient}", visit: "T{visit}"),
    StudyLayout(
      name: "open_ms_data, longitudinal",
      summary: "The longitudinal set of Ljubljana: two visits in a common space, a mask of the lesions that changed.",
      rules: [
        LayoutRule(.flair, "patient{patient#}/study{visit#}_FLAIR"),
        LayoutRule(.image("T1"), "patient{patient#}/study{visit#}_T1W"),
        LayoutRule(.image("T2"), "patient{patient#}/study{visit#}_T2W"),
        LayoutRule(
          .passedOver("lies in the common space of coregistered/, not on the raw scans"),
          "raw/patient{patient#}/(gt|brainmask)"),
        LayoutRule(.rater("changes"), "patient{patient#}/gt"),
        LayoutRule(.brainMask, "patient{patient#}/brainmask"),
      ],
      keys: ["patient", "visit"], caseName: "longitudinal_patient{patient}_study{visit}",
      patient: "longitudinal_patient{patient}", sharesPatientsAcrossFolders: true, staysInFolders: true,
      remark: "the mask holds the lesions that changed between the two visits"),
    StudyLayout(
      name: "open_ms_data",
      summary: "The cross-sectional set of Ljubljana: raw/, coregistered/ and MNI/, the consensus of three raters.",
      rules: [
        LayoutRule(.flair, "patient{patient#}/[patient{patient#}_]FLAIR"),
        LayoutRule(.flair, "patient{patient#}/FLAIR_N4_*"),
        LayoutRule(.image("T1"), "patient{patient#}/[patient{patient#}_]T1W"),
        LayoutRule(.image("T1"), "patient{patient#}/T1_N4_*"),
        LayoutRule(.image("T1Gd"), "patient{patient#}/[patient{patient#}_]T1WKS"),
        LayoutRule(.image("T1Gd"), "patient{patient#}/T1POST_N4_*"),
        LayoutRule(.image("T2"), "patient{patient#}/[patient{patient#}_]T2W"),
        LayoutRule(.image("T2"), "patient{patient#}/T2_N4_*"),
        LayoutRule(.brainMask, "patient{patient#}/[patient{patient#}_]brainmask"),
        LayoutRule(.rater("consensus"), "patient{patient#}/[patient{patient#}_]consensus_gt"),
        LayoutRule(.rater("consensus"), "patient{patient#}/GOLD_STANDARD_N4_*"),
      ],
      keys: ["patient"], caseName: "patient{patient}", sharesPatientsAcrossFolders: true, staysInFolders: true),
    StudyLayout(
      name: "WMH challenge",
      summary: """
        The WMH segmentation challenge of MICCAI 2017, whose label 2 is other pathology, and MRBrainS18, which has its \
        folders.
        """,
      rules: [
        LayoutRule(.flair, "{site+}/{patient}/pre/FLAIR"),
        LayoutRule(.image("T1"), "{site+}/{patient}/pre/[reg_]T1"),
        LayoutRule(.passedOver("the T1 on a grid of its own; pre/T1 lies on the FLAIR"), "{site+}/{patient}/pre/3DT1*"),
        LayoutRule(.rater("wmh"), "{site+}/{patient}/wmh", lesionLabels: [1]),
        LayoutRule(.rater("segm"), "{site+}/{patient}/segm", lesionLabels: [4]),
        LayoutRule(
          .rater("{rater}"), "additional_annotations/observer_{rater}/*/{site+}/{patient}/result", lesionLabels: [1]),
        LayoutRule(
          .rater("{rater}"), "additional_annotations/observer_{rater}/*/*/{site+}/{patient}/result", lesionLabels: [1]),
        LayoutRule(
          .passedOver("the scan before preprocessing; the masks lie on that in pre/"), "{site+}/{patient}/orig/*"),
      ],
      keys: ["site", "patient"]),
    StudyLayout(
      name: "MRBrainS13",
      summary: "MRBrainS of MICCAI 2013: tissues by number, of which label 4 is white matter lesion.",
      rules: [
        LayoutRule(.flair, "{patient#}/T2_FLAIR"),
        LayoutRule(.image("T1"), "{patient#}/T1"),
        LayoutRule(.rater("manual"), "{patient#}/LabelsForTraining", lesionLabels: [4]),
        LayoutRule(.passedOver("counts lesions as white matter"), "{patient#}/LabelsForTesting"),
        LayoutRule(
          .passedOver("no image that lies on the FLAIR's voxels and is looked at"), "{patient#}/(T1_IR|T1_1mm)"),
      ],
      keys: ["patient"], caseName: "{patient}"),
    StudyLayout(
      name: "nnU-Net",
      summary: "nnU-Net's raw data: imagesTr with a number for each channel, labelsTr, and predictions.",
      rules: [
        LayoutRule(.channel, "images(Tr|Ts|Val)/{patient+}_{channel#}"),
        LayoutRule(.rater("labels"), "labels(Tr|Ts|Val)/{patient+}"),
        LayoutRule(
          .prediction, "(predictions|predictionsTr|predictionsTs|prediction|preds|pred|inferTs|validation)/{patient+}"),
      ],
      keys: ["patient"], caseName: "{patient}"),
    StudyLayout(
      name: "Shifts",
      summary: "The white-matter lesion track of the Shifts 2.0 challenge: a folder for each sequence.",
      rules: [
        LayoutRule(.flair, "flair/{patient}_FLAIR_isovox"),
        LayoutRule(.image("T1"), "t1/{patient}_T1_isovox"),
        LayoutRule(.image("T1Gd"), "t1ce/{patient}_(T1CE|T1GD)_isovox"),
        LayoutRule(.image("T2"), "t2/{patient}_T2_isovox"),
        LayoutRule(.image("PD"), "pd/{patient}_PD_isovox"),
        LayoutRule(.rater("gt"), "gt/{patient}_gt_isovox"),
        LayoutRule(.rater("gt{rater}"), "gt{rater#}/{patient}_gt[*]_isovox"),
        LayoutRule(.brainMask, "fg_mask/{patient}_isovox_fg_mask"),
        LayoutRule(.prediction, "{patient}_pred_prob"),
      ],
      keys: ["patient"]),
    StudyLayout(
      name: "Tabriz (MRI_MS_Insights, MS3SEG)",
      summary: "The sets of Tabriz as published: scans and masks in folders of their own.",
      rules: [
        LayoutRule(.flair, "{patient#}_FLAIR", needsCompanion: true),
        LayoutRule(.image("T1"), "{patient#}_T1WI_reg"),
        LayoutRule(.image("T2"), "{patient#}_T2WI_reg"),
        LayoutRule(.rater("manual"), "{patient#}_abWMH_Mask"),
        LayoutRule(.passedOver("marks white matter that is normal for the age, not lesions"), "{patient#}_nWMH_Mask"),
        LayoutRule(.passedOver("marks the ventricles, not lesions"), "{patient#}_Vent_Mask"),
      ],
      keys: ["patient"]),
    StudyLayout(
      name: "Baghdad (Mendeley)",
      summary: "The sixty patients of Baghdad as published: a mask for each sequence, of which the FLAIR's is used.",
      rules: [
        LayoutRule(.flair, "Patient-{patient#}/{patient#}-Flair"),
        LayoutRule(.image("T1"), "Patient-{patient#}/{patient#}-T1"),
        LayoutRule(.image("T2"), "Patient-{patient#}/{patient#}-T2"),
        LayoutRule(.rater("consensus"), "Patient-{patient#}/{patient#}-LesionSeg-Flair"),
        LayoutRule(
          .passedOver("drawn on another sequence than the FLAIR"), "Patient-{patient#}/{patient#}-LesionSeg-(T1|T2)"),
      ],
      keys: ["patient"], caseName: "Patient-{patient}"),
  ]
}
