package import Pictures
package import VolumeModel

extension Viewer {
  /// A viewer with a user's keys, themes and options.
  package init(
    opening review: ReviewCase, preferences: ViewerPreferences, display: DisplayProfile = DisplayProfile(),
    hasWeights: Bool = false, history: [String] = [], words: [String]? = nil, workList: WorkList? = nil,
    isAdjudicating: Bool = false
  ) {
    let interface = InterfaceState(
      display: display, theme: preferences.theme(for: display), themes: preferences.themes, keyMap: preferences.keyMap,
      history: history, isAdjudicating: isAdjudicating)
    self.init(opening: review, interface: interface, hasWeights: hasWeights, workList: workList)
    preferences.apply(to: &self)
    if let words { scan.words = words }
    scan.openingView = SavedView(of: self)
  }
}
