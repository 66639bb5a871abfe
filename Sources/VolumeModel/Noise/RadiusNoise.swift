extension NoiseDescription {
  static let dilation = radius { $0.dilated(radiusMM: $1) }
  static let erosion = radius { $0.eroded(radiusMM: $1) }

  /// Morphology by a ball, or in each axial slice by a disc.
  private static func radius(_ changed: @escaping @Sendable (Mask, Double) -> Mask) -> NoiseDescription {
    NoiseDescription(
      strengthUnit: "mm of radius", usualStrength: nil, strengths: 0...50, extents: [.slices, .volume]
    ) { strength, settings in
      switch settings.usedExtent {
      case .slices: .slices { slice, _ in changed(slice, strength) }
      case .volume: .mask { mask, _, _ in changed(mask, strength) }
      }
    }
  }
}
