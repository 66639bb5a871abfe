package import VolumeModel

/// An overlay as a picture draws it: its voxels, its look and its settings. Pictures paint their overlays from the first
/// to the last, raters together where the first of them stands.
package struct DrawnOverlay: Sendable {
  package let content: Content
  package let look: OverlayLook
  package var settings: OverlaySettings

  package enum Content: Sendable {
    /// Voxels, drawn half as strong where `half` has them too.
    case mask(Mask, half: Mask? = nil)
    /// The voxels of the expert (label 1) and those grown around them, whose label, 0 to 1, is a fraction of the opacity.
    case softMask(expert: Mask, grown: Mask, label: Double)
    case values(ValueMap)
  }

  package init(_ content: Content, look: OverlayLook, settings: OverlaySettings) {
    self.content = content
    self.look = look
    self.settings = settings
  }

  /// The mask of an overlay that is one.
  package var mask: Mask? { if case .mask(let mask, _) = content { mask } else { nil } }
}

/// A map of values that is drawn over the image.
package enum ValueMap: Sendable {
  /// Probabilities, drawn by their entropy in bits.
  case uncertainty(Volume<Float>)
  /// Strengths from 0 to 1.
  case strengths(Volume<Float>)
  /// Values drawn by a scale of colours that spans a range; NaN where there are none. What is high, or what is low, is
  /// marked for eyes and screens without colour.
  case scaled(Volume<Float>, range: ClosedRange<Float>, marksLow: Bool)
}

extension [DrawnOverlay] {
  /// Which masks take part in the disagreement map: 1 rater 1, 2 rater 2, 4 prediction.
  package var regionBits: UInt8 {
    reduce(0) { bits, overlay in
      switch overlay.look.part {
      case .rater(let index) where index < 2: bits | 1 << UInt8(index)
      case .prediction: bits | 4
      default: bits
      }
    }
  }

  /// Every mask as an outline.
  package var outlined: [DrawnOverlay] {
    map { overlay in
      var outlined = overlay
      if case .values = overlay.content { return overlay }
      if [.auto, .fill].contains(overlay.settings.style) { outlined.settings.style = .outline }
      return outlined
    }
  }

  /// The overlays as a picture of a scale draws them. Where voxels are larger than samples anatomy is there to be seen, so
  /// masks are outlines unless somebody asked for more, and fills are the more transparent the larger the voxels are.
  /// - Parameter voxelsPerSample: how many voxels a sample covers along one side.
  package func drawn(at voxelsPerSample: Double) -> [DrawnOverlay] {
    let isZoomed = voxelsPerSample < 1
    return map { overlay in
      if case .values = overlay.content { return overlay }
      guard [.auto, .fill].contains(overlay.settings.style) else { return overlay }
      var drawn = overlay
      if overlay.settings.style == .auto {
        drawn.settings.style = isZoomed ? .outline : .fill
      } else if isZoomed {
        drawn.settings.opacity *= Swift.max(0.5, voxelsPerSample.squareRoot())
      }
      return drawn
    }
  }
}
