import Pictures
import TerminalIO

extension ConfigurationOption {
  /// All options, in the order in which `flairscope config` prints them.
  package static let all: [ConfigurationOption] = [
    ConfigurationOption("theme", "night", .text, "colours of the interface; :theme shows them") {
      $0.setTheme(named: $1)
    },
    ConfigurationOption("colors", "auto", .oneOf(["auto"] + ColorDepth.allCases.map(\.rawValue)), "how many colours"),
    ConfigurationOption("glyphs", "auto", .oneOf(["auto"] + GlyphSet.allCases.map(\.rawValue)), "finest glyphs used"),
    ConfigurationOption(
      "letters", "density", .oneOf(["density", "edges"]),
      "what letters of an ASCII picture follow, in 16 colours or fewer"
    ) { $0.interface.display.lettersFollowEdges = $1 == "edges" },
    ConfigurationOption(
      "graphics", "auto", .oneOf(GraphicsChoice.allCases.map(\.rawValue)), "pictures in pixels, by which protocol"),
    ConfigurationOption("background", "auto", .oneOf(["auto", "dark", "light"]), "the terminal's own background"),
    ConfigurationOption(
      "cell-aspect", "auto", .number(1...4, orAuto: true), "height of a terminal cell over its width"
    ) { viewer, value in
      if let aspect = Double(value) { viewer.interface.display.cellAspect = aspect }
    },
    ConfigurationOption(
      "mouse", "auto", .truth(orAuto: true), "click, wheel and drag; false leaves them to the terminal"),
    ConfigurationOption("synchronised", "auto", .truth(orAuto: true), "frames appear at once (mode 2026)"),
    ConfigurationOption(
      "escape-delay", "25", .count(0...2000, orAuto: false), "ms to wait after Esc for the rest of a key"),
    ConfigurationOption("keys", "mrtrix", .oneOf(KeyMap.Preset.allCases.map(\.rawValue)), "key preset") {
      viewer, value in
      if let preset = KeyMap.Preset(rawValue: value) { viewer.interface.keyMap = viewer.interface.keyMap.with(preset) }
    },
    ConfigurationOption(
      "convention", "radiological", .oneOf(["radiological", "neurological"]),
      "radiological: the patient's right is on the left"
    ) { viewer, value in
      if let convention = SliceGeometry.Convention(rawValue: value) { viewer.view.convention = convention }
    },
    ConfigurationOption(
      "sagittal-nose", "left", .oneOf(["left", "right"]), "where the nose points in sagittal slices"
    ) { viewer, value in
      if let nose = SliceGeometry.Nose(rawValue: value) { viewer.view.sagittalNose = nose }
    },
    ConfigurationOption("panel", "auto", .truth(orAuto: true), "side panel; auto shows it from 100 columns on") {
      $0.interface.showsPanel = $1 == "auto" ? nil : $1 == "true"
    },
    ConfigurationOption("hints", "true", .truth(orAuto: false), "line of key hints at the bottom") {
      $0.interface.showsHints = $1 == "true"
    },
    ConfigurationOption(
      "advance", "false", .truth(orAuto: false), "after a verdict the next undecided lesion comes"
    ) { $0.interface.advancesAfterVerdict = $1 == "true" },
    ConfigurationOption(
      "small-region", "20", .number(0...100_000, orAuto: false), "mm3; smaller regions are decided by :small-regions"
    ) { viewer, value in
      if let size = Double(value) { viewer.interface.smallRegionMM3 = size }
    },
    ConfigurationOption(
      "review-form", "", .text,
      "TOML file of classes, reasons and required fields; without it, review.toml beside config.toml"),
    ConfigurationOption("restore", "true", .truth(orAuto: false), "reopen a case where it was left"),
    ConfigurationOption("author", "", .text, "name in verdicts and records; without it, the user's login name"),
    ConfigurationOption("threads", "auto", .count(1...1024, orAuto: true), "threads for training and prediction"),
  ]

  package static func named(_ name: String) -> ConfigurationOption? { all.first { $0.name == name } }
}
