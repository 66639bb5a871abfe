import VolumeModel
import Pictures

extension SavedView {
  /// Everything about how a viewer looks at its case.
  package init(of viewer: Viewer) {
    self.init(
      Dictionary(uniqueKeysWithValues: ViewSetting.all.compactMap { row in row.read(viewer).map { (row.name, $0) } }))
  }

  /// Makes a viewer look so.
  /// - Returns: the settings that this case cannot take, such as an image that it does not have, and why.
  @discardableResult
  func apply(to viewer: inout Viewer) -> [RefusedSetting] {
    var refused: [RefusedSetting] = []
    for setting in ViewSetting.all {
      guard let text = settings[setting.name] else { continue }
      do throws(UnavailableSetting) {
        try setting.apply(text, to: &viewer)
      } catch {
        refused.append(RefusedSetting(name: setting.name, text: text, reason: error.reason))
      }
      if setting.name == "plane", let first = viewer.scan.findings.first {
        viewer.place.cursor = viewer.voxelToShow(first.region)
      }
      // A window is of its image, and of no other.
      if setting.name == "channel", refused.last?.name == "channel" { break }
    }
    viewer.refreshSoftMask()
    viewer.rethreshold()
    return refused
  }

  /// The words of a command line that asks for this view.
  package var flags: [String] {
    ViewSetting.all.flatMap { setting in settings[setting.name].map { ["--\(setting.name)", $0] } ?? [] }
  }
}

extension Viewer {
  /// The settings of a view that this case cannot take, such as an image that it does not have, and why.
  package func refused(by view: SavedView) -> [RefusedSetting] {
    var trial = self
    return view.apply(to: &trial)
  }
}

/// A setting of a view that a case cannot take: "slice 500: axial slices run from 1 to 30".
package struct RefusedSetting: Sendable, CustomStringConvertible {
  package let name: String
  let text: String
  let reason: String

  package var description: String { "\(name) \(text.visibleOnOneLine): \(reason)" }
}

extension ComparedPair {
  /// What the sides may be called.
  static var words: [String] { Overlay.known.compactMap(\.word) + ["image"] }

  /// `r1,pred`.
  init?(text: String) {
    let sides = text.split(separator: ",").map { word -> OverlayID?? in
      if word == "image" { return .some(nil) }
      return Overlay.known.first { $0.word == String(word) }.map { .some($0.place) }
    }
    guard sides.count == 2, let first = sides[0], let second = sides[1], first != second else { return nil }
    self.init(first, second)
  }

  var text: String {
    func name(_ side: OverlayID?) -> String {
      guard let side else { return "image" }
      return Overlay.known.first { $0.place == side && $0.word != nil }?.word ?? side.rawValue
    }
    return "\(name(first)),\(name(second))"
  }
}
