import TerminalIO
import Pictures

/// Choosing a theme with its colours on the screen at once.
extension Viewer {
  mutating func chooseTheme() {
    interface.themeBefore = interface.theme
    interface.mode = .themes
  }

  mutating func previewTheme(by step: Int) {
    guard !interface.themes.isEmpty else { return }
    let index = interface.themes.firstIndex { $0.name == interface.theme.name } ?? 0
    interface.theme = interface.themes[(index + step + interface.themes.count) % interface.themes.count]
  }

  /// A key in the chooser; nil for keys that do what they always do.
  mutating func pressInThemes(_ key: Key) -> [Effect]? {
    switch key {
    case .down, .character("j"), .tab: previewTheme(by: 1)
    case .up, .character("k"), .backTab: previewTheme(by: -1)
    case .home: interface.theme = interface.themes.first ?? interface.theme
    case .end: interface.theme = interface.themes.last ?? interface.theme
    case .enter:
      interface.mode = .browse
      say("theme \(interface.theme.name); theme = \"\(interface.theme.name)\" in config.toml keeps it")
    case .escape, .character("q"), .control("c"):
      interface.theme = interface.themeBefore ?? interface.theme
      interface.mode = .browse
    default: return nil
    }
    return []
  }
}
