import VolumeModel
import Pictures

extension SavedView {
  /// Everything about how a viewer looks at its case.
  package init(of viewer: Viewer) {
    self.init(
      Dictionary(uniqueKeysWithValues: ViewSetting.all.compactMap { row in row.read(viewer).map { (row.name, $0) } }))
  }

  /// Makes a viewer look so.
  /// - Returns: the names of settings that this case cannot take, such as an image that it does not have.
  @discardableResult
  func apply(to viewer: inout Viewer) -> [String] {
    var refused: [String] = []
    for setting in ViewSetting.all {
      guard let text = settings[setting.name] else { continue }
      if !setting.apply(text, to: &viewer) { refused.append(setting.name) }
      if setting.name == "plane", let first = viewer.scan.findings.first {
        viewer.place.cursor = viewer.voxelToShow(first.region)
      }
      // Other images arrive later: the channel waits for its own, and its window with it.
      if setting.name == "channel", refused.last == "channel" {
        viewer.scan.awaitedView = SavedView(settings.filter { ["channel", "window"].contains($0.key) })
        break
      }
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
  /// The settings of a view that this case cannot take, such as an image that it does not have.
  package func refused(by view: SavedView) -> [String] {
    var trial = self
    return view.apply(to: &trial)
  }
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
