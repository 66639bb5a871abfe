/// What Kats et al. print; leave-one-out on the ISBI 2015 training set.
extension PublishedTable {
  /// Sizes of the mask, the expert's being 100 %, at a soft label of 0.3.
  public static let softMaskSize = PublishedTable(
    title: "Mask size at a soft label of 0.3",
    source: kats, data: "ISBI 2015, leave-one-out", unit: "percent",
    rowHeading: "mask size",
    columns: ["Dice R1", "Dice R2", "Precision R1", "Precision R2", "Recall R1", "Recall R2"],
    rows: [
      Row("100 %", [67.3, 59.0, 81.3, 83.3, 61.1, 46.9]),
      Row("110 %", [67.2, 58.4, 81.8, 83.3, 58.9, 45.8]),
      Row("120 %", [69.9, 62.0, 80.5, 81.5, 63.1, 50.6]),
      Row("130 %", [68.5, 61.2, 77.5, 80.0, 62.9, 50.3]),
      Row("140 %", [67.0, 58.8, 80.3, 82.6, 59.2, 47.0]),
    ])

  /// Labels of the grown region, at a size of 120 %.
  public static let softMaskLabel = PublishedTable(
    title: "Soft label at a mask size of 120 %",
    source: kats, data: "ISBI 2015, leave-one-out", unit: "percent",
    rowHeading: "soft label",
    columns: ["Dice R1", "Dice R2", "Precision R1", "Precision R2", "Recall R1", "Recall R2"],
    rows: [
      Row("0.0", [67.3, 59.0, 81.3, 83.3, 61.1, 46.9]),
      Row("0.2", [68.3, 59.8, 81.4, 83.7, 60.5, 47.5]),
      Row("0.3", [69.9, 62.0, 80.5, 81.5, 63.1, 50.6]),
      Row("0.4", [68.9, 61.8, 76.7, 80.0, 65.2, 52.3]),
    ])

  /// The binary against the soft mask.
  public static let softMaskChallenge = PublishedTable(
    title: "Challenge test set",
    source: kats, data: "ISBI 2015, test set", unit: "percent",
    rowHeading: "method",
    columns: ["Dice", "Precision", "Recall"],
    rows: [
      Row("binary mask", [56.0, 82.9, 44.6]),
      Row("soft labelled mask", [57.8, 83.8, 46.6]),
    ])

  private static let kats = "Kats, Goldberger, Greenspan, ISBI 2019 (arXiv 1901.09263)"
}
