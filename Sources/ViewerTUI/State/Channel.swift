package import Pictures
package import VolumeModel

/// One image of the case with its own window.
package struct Channel: Sendable {
  package let role: String
  package let image: Volume<Float>
  package let automaticWindow: IntensityWindow
  let wholeRange: IntensityWindow
  package var window: IntensityWindow

  package init(role: String, image: Volume<Float>, brain: Mask) {
    self.role = role
    self.image = image
    let histogram = IntensityHistogram(of: image, inside: brain, bins: 4096)
    automaticWindow = .automatic(for: histogram)
    wholeRange = histogram.total > 0 ? IntensityWindow(low: histogram.lowest, high: histogram.highest) : automaticWindow
    window = automaticWindow
  }
}

extension Channel {
  package func window(for preset: WindowPreset) -> IntensityWindow {
    switch preset {
    case .automatic: automaticWindow
    case .narrow: IntensityWindow(low: automaticWindow.level, high: automaticWindow.high)
    case .whole: wholeRange
    }
  }
}
