import TerminalIO
import Pictures

/// Choosing a theme with its colours on the screen at once.
extension Session {
  mutating func chooseTheme() {
    themeBefore = theme
    mode = .themes
  }

  mutating func previewTheme(by step: Int) {
    guard !themes.isEmpty else { return }
    let index = themes.firstIndex { $0.name == theme.name } ?? 0
    theme = themes[(index + step + themes.count) % themes.count]
  }

  /// A key in the chooser; nil for keys that do what they always do.
  mutating func pressInThemes(_ key: Key) -> [Effect]? {
    switch key {
    case .down, .character("j"), .tab: previewTheme(by: 1)
    case .up, .character("k"), .backTab: previewTheme(by: -1)
    case .home: theme = themes.first ?? theme
    case .end: theme = themes.last ?? theme
    case .enter:
      mode = .browse
      say("theme \(theme.name); theme = \"\(theme.name)\" in config.toml keeps it")
    case .escape, .character("q"), .control("c"):
      theme = themeBefore ?? theme
      mode = .browse
    default: return nil
    }
    return []
  }
}
