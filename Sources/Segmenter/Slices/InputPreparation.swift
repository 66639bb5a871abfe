public import VolumeModel

/// How images are prepared before slices are cut: what training did, prediction repeats.
public struct InputPreparation: Sendable, Hashable, Codable {
  /// Slices are brought to square pixels with this edge in mm; nil leaves the image's own.
  public var pixelMM: Double?
  /// Standard deviation in mm of a Gaussian in the plane of the slices; 0 leaves images as they are.
  public var smoothingMM: Double

  /// Pixels of 1 mm and nothing smoothed unless something else is given.
  public init(pixelMM: Double? = 1, smoothingMM: Double = 0) {
    self.pixelMM = pixelMM
    self.smoothingMM = smoothingMM
  }

  /// Images as they are: what weights and runs were made with that say nothing about it.
  public static let asTheyAre = InputPreparation(pixelMM: nil)

  /// The smallest and largest edge of a pixel, in mm.
  public static let pixelLimitsMM = 0.2...4.0

  /// What is resampled of images on a grid, in words; nil when nothing is.
  public func note(for grid: VoxelGrid) -> String? { resampling(grid)?.note }

  /// Images on one grid as the network gets them.
  func images(_ images: [Volume<Float>]) -> [Volume<Float>] {
    images.map { image in
      let resampled = resampling(image.grid)?.image(image) ?? image
      guard smoothingMM > 0 else { return resampled }
      var deviation = SIMD3(repeating: smoothingMM)
      deviation[image.grid.orientation?.voxelAxis(alongWorldAxis: 2) ?? 2] = 0
      return resampled.smoothed(deviationMM: deviation)
    }
  }

  /// A mask on the grid that ``images(_:)`` are on.
  func mask(_ mask: Mask) -> Mask { resampling(mask.grid)?.mask(mask) ?? mask }

  /// A soft mask on that grid; its report stays that of the image's own.
  func target(_ target: SoftMask) -> SoftMask {
    guard let resampling = resampling(target.grid), !resampling.isIdentity else { return target }
    let expert = resampling.mask(target.expert)
    let grown = resampling.mask(target.expert.union(target.grown)).subtracting(expert)
    return SoftMask(expert: expert, grown: grown, label: target.label, report: target.report, rim: target.rim)
  }

  /// A map of the network's grid on the image's, inside a mask; 0 elsewhere.
  func back(_ map: Volume<Float>, inside mask: Mask) -> Volume<Float> {
    guard let resampling = resampling(mask.grid), !resampling.isIdentity else { return map }
    let whole = resampling.back(map)
    var result = Volume<Float>(grid: mask.grid, filledWith: 0)
    result.withMutableScalars { scalars in mask.forEachLinearIndex { scalars[$0] = whole.scalars[$0] } }
    return result
  }

  /// The largest logit that counts where maps are resampled, beyond those of all thresholds that are ever chosen.
  static let largestLogit: Float = 12

  /// Logits of the network's grid as probabilities on the image's, inside a mask; 0 elsewhere.
  ///
  /// Logits are interpolated, not probabilities: between certain lesion and certain background a probability passes 0.9
  /// a tenth of a pixel from the lesion's own pixel, so that such a threshold would erode every lesion, where the logit
  /// passes all thresholds close to the middle.
  /// - Parameter logits: at least -``largestLogit`` and at most that, the least outside the brain.
  package func probabilities(ofLogits logits: Volume<Float>, inside mask: Mask) -> Volume<Float> {
    var result = back(logits, inside: mask)
    result.withMutableScalars { scalars in
      mask.forEachLinearIndex { scalars[$0] = sigmoid(scalars[$0]) }
    }
    return result
  }

  /// Whether images on a grid reach the network as they are.
  func changesNothing(of grid: VoxelGrid) -> Bool { smoothingMM == 0 && !resamples(grid) }

  /// Whether images on a grid reach the network resampled.
  func resamples(_ grid: VoxelGrid) -> Bool { resampling(grid)?.isIdentity == false }

  /// A map of the network's grid on the image's, each voxel the nearest one's value; for maps with places that have none.
  func backNearest(_ map: Volume<Float>, on grid: VoxelGrid) -> Volume<Float> {
    guard let resampling = resampling(grid), !resampling.isIdentity else { return map }
    return resampling.backNearest(map)
  }

  private func resampling(_ grid: VoxelGrid) -> InPlaneResampling? {
    pixelMM.map { InPlaneResampling(grid, spacingMM: $0) }
  }
}

extension InputPreparation {
  /// As in a model's metadata.
  var strings: [String: String] {
    // Nothing is said of images as they are, so that files made before keep their bytes.
    guard pixelMM != nil || smoothingMM != 0 else { return [:] }
    return ["pixel_mm": pixelMM.map { "\($0)" } ?? "own", "smoothing_mm": "\(smoothingMM)"]
  }

  /// What the strings say; nil when they make no sense. Files that say nothing were made with images as they are.
  init?(strings: [String: String]) {
    self = .asTheyAre
    if let text = strings["pixel_mm"], text != "own" {
      guard let value = Double(text), Self.pixelLimitsMM.contains(value) else { return nil }
      pixelMM = value
    }
    if let text = strings["smoothing_mm"] {
      guard let value = Double(text), (0...10).contains(value) else { return nil }
      smoothingMM = value
    }
  }
}
