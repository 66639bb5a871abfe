import VolumeModel

/// What a voxel or a sample is part of, a bit each. Which bit means what follows from the overlays of the picture.
package struct Marks: OptionSet, Hashable, Sendable {
  package let rawValue: UInt64
  package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// Which bits of ``Marks`` belong to which overlay of a picture. Outlines are marked in voxel space before pooling, so
/// that a lesion of one voxel still is an outline at every scale.
struct MarkLayout: Sendable {
  /// The bits of one mask.
  struct MaskBits: Sendable {
    let mask: Mask
    let fill: Marks
    /// Empty for masks whose outline nobody draws.
    let edge: Marks
  }

  /// The bits of an overlay; empty for what it does not have.
  struct OverlayBits: Sendable {
    var fill: Marks = []
    var edge: Marks = []
    /// Of a mask: where it counts half. Of a soft mask: what was grown, and its edge.
    var half: Marks = []
    var halfEdge: Marks = []
  }

  let masks: [MaskBits]
  /// For each overlay, in their order.
  let overlays: [OverlayBits]
  private let raters: [Marks]
  /// Drawn by several raters, but not by all, in at least one voxel.
  let several: Marks
  /// The masks of the disagreement map with their bits there; empty where none is drawn.
  let regionParts: [(fill: Marks, bit: UInt8)]
  private let firstRegion: UInt64

  init(_ drawn: [DrawnOverlay], mapsRegions: Bool) {
    var next: UInt64 = 0
    // 64 bits hold what raters, predictions and reviewers make of a case many times over; bits beyond would be empty.
    func bit() -> Marks {
      defer { next += 1 }
      return Marks(rawValue: next < 64 ? 1 << next : 0)
    }
    var masks: [MaskBits] = []
    var overlays: [OverlayBits] = []
    var raters: [Marks] = []
    var parts: [(fill: Marks, bit: UInt8)] = []
    func bits(of mask: Mask) -> (fill: Marks, edge: Marks) {
      let bits = (fill: bit(), edge: bit())
      masks.append(MaskBits(mask: mask, fill: bits.fill, edge: bits.edge))
      return bits
    }
    several = bit()
    firstRegion = next
    if mapsRegions { next += UInt64(DisagreementRegion.allCases.count) }
    for overlay in drawn {
      var own = OverlayBits()
      switch overlay.content {
      case .values: break
      case .mask(let mask, let half):
        (own.fill, own.edge) = bits(of: mask)
        if let half {
          own.half = bit()
          masks.append(MaskBits(mask: half, fill: own.half, edge: []))
        }
      case .softMask(let expert, let grown, _):
        (own.fill, own.edge) = bits(of: expert)
        (own.half, own.halfEdge) = bits(of: grown)
      }
      switch overlay.look.part {
      case .rater(let index):
        raters.append(own.fill)
        if index < 2 { parts.append((own.fill, 1 << UInt8(index))) }
      case .prediction: parts.append((own.fill, 4))
      case .below, .above: break
      }
      overlays.append(own)
    }
    self.masks = masks
    self.overlays = overlays
    self.raters = raters
    regionParts = mapsRegions ? parts : []
  }

  /// The bit of a region of the disagreement map: in at least one voxel.
  func region(_ region: DisagreementRegion) -> Marks {
    Marks(rawValue: 1 << (firstRegion + UInt64(region.rawValue) - 1))
  }

  /// Whether some marks follow from several masks at once.
  var hasCompound: Bool { raters.count > 2 || !regionParts.isEmpty }

  /// The marks of a voxel with those that follow from several masks at once.
  func completed(_ marks: Marks) -> Marks {
    var complete = marks
    if raters.count > 2 {
      let drawnBy = raters.count { !marks.isDisjoint(with: $0) }
      if drawnBy > 1, drawnBy < raters.count { complete.formUnion(several) }
    }
    if !regionParts.isEmpty {
      let bits = regionParts.reduce(UInt8(0)) { marks.isDisjoint(with: $1.fill) ? $0 : $0 | $1.bit }
      if let region = DisagreementRegion(rawValue: bits) { complete.formUnion(self.region(region)) }
    }
    return complete
  }
}
