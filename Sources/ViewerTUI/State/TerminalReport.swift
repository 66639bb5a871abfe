import Pictures
package import TerminalIO

/// What was decided about the terminal, by what evidence, and what decides otherwise: the rows of `:term`.
package struct TerminalReport: Sendable, Hashable {
  package struct Row: Sendable, Hashable {
    package let subject: String
    package let choice: String
    package let reason: String
    /// The flag or the option that overrides the choice.
    package let override: String
  }

  package let name: String
  package let rows: [Row]
  /// Whether frames go over SSH.
  package let isRemote: Bool

  /// "kitty, cells of 10 x 20 pixels"
  private static func words(_ means: GraphicsMeans) -> String {
    "\(means.way.rawValue)\(means.isThroughTmux ? " through tmux" : ""), cells of \(means.cellPixels.x) x \(means.cellPixels.y) pixels"
  }

  package init(_ profile: TerminalProfile) {
    name = [profile.term, profile.brand].compactMap { $0 }.joined(separator: ", ")
    isRemote = profile.isRemote
    func row<Value>(
      _ subject: String, _ decision: TerminalProfile.Decision<Value>, _ override: String, _ word: (Value) -> String
    ) -> Row {
      Row(subject: subject, choice: word(decision.value), reason: decision.reason, override: override)
    }
    func yes(_ value: Bool) -> String { value ? "yes" : "no" }
    rows = [
      row("colours", profile.colors, "--colors true|256|16|8|mono", \.rawValue),
      row("glyphs", profile.glyphs, "--glyphs octants|sextants|quadrants|half|ascii", \.rawValue),
      row("pictures", profile.graphics, "--graphics kitty|sixel|iterm2|glyphs") { $0.map(Self.words) ?? "glyphs" },
      row("background", profile.darkBackground, "--set background=dark|light") { $0 ? "dark" : "light" },
      row("cell height", profile.cellAspect, "--set cell-aspect=NUMBER") { "\(Wording.fraction($0)) widths" },
      row("mouse", profile.mouse, "--no-mouse", yes),
      row("whole frames", profile.synchronised, "--set synchronised=true|false", yes),
      Row(
        subject: "frame answers", choice: yes(profile.reportsStatus),
        reason: profile.reportsStatus
          ? "it answers when a frame is shown, so none is sent too early" : "it does not say when a frame is shown",
        override: ""),
    ]
  }
}
