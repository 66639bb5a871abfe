/// What Wang et al. (MCPM) and Shi and Wu (PINT) print.
extension PublishedTable {
  /// Segmentation under noise of two kinds, 40 % of the annotations corrupted.
  public static let noiseLIDC = PublishedTable(
    title: "Noise on 40 % of the annotations",
    source: wang, data: "LIDC-IDRI", unit: "percent; Hausdorff without a stated unit",
    rowHeading: "method",
    columns: [
      "mIoU dilation", "Dice dilation", "Hausdorff dilation", "mIoU elastic", "Dice elastic", "Hausdorff elastic",
    ],
    rows: [
      Row("U-Net", [62.53, 75.56, 1.991, 65.01, 76.17, 1.9169]),
      Row("U-Net Meta", [60.91, 72.21, 2.0047, 60.91, 72.21, 2.0047]),
      Row("Prob U-Net", [66.42, 78.39, 1.8817, 68.43, 79.5, 1.8757]),
      Row("Phi-Seg", [67.01, 79.06, 1.8658, 68.55, 81.76, 1.8429]),
      Row("UA-MT", [68.18, 80.98, 1.8574, 68.84, 82.47, 1.8523]),
      Row("Curriculum", [67.78, 79.54, 1.8977, 68.18, 81.3, 1.8691]),
      Row("Few-Shot GAN", [67.74, 78.11, 1.9137, 67.93, 77.83, 1.9223]),
      Row("Quality Control", [65.0, 76.5, 1.9501, 68.07, 77.68, 1.937]),
      Row("U^2 Net", [65.92, 76.01, 1.9666, 67.2, 77.05, 1.9541]),
      Row("MWNet", [71.56, 81.17, 1.7762, 71.89, 81.04, 1.768]),
      Row("MCPM", [74.69, 84.64, 1.7198, 75.79, 84.99, 1.7053]),
      Row("U-Net Clean", [75.73, 83.91, 1.7051, 75.73, 83.91, 1.7051]),
    ])

  /// The mean foreground IoU against the fraction of corrupted annotations.
  public static let noiseRates = PublishedTable(
    title: "mIoU against the noise rate",
    source: wang, data: "LIDC-IDRI, LiTS", unit: "percent",
    rowHeading: "method",
    columns: [
      "LIDC rate 0.8", "LIDC rate 0.6", "LIDC rate 0.4", "LIDC rate 0.2", "LIDC rate 0", "LiTS rate 0.8",
      "LiTS rate 0.6", "LiTS rate 0.4", "LiTS rate 0.2", "LiTS rate 0",
    ],
    rows: [
      Row("U-Net", [42.64, 51.23, 62.53, 69.88, 75.73, 37.18, 43.55, 46.41, 51.2, 61.07]),
      Row("Prob U-Net", [52.13, 60.81, 66.42, 71.03, 76.37, 40.16, 45.9, 49.22, 53.97, 60.6]),
      Row("MWNet", [61.28, 67.33, 71.56, 72.07, 74.4, 43.14, 44.97, 51.96, 58.65, 59.18]),
      Row("MCPM", [67.6, 68.97, 74.69, 74.87, 75.26, 45.09, 48.76, 55.17, 62.04, 62.68]),
    ])

  /// Dice and average surface distance against the fraction of corrupted annotations; over three runs.
  public static let noiseLeftAtrium = PublishedTable(
    title: "Simulated noise",
    source: shiWu, data: "left atrium", unit: "Dice percent, ASD voxels",
    rowHeading: "method",
    columns: ["Dice rate 0.25", "ASD rate 0.25", "Dice rate 0.5", "ASD rate 0.5", "Dice rate 0.75", "ASD rate 0.75"],
    rows: [
      Row("V-net", [(86.34, 0.59), (2.72, 0.36), (82.55, 0.26), (3.35, 0.01), (72.76, 1.0), (5.48, 0.06)]),
      Row("Reweighting", [(87.31, 0.28), (2.46, 0.35), (83.24, 0.7), (3.2, 0.17), (73.02, 0.32), (5.3, 0.12)]),
      Row("Tri-network", [(87.92, 0.44), (2.37, 0.27), (84.79, 0.44), (2.83, 0.16), (73.88, 0.46), (5.22, 0.11)]),
      Row("Pick-and-learn", [(88.47, 0.3), (1.92, 0.24), (85.09, 0.56), (2.73, 0.2), (73.3, 0.27), (5.11, 0.08)]),
      Row("PNT", [(88.29, 0.43), (1.82, 0.11), (86.16, 0.69), (2.43, 0.05), (74.92, 0.19), (5.16, 0.01)]),
      Row("INT", [(89.24, 0.21), (1.75, 0.21), (85.78, 0.55), (2.56, 0.12), (74.42, 0.23), (5.2, 0.08)]),
      Row("PINT", [(90.49, 0.39), (1.6, 0.06), (89.04, 0.71), (1.92, 0.17), (76.25, 0.44), (4.56, 0.18)]),
    ],
    note: "Without noise: Dice 91.14, ASD 1.52. ASD from the prediction to the reference.")

  /// Dice and average surface distance under the noise of real annotations.
  public static let noiseCTV = PublishedTable(
    title: "Real noise",
    source: shiWu, data: "clinical target volume", unit: "Dice percent, ASD voxels",
    rowHeading: "method",
    columns: ["Dice", "ASD"],
    rows: [
      Row("No noise", [(77.26, 0.53), (1.38, 0.03)]),
      Row("V-net", [(68.26, 0.21), (2.25, 0.02)]),
      Row("Re-weighting", [(69.31, 0.43), (2.05, 0.06)]),
      Row("Pick-and-learn", [(70.79, 0.31), (2.11, 0.07)]),
      Row("PNT", [(73.57, 0.37), (1.85, 0.04)]),
      Row("INT", [(72.08, 0.56), (1.92, 0.08)]),
      Row("PINT", [(75.31, 0.15), (1.76, 0.13)]),
    ])

  private static let wang = "Wang, Zhou, Fang, Wang, Wang, MICCAI 2020 (arXiv 2007.03538)"
  private static let shiWu = "Shi, Wu, MICCAI 2021 (arXiv 2106.11099)"
}
