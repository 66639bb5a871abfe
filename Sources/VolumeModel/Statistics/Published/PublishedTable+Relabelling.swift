/// What Redekop and Chernyavskiy print: Dice against clean and against noisy masks.
extension PublishedTable {
  /// Skin lesions, 2000 images for training and 150 for validation.
  public static let relabellingDermatoscopy = PublishedTable(
    title: "Dice against clean and noisy masks",
    source: redekop, data: "dermatoscopy", unit: "percent",
    rowHeading: "method",
    columns: [
      "3 vertices, clean", "3 vertices, noisy", "7 vertices, clean", "7 vertices, noisy", "smooth, clean",
      "smooth, noisy",
    ],
    rows: [
      Row("No noise correction", [57.9, 65.2, 78.3, 80.2, 78.7, 80.6]),
      Row("Reweighting", [79.5, 55.4, 80.7, 79.8, 80.3, 79.3]),
      Row("Relabeling", [79.4, 49.3, 80.5, 79.7, 81.5, 80.4]),
    ],
    note: "Trained on clean masks: 82.5.")

  /// Liver, 100 scans for training and 30 for validation.
  public static let relabellingLiver = PublishedTable(
    title: "Dice against clean and noisy masks",
    source: redekop, data: "liver CT", unit: "percent",
    rowHeading: "method",
    columns: [
      "3 vertices, clean", "3 vertices, noisy", "7 vertices, clean", "7 vertices, noisy", "smooth, clean",
      "smooth, noisy",
    ],
    rows: [
      Row("No noise correction", [61.5, 69.5, 85.3, 86.2, 85.1, 86.3]),
      Row("Reweighting", [84.6, 62.1, 87.2, 86.1, 87.2, 85.9], isUncertain: true),
      Row("Relabeling", [72.2, 63.3, 87.6, 85.6, 88.0, 87.1], isUncertain: true),
    ],
    note: "Rows marked (?) are scattered in the available text; their columns are not certain.")

  private static let redekop = "Redekop, Chernyavskiy (arXiv 2102.08021)"
}
