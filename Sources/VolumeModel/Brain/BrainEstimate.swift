/// How a brain mask was found.
public enum BrainMethod: String, Sendable, Hashable, Codable, CaseIterable {
  /// The scan holds nothing but the brain: its voxels that are not background.
  case skullStripped = "skull-stripped"
  /// A raw scan: tissue as bright as brain, in the shape that brains have.
  case tissueAndShape = "tissue-and-shape"
  /// No head was recognised: the finite voxels that are not zero.
  case nonZero = "non-zero"

  /// In words, as in "brain: estimated ...".
  public var explanation: String {
    switch self {
    case .skullStripped: "the scan is skull-stripped; its voxels that are not background"
    case .tissueAndShape: "estimated from tissue and shape"
    case .nonZero: "no head recognised; the voxels that are not zero"
    }
  }
}

/// The brain of a scan as its intensities show it, with what speaks against trusting it.
///
/// A pure function of the scan: the same scan gives the same mask on every machine and with any number of threads.
public struct BrainEstimate: Sendable {
  /// The brain, on the grid of the scan.
  public let mask: Mask
  /// How the mask was found.
  public let method: BrainMethod
  /// Why the mask should be looked at before it is trusted, a sentence each; empty when nothing speaks against it.
  public let doubts: [String]
  /// What is worth knowing about how it was found, a sentence each.
  public let notes: [String]

  /// Whether there is a reason to look at the mask before it is trusted.
  public var isDoubtful: Bool { !doubts.isEmpty }
  /// The volume of the mask in millilitres.
  public var volumeML: Double { mask.volumeML }

  /// Volumes in ml outside which a whole brain is implausible. Scans brought to the size of the MNI brain reach 2050.
  public static let plausibleML = 700.0...2100.0

  /// Estimates the brain of a FLAIR, of any voxel size and orientation.
  public init(of flair: Volume<Float>) {
    let coarse = CoarseScan(flair)
    if let stripped = SkullStripping(flair, coarse: coarse) {
      let doubts = coarse.holdsHead ? Self.volumeDoubts(stripped.brain.volumeML) : []
      self.init(mask: stripped.brain, method: .skullStripped, doubts: doubts, notes: stripped.notes)
      return
    }
    if coarse.holdsHead, let head = HeadOutline(coarse.volume),
      let brain = BrainExtraction(coarse.volume, head: head)
    {
      let mask = coarse.fine(brain.mask, on: flair.grid)
      if !mask.isEmpty {
        var notes: [String] = []
        if flair.grid.orientation == nil {
          notes.append("its orientation is unknown; the brain was looked for as if its axes ran right, front, head")
        }
        self.init(
          mask: mask, method: .tissueAndShape,
          doubts: brain.doubts + Self.volumeDoubts(mask.volumeML) + Self.doubts(of: brain), notes: notes)
        return
      }
    }
    self.init(
      mask: Mask(brainOf: flair), method: .nonZero,
      doubts: ["no head was recognised; the voxels that are not zero are taken as the brain"], notes: [])
  }

  init(mask: Mask, method: BrainMethod, doubts: [String], notes: [String]) {
    (self.mask, self.method, self.doubts, self.notes) = (mask, method, doubts, notes)
  }

  private static func volumeDoubts(_ volumeML: Double) -> [String] {
    guard !plausibleML.contains(volumeML) else { return [] }
    return [
      "\(decimal(volumeML, 0)) ml is implausible for a brain "
        + "(\(decimal(plausibleML.lowerBound, 0)) to \(decimal(plausibleML.upperBound, 0)))"
    ]
  }

  private static func doubts(of brain: BrainExtraction) -> [String] {
    var doubts: [String] = []
    let (left, right) = brain.halvesML()
    if abs(left - right) > 0.1 * (left + right) {
      doubts.append("its halves differ: \(decimal(left, 0)) ml left and \(decimal(right, 0)) ml right")
    }
    // The brain stem may leave the image below.
    let limits: [(axis: Int, isUpper: Bool, areaMM2: Double, name: String)] = [
      (0, false, 200, "left side"), (0, true, 200, "right side"), (1, false, 200, "back"), (1, true, 200, "front"),
      (2, false, 3500, "lower end"), (2, true, 1500, "upper end"),
    ]
    for limit in limits where brain.mask.areaMM2(atFaceOf: limit.axis, isUpper: limit.isUpper) > limit.areaMM2 {
      doubts.append("it is cut off at the \(limit.name) of the image")
    }
    return doubts
  }
}

extension CoarseScan {
  /// Whether the image is large enough to hold a head.
  var holdsHead: Bool {
    let extent = volume.grid.spacingMM * SIMD3<Double>(volume.grid.shape)
    return extent.x >= 100 && extent.y >= 100 && extent.z >= 60 && volume.grid.shape.min() >= 8
  }
}

extension Mask {
  /// The area that a mask covers of the first or last layer across an axis.
  fileprivate func areaMM2(atFaceOf axis: Int, isUpper: Bool) -> Double {
    let level = isUpper ? grid.shape[axis] - 1 : 0
    var count = 0
    forEachLinearIndex { if grid.voxel(atLinearIndex: $0)[axis] == level { count += 1 } }
    return Double(count) * grid.voxelVolumeMM3 / grid.usableSpacingMM[axis]
  }
}
