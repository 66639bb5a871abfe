/// What keys apply to: the picture, or what is open over it.
package enum KeyMode: String, CaseIterable, Sendable, Hashable {
  case browse
  /// Arrows move the crosshair.
  case moveCursor
  /// Arrows change the window.
  case window
  case edit
  /// Corners of a polygon are set while editing.
  case polygon
  /// Every list and every page of text.
  case list
  case lesions
  case lesionClass
  /// A lesion is being cut.
  case cutting
  case relabelling
  case cases
  /// The question which labels of the masks are lesions.
  case labels
  case themes
  case help
  case information
  case scores
  case terminal
  case note
  /// The six keys of the first run.
  case card
  /// Something to be answered by yes or no.
  case question
  /// The line that is typed.
  case prompt

  /// The modes whose keys hold here, the first that has a key decides.
  package var chain: [KeyMode] {
    switch self {
    case .browse, .prompt, .question: [self]
    case .card: [self, .browse]
    case .moveCursor, .window, .edit, .cutting, .list: [self, .browse]
    case .polygon: [self, .edit, .browse]
    case .lesionClass, .labels: [self, .list]
    case .lesions, .relabelling, .cases, .themes, .help, .information, .scores, .terminal, .note:
      [self, .list, .browse]
    }
  }

  /// The hint line, from the left: actions whose keys are shown together. Their words are the actions' own.
  package var hints: [[Action.Name]] {
    switch self {
    case .browse:
      [
        ["help"], ["back"], ["next-finding", "previous-finding"], ["rater-1", "rater-2", "soft-mask", "prediction"],
        ["take-agreed", "take-reader-1"], ["lesion-list"], ["edit"], ["disagreement-map"], ["edit-region"],
        ["size-down", "size-up"],
        ["threshold-down", "threshold-up"],
        ["label-down", "label-up"], ["binarise-down", "binarise-up"], ["train"], ["predict"], ["score"],
        ["axial", "coronal", "sagittal"], ["zoom-to-finding"], ["command"],
      ]
    case .moveCursor: [["cursor-left", "cursor-right", "cursor-up", "cursor-down"], ["cursor-mode"]]
    case .window: [["brighter", "darker"], ["narrower", "wider"], ["keep-window"], ["reset-window"]]
    case .edit:
      [
        ["take-rater-1", "take-rater-2", "take-union", "take-intersection", "take-prediction", "take-nothing"],
        ["shrink", "grow"], ["paint", "erase"], ["edit-region"], ["brush-smaller", "brush-larger"], ["undo"], ["close"],
        ["polygon"],
        ["flood"], ["fill-holes"], ["copy-up", "copy-down"], ["interpolate"], ["brush-shape"], ["brush-above"],
      ]
    case .polygon: [["polygon-corner"], ["polygon-fill"], ["polygon-back"], ["close"]]
    case .lesions:
      [
        ["previous-row", "next-row"], ["approve", "reject", "flag"], ["close"], ["take-reader-1"], ["comment"],
        ["class"],
        ["undo", "redo"], ["filter"], ["sort"], ["edit"],
      ]
    case .cutting:
      [["fewer-pieces", "more-pieces"], ["next-cut"], ["cut-by-rater-1", "cut-by-rater-2"], ["make-cut"], ["close"]]
    case .lesionClass: [["class-1", "class-2", "class-3"], ["previous-row", "next-row", "choose-row"], ["close"]]
    case .relabelling:
      [
        ["previous-row", "next-row"], ["accept-change"], ["refuse-change"], ["close"], ["undo", "redo"],
        ["uncertainty"],
        ["zoom-to-change"],
      ]
    case .cases: [["previous-row", "next-row"], ["choose-row"], ["sort-cases"], ["close"]]
    case .labels: [["previous-row", "next-row"], ["toggle-label"], ["choose-row"], ["keep-labels"]]
    case .themes: [["previous-row", "next-row"], ["choose-row"], ["close"]]
    case .help: [["previous-row", "next-row"], ["search-help"], ["back"]]
    case .list, .information, .scores, .terminal, .note: [["previous-row", "next-row"], ["back"]]
    case .question: [["answer-yes"], ["answer-no"]]
    case .prompt, .card: []
    }
  }
}
