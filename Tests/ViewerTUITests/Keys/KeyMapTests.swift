import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport

@Suite struct KeyMapTests {
  @Test(arguments: KeyMap.Preset.allCases) func noKeyHasTwoActions(preset: KeyMap.Preset) {
    for mode in KeyMode.allCases {
      let keys = KeyMap(preset: preset).bindings.filter { $0.mode == mode }.map(\.keys)
      #expect(Set(keys).count == keys.count)
    }
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

  @Test func labelsCanBeReadBack() throws {
    for binding in KeyMap.standard.bindings { #expect(try KeySequence(text: binding.keys.label) == binding.keys) }
  }

  @Test func theUsersKeysReplaceThoseOfAnActionAndTakeThemFromOthers() throws {
    let file = try SettingsFile("axial = [\"F2\", \"g a\"]\nsuspend = []\npeek = \"c\"\n", path: "keys.toml")
    let read = KeyMap.remaps(in: file)
    #expect(read.problems.isEmpty)
    let map = KeyMap(remaps: read.keys)
    #expect(map.keys(for: "axial").map(\.label) == ["F2", "ga"])
    #expect(map.keys(for: "suspend").isEmpty)
    #expect(map.keys(for: "coronal").isEmpty, "c went to peek")
    guard case .action(let action) = map.lookup([.character("g"), .character("a")], in: .browse) else {
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
    var viewer = try ExampleCase.viewer(
      width: 200, height: 120, keyMap: KeyMap(remaps: ["axial": [.key(.function(2))]]))
    viewer.run(":help")
    let help = viewer.frame().plain
    #expect(help.contains("F2 *"))
    #expect(help.contains("Unavailable now") && help.contains("no prediction yet"))
    _ = viewer.update(
      .prediction(Prediction(source: "test", probability: try ExampleCase.probability(), threshold: 0.5)))
    #expect(!viewer.frame().plain.contains("no prediction yet"))
  }

  @Test func arrowsOfItksnapMoveTheCrosshair() throws {
    var viewer = try ExampleCase.viewer(keyMap: KeyMap(preset: .itksnap))
    let before = viewer.place.cursor
    viewer.press(.left)
    #expect(viewer.place.cursor != before && viewer.slice == viewer.geometry.position(of: before).slice)
    viewer.press(.pageUp)
    #expect(viewer.slice == viewer.geometry.position(of: before).slice + 1)
  }
}
