/// What Shirokikh et al. print, and their released records give.
extension PublishedTable {
  /// Every loss with and without inverse weighting (iw).
  public static let losses = PublishedTable(
    title: "Losses with and without inverse weighting",
    source: shirokikh, data: "LUNA16, metastases (MR, private), LiTS", unit: "fraction",
    rowHeading: "loss",
    columns: [
      "LUNA16 object Dice", "LUNA16 average recall", "Metastases object Dice", "Metastases average recall",
      "LiTS object Dice", "LiTS average recall",
    ],
    rows: [
      Row("DL", [(0.76, 0.2), (0.8, 0.01), (0.69, 0.23), (0.68, 0.01), (0.63, 0.25), (0.7, 0.03)]),
      Row("iwDL", [(0.77, 0.16), (0.83, 0.02), (0.68, 0.21), (0.73, 0.01), (0.49, 0.3), (0.79, 0.03)]),
      Row("BCE", [(0.57, 0.28), (0.45, 0.02), (0.67, 0.25), (0.57, 0.01), (0.61, 0.29), (0.55, 0.03)]),
      Row("iwBCE", [(0.56, 0.2), (0.76, 0.01), (0.66, 0.23), (0.65, 0.01), (0.53, 0.27), (0.68, 0.03)]),
      Row("ASL", [(0.77, 0.16), (0.81, 0.01), (0.71, 0.2), (0.7, 0.01), (0.63, 0.24), (0.71, 0.03)]),
      Row("iwASL", [(0.76, 0.18), (0.8, 0.02), (0.66, 0.2), (0.75, 0.01), (0.53, 0.28), (0.78, 0.03)]),
      Row("FL", [(0.51, 0.28), (0.38, 0.02), (0.64, 0.25), (0.5, 0.01), (0.58, 0.27), (0.58, 0.03)]),
      Row("iwFL", [(0.54, 0.2), (0.65, 0.01), (0.63, 0.21), (0.63, 0.01), (0.48, 0.27), (0.72, 0.03)]),
      Row("WCE*", [(0.5, 0.17), (0.82, 0.01), (0.39, 0.22), (0.67, 0.01), (0.41, 0.29), (0.56, 0.04)]),
      Row("GDL*", [(0.73, 0.2), (0.79, 0.02), (0.7, 0.22), (0.65, 0.01), (0.6, 0.27), (0.76, 0.03)]),
    ],
    note: """
      Spread of object Dice over lesions, of average recall over draws of cases. Rows with * were recomputed from the \
      released records.
      """)

  /// The focal loss by its class weight.
  public static let focalSearch = PublishedTable(
    title: "Focal loss by alpha",
    source: shirokikh, data: "LUNA16", unit: "fraction",
    rowHeading: "alpha",
    columns: ["object Dice", "average recall"],
    rows: [
      Row("0.25", [0.28, 0.13]),
      Row("0.50", [0.37, 0.26]),
      Row("0.75", [0.43, 0.27]),
      Row("0.83", [0.48, 0.26]),
    ])

  private static let shirokikh = "Shirokikh et al., MICCAI 2020 (arXiv 2007.10033)"
}
