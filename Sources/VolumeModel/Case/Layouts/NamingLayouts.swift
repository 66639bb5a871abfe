/// Layouts that go by the names of files: BIDS, and names as people choose them.
extension StudyLayout {
  /// BIDS and its derivatives: entities, then a suffix. Folders do not matter, but for the data set that they belong to.
  static let bids = StudyLayout(
    name: "BIDS",
    summary: "Brain Imaging Data Structure: raw data, derivatives of any depth, or a flat folder of such names.",
    rules: [
      LayoutRule(.passedOver("a working file of LST-AI"), "sub-X_ses-Y_*", claimsAlone: true),
      LayoutRule(.flair, sub + "[_*]_FLAIR"),
      LayoutRule(.image("T1Gd"), sub + "*_ce-*_T1w"),
      LayoutRule(.image("T1"), sub + "[_*]_(T1w|T1|MPRAGE|UNIT1)"),
      LayoutRule(.image("T2"), sub + "[_*]_(T2w|T2)"),
      LayoutRule(.image("PD"), sub + "[_*]_(PDw|PD)"),
      LayoutRule(
        .passedOver("shows what flairscope found, not what a person drew"), sub + "*_desc-(disagreement|changes)_dseg"),
      LayoutRule(.brainMask, sub + "*_desc-brain[mask]_mask"),
      LayoutRule(.brainMask, sub + "*_label-brain[_*]_mask"),
      LayoutRule(.brainMask, sub + "*(brainmask|brain_mask|brain-mask)"),
      LayoutRule(.passedOver("a soft mask is no prediction"), sub + "*_desc-soft*_(probseg|mask)"),
      LayoutRule(.prediction, sub + "*_label-" + lesionLabels + "[_*]_desc-pred*_probseg"),
      LayoutRule(.prediction, sub + "*_label-" + lesionLabels + "[_*]_probseg"),
      LayoutRule(.rater(nil), sub + "*_label-" + lesionLabels + "[_*]_" + masks),
      LayoutRule(.passedOver("its label is not that of lesions"), sub + "*_label-*_(probseg|mask|dseg|seg|roi)"),
      LayoutRule(.passedOver("a segmentation of anatomy"), sub + "*_desc-(aseg|aparcaseg|aparc*|carpet*|tissue*)_dseg"),
      LayoutRule(.prediction, sub + "*_desc-pred*_probseg"),
      LayoutRule(.prediction, sub + "[_*]_probseg"),
      LayoutRule(.program("LST-AI"), sub + "*_space-flair_seg-lst*"),
      LayoutRule(.rater(nil), sub + "*_lesion-*"),
      LayoutRule(.rater(nil), sub + "*_seg-(L|lesion*|WMH|MS)[_*]"),
      LayoutRule(
        .passedOver("a segmentation of anatomy"),
        sub + "*_seg-(brain*|gm|wm|csf|tissue*|vent*|aseg*|aparc*|thal*|sc|cord*)[_*]"),
      LayoutRule(.rater(nil), sub + "*_desc-*lesion*_" + masks),
      LayoutRule(
        .passedOver("a segmentation of anatomy"), anatomyPipelines + "/sub-*/anat/" + sub + "[_*]_" + masks),
      LayoutRule(
        .passedOver("a segmentation of anatomy"), anatomyPipelines + "/sub-*/ses-*/anat/" + sub + "[_*]_" + masks),
      LayoutRule(.rater(nil), sub + "[_*]_" + masks),
      LayoutRule(.rater("rater{rater}"), sub + "[_*]_mask{rater#}"),
      LayoutRule(.rater(nil), sub + "[_*]_(lesion|lesions|lesion[s]_mask|lesion[s]_seg)"),
    ],
    keys: ["patient", "visit"], caseName: "sub-{patient}[_ses-{visit}]", patient: "sub-{patient}", usesEntities: true)

  private static let sub = "sub-{patient}[_ses-{visit}]"
  private static let lesionLabels = "(L|lesion*|WMH|MS)"
  private static let masks = "(mask|msk|dseg|seg|roi)"
  /// Programs whose segmentations are of anatomy.
  private static let anatomyPipelines = "(fmriprep|smriprep|freesurfer|fastsurfer|synthseg|mriqc|qsiprep|aslprep|xcp)*"

  /// Names as people choose them, and what programs leave beside a scan. What stands before "FLAIR" in a name tells
  /// whose file another one is; a folder with one FLAIR is a case with all that lies in it.
  static let plain = StudyLayout(
    name: "names",
    summary: "No known layout: roles by the words in the names, and the outputs of LST, LST-AI and SAMSEG.",
    rules: [
      LayoutRule(.rater(nil), "(masks|labels|segmentations|gt|ground_truth)/*_FLAIR"),
      LayoutRule(.flair, "[*_]FLAIR"),
      LayoutRule(.flair, "[*_]FLAIR_(pp|preprocessed|brain|n4|reg)"),
      LayoutRule(.brainMask, "*brain*mask*"),
      LayoutRule(.brainMask, "*(fg_mask|skullstrip*mask)"),
      LayoutRule(.passedOver("marks the ventricles, not lesions"), "*(_vent_mask|ventric*)"),
      LayoutRule(.prediction, "[*_]" + whiteMatter + "_(lesion|hyperint)*(prob|pred)*"),
      LayoutRule(.rater(nil), "[*_]" + whiteMatter + "_(lesion|hyperint)*"),
      LayoutRule(
        .passedOver("drawn on another sequence than the FLAIR"), "*(lesion|mask)*_(T1|T1w|T2|T2w)"),
      LayoutRule(.passedOver("a segmentation of tissue"), "[*_](gm|wm|csf|tissue*|aseg|aparc*)[_*]"),
      LayoutRule(.passedOver("a soft mask is no prediction"), "*soft*(mask|prob)*"),
      LayoutRule(
        .passedOver("shows what flairscope found, not what a person drew"), "*_desc-(disagreement|changes)_dseg"),
      LayoutRule(.program("LST-AI"), "[*_]space-flair_seg-lst"),
      LayoutRule(.program("LST-AI"), "[*_]space-flair_seg-lst_(lesion_mask|edited)"),
      LayoutRule(.prediction, "[*_]space-flair_seg-lst_prob*"),
      LayoutRule(
        .passedOver("LST-AI's lesions by region; the mask without regions is used"), "[*_]space-flair_*seg-lst*"),
      LayoutRule(.program("BIANCA"), "*bianca*(_bin|_mask|_thr)*"),
      LayoutRule(.prediction, "*bianca*"),
      LayoutRule(.prediction, "ples_(lpa|lga)_*"),
      LayoutRule(.program("LST"), "bles_*"),
      LayoutRule(.program("SAMSEG"), "*samseg*/*seg", lesionLabels: [99]),
      LayoutRule(.program("SAMSEG"), "seg", lesionLabels: [99]),
      LayoutRule(.prediction, "posteriors/*lesion*"),
      LayoutRule(.prediction, "*(prob|pred)*"),
      LayoutRule(.rater("rater{rater}"), "[*_]ManualSegmentation_{rater#}"),
      LayoutRule(.rater("rater{rater}"), "*mask{rater#}"),
      LayoutRule(.rater("consensus"), "[*_]consensus[_*]"),
      LayoutRule(
        .rater(nil), "*(mask|lesion|ground_truth|groundtruth|manual|annot|expert|rater|reader|observer|delineation)*"),
      LayoutRule(.rater(nil), "*(laesion|läsion|lésion|manuel|plaque)*"),
      LayoutRule(.rater(nil), "[*_](gt|seg|roi|dseg|msk|wmh|label|labels|segmentation)"),
      LayoutRule(.rater("rater{rater}"), "[*_](gt|seg|roi|dseg|wmh|label|segmentation)[_]{rater#}"),
      LayoutRule(.rater(nil), "*_seg-*"),
      LayoutRule(.image("T1Gd"), "[*_](T1Gd|T1ce|T1c|T1WKS|GADO|3DT1GADO|T1post)[_*]"),
      LayoutRule(.image("T1Gd"), "*_ce-*_T1w"),
      LayoutRule(.image("T1"), "[*_](T1|T1w|3DT1|MPRAGE|T1map|T1WI)[_*]"),
      LayoutRule(.image("PD"), "[*_](PD|PDw|DP)[_*]"),
      LayoutRule(.flair, "*(FLAIR|dark_fluid|darkfluid)*"),
      LayoutRule(.image("T2"), "[*_](T2|T2w|T2WI)[_*]"),
      LayoutRule(.rater("rater{rater}"), "(rater|reader|observer|expert)[_]{rater}/*"),
      LayoutRule(.rater(nil), maskFolders + "/*"),
    ],
    keys: [], usesNameStarts: true)

  /// A folder for each sequence, where the names of files say nothing.
  static let folderNames = StudyLayout(
    name: "folders",
    summary: "No FLAIR by its name: roles by the folders that files lie in.",
    rules: [
      LayoutRule(.flair, "FLAIR/*"),
      LayoutRule(.image("T1"), "(T1|T1w)/*"),
      LayoutRule(.image("T2"), "(T2|T2w)/*"),
      LayoutRule(.rater("rater{rater}"), "(rater|reader|observer|expert)[_]{rater}/*"),
      LayoutRule(.rater(nil), maskFolders + "/*"),
    ],
    keys: [], usesNameStarts: true, isLastResort: true)

  /// Images and masks in two folders, as data sets for training networks have them. That an image is a FLAIR nothing says.
  static let imagesAndMasks = StudyLayout(
    name: "images and masks",
    summary: "Nothing says which image is the FLAIR: what lies in a folder of images and is no T1, T2 or PD.",
    rules: [
      LayoutRule(.image("T1"), "[*_](T1|T1w|MPRAGE)[_*]"),
      LayoutRule(.image("T2"), "[*_](T2|T2w)[_*]"),
      LayoutRule(.image("PD"), "[*_](PD|PDw)[_*]"),
      LayoutRule(.flair, "(image[s]|img[s]|scan[s]|volume[s])/*"),
      LayoutRule(.rater(nil), maskFolders + "/*"),
    ],
    keys: [], usesNameStarts: true, isLastResort: true,
    remark: "nothing in the names says that the image is a FLAIR; it is taken for one")

  /// No name says which image is the FLAIR; its voxels and the masks beside it do.
  static let byContent = StudyLayout(
    name: "voxels", summary: "", rules: plain.rules, keys: [], usesNameStarts: true, remark: imagesAndMasks.remark)

  private static let whiteMatter = "(wm|white_matter)"
  private static let maskFolders =
    "(mask[s]|lesion[s]|lesion_mask[s]|label[s]|manual|gt|ground_truth|segmentation[s])"
}
