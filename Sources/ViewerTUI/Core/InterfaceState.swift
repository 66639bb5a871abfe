package import Pictures
package import TerminalIO
package import VolumeModel

/// The interface: the screen, what is open on it, keys and messages. It goes along from case to case.
package struct InterfaceState: Sendable {
  package internal(set) var screen = ScreenSize(width: 120, height: 40)
  package internal(set) var display: DisplayProfile {
    didSet { shownTheme = chosenTheme.adapted(to: display.colors) }
  }
  private var chosenTheme: Theme
  private var shownTheme: Theme
  /// The themes to choose from: those of the program and the user's own.
  package internal(set) var themes: [Theme]
  /// The theme when nobody chose another.
  package internal(set) var openingTheme = ""
  package internal(set) var keyMap: KeyMap
  /// Nil leaves the panel to the width of the screen.
  package internal(set) var showsPanel: Bool?
  package internal(set) var showsHints = true
  /// What is open over the picture, from the bottom up.
  package internal(set) var open: [any ScreenComponent] = []
  /// Keys that began a sequence such as `gg` and wait for the next one.
  package internal(set) var pendingKeys: [Key] = []
  /// Earlier lines of the `:` line, oldest first.
  package internal(set) var history: [String] = []
  package internal(set) var pointerPress: PointerPress?
  package internal(set) var message: StatusMessage?
  package internal(set) var meter = FrameMeter()
  /// Nil where nothing is drawn to a terminal.
  package internal(set) var terminalReport: TerminalReport?
  package internal(set) var hasHintedCompression = false
  /// Whether keys came faster than a hand types, as pasted text does: they decide nothing.
  package internal(set) var isBurst = false
  /// Whether the next undecided lesion comes after a verdict.
  package internal(set) var advancesAfterVerdict = false
  /// Whether the final word is said on what the readers of each case said.
  package let isAdjudicating: Bool
  /// What can be said of a lesion, and what must be.
  package internal(set) var form = ReviewForm()
  /// Regions of disagreement smaller than this may be decided together by a rule.
  package internal(set) var smallRegionMM3 = 20.0

  package init(
    display: DisplayProfile, theme: Theme, themes: [Theme]? = nil, keyMap: KeyMap = .standard, history: [String] = [],
    isAdjudicating: Bool = false
  ) {
    self.isAdjudicating = isAdjudicating
    self.display = display
    chosenTheme = theme
    shownTheme = theme.adapted(to: display.colors)
    self.themes = themes ?? [theme]
    self.keyMap = keyMap
    self.history = history
    openingTheme = theme.name
  }

  /// The theme in the colours that the screen has.
  package internal(set) var theme: Theme {
    get { shownTheme }
    set {
      chosenTheme = newValue
      shownTheme = newValue.adapted(to: display.colors)
    }
  }

  /// The interface as it goes on to another case: nothing is open, nothing is half typed.
  func forAnotherCase() -> InterfaceState {
    var next = self
    next.open = []
    next.pendingKeys = []
    next.message = nil
    next.pointerPress = nil
    return next
  }

  mutating func update(_ display: DisplayProfile, _ report: TerminalReport, _ theme: Theme) {
    self.display = display
    self.theme = theme
    terminalReport = report
    openingTheme = theme.name
  }

  mutating func say(_ text: String) { message = .note(text) }
  mutating func warn(_ text: String) { message = .warning(text) }
}
