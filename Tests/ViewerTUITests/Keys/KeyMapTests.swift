import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI

@Suite struct KeyMapTests {
  @Test(arguments: KeyMap.Preset.allCases) func noKeyHasTwoActions(preset: KeyMap.Preset) {
    let keys = KeyMap(preset: preset).bindings.map(\.keys)
    #expect(Set(keys).count == keys.count)
  }

  @Test(arguments: KeyMap.Preset.allCases) func noActionLosesAllItsKeysToAPreset(preset: KeyMap.Preset) {
    let map = KeyMap(preset: preset)
    for action in Action.all where !action.keys.isEmpty { #expect(map.label(action.name) != nil, "\(action.name)") }
  }

  @Test(arguments: KeyMap.Preset.allCases) func presetsMoveNavigationOnly(preset: KeyMap.Preset) {
    let groups = Action.Group.all.filter { ["Slices and planes", "View"].contains($0.title) }
    let navigation = Set(groups.flatMap(\.actions).map(\.name))
    for action in Action.all where !navigation.contains(action.name) {
      #expect(KeyMap(preset: preset).keys(for: action.name) == action.keys, "\(action.name)")
    }
  }

  @Test(arguments: [
    ("k", Key.character("k")), ("Up", .up), ("Ctrl-u", .control("u")), ("C-U", .control("u")), ("F5", .function(5)),
    ("Space", .character(" ")), ("Shift-PgDn", .shift(.pageDown)), ("Alt-1", .alt("1")), ("Shift-g", .character("G")),
    ("-", .character("-")), ("Ctrl-Left", .control(.left)), ("esc", .escape), ("\"", .character("\"")),
  ])
  func keysAreReadAsPeopleWriteThem(text: String, key: Key) throws {
    #expect(try KeySequence(text: text) == .key(key))
  }

  @Test func labelsCanBeReadBack() throws {
    for binding in KeyMap.standard.bindings { #expect(try KeySequence(text: binding.keys.label) == binding.keys) }
  }

  @Test(arguments: [
    ("Ctrl-i", "cannot tell"), ("Ctrl-1", "cannot tell"), ("Ctrl-Shift-a", "cannot tell"), ("Upp", "did you mean 'Up'"),
    ("", "empty"), ("g g g", "longer than two"), ("F99", "no key"), ("Hyper-x", "no key"),
  ])
  func keysThatNoTerminalSends(text: String, sentence: String) {
    #expect { try KeySequence(text: text) } throws: {
      ($0 as? KeySequence.Misspelled)?.sentence.contains(sentence) == true
    }
  }

  @Test func theUsersKeysReplaceThoseOfAnActionAndTakeThemFromOthers() throws {
    let file = try SettingsFile("axial = [\"F2\", \"g a\"]\nsuspend = []\npeek = \"c\"\n", path: "keys.toml")
    let read = KeyMap.remaps(in: file)
    #expect(read.problems.isEmpty)
    let map = KeyMap(remaps: read.keys)
    #expect(map.keys(for: "axial").map(\.label) == ["F2", "ga"])
    #expect(map.keys(for: "suspend").isEmpty)
    #expect(map.keys(for: "coronal").isEmpty, "c went to peek")
    guard case .action(let action) = map.lookup([.character("g"), .character("a")]) else {
      Issue.record("ga is bound to nothing")
      return
    }
    #expect(action.name == "axial")
  }

  @Test(arguments: [
    ("# mine\naxail = \"k\"\n", "keys.toml:2: no action 'axail'; did you mean 'axial'?"),
    ("axial = \"Ctrl-i\"\n", "keys.toml:1: a terminal cannot tell"),
    ("axial = 5\n", "keys.toml:1: 'axial' takes a key"), ("axial = [5]\n", "put it in quotes"),
    ("axial = \"y\"\ncoronal = \"y\"\n", "keys.toml:2: 'y' is bound to 'axial' already"),
  ])
  func wrongLinesAreExplained(text: String, sentence: String) throws {
    let read = KeyMap.remaps(in: try SettingsFile(text, path: "keys.toml"))
    #expect(read.problems.count == 1)
    let said = read.problems.first?.description ?? ""
    #expect(said.contains(sentence.replacing("put it in", with: "put them in")), "\(said)")
  }

  @Test func damagedFilesNameTheirLine() {
    #expect { try SettingsFile("a = \"b\"\nc = [\n", path: "keys.toml") } throws: { "\($0)".hasPrefix("keys.toml:") }
  }

  @Test func helpShowsRemapsAndWhatIsMissingHere() throws {
    var viewer = try ExampleCase.viewer(width: 200, height: 120)
    viewer.interface.keyMap = KeyMap(remaps: ["axial": [.key(.function(2))]])
    viewer.run(":help")
    let help = viewer.frame().plain
    #expect(help.contains("F2 *"))
    #expect(help.contains("Not here") && help.contains("no prediction yet"))
    _ = viewer.update(
      .prediction(Prediction(source: "test", probability: try ExampleCase.probability(), threshold: 0.5)))
    #expect(!viewer.frame().plain.contains("no prediction yet"))
  }

  @Test func arrowsOfItksnapMoveTheCrosshair() throws {
    var viewer = try ExampleCase.viewer()
    viewer.interface.keyMap = KeyMap(preset: .itksnap)
    let before = viewer.place.cursor
    viewer.press(.left)
    #expect(viewer.place.cursor != before && viewer.slice == viewer.geometry.position(of: before).slice)
    viewer.press(.pageUp)
    #expect(viewer.slice == viewer.geometry.position(of: before).slice + 1)
  }
}

extension Viewer {
  /// Types a line as a person does: `:` and the command, then Enter.
  mutating func run(_ line: String) {
    type(line)
    press(.enter)
  }
}
