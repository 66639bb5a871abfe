import Foundation
import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct ConfigurationTests {
  /// A home with files in it, removed with the value.
  private final class Home {
    let path: String
    init(user: String? = nil, project: String? = nil) throws {
      path = try temporaryFolder()
      try FileManager.default.createDirectory(atPath: path + "/flairscope", withIntermediateDirectories: true)
      try user?.write(toFile: path + "/flairscope/config.toml", atomically: true, encoding: .utf8)
      try project?.write(toFile: projectFile, atomically: true, encoding: .utf8)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    var projectFile: String { path + "/flairscope.toml" }
    var environment: [String: String] { ["XDG_CONFIG_HOME": path] }

    func configuration(_ flags: [String: String?] = [:], _ more: [String: String] = [:]) -> Configuration {
      Configuration(flags: flags, environment: environment.merging(more) { $1 }, projectFile: projectFile)
    }
  }

  /// A cluster's jobs and containers often lack the variables; the same person must not become another.
  @Test func verdictsAreSignedWithTheLoginNameAlsoWithoutVariables() throws {
    let configuration = try Home().configuration()
    #expect(configuration.author(environment: ["USER": "eve", "LOGNAME": "adam"]) == "eve")
    #expect(configuration.author(environment: ["USER": "", "LOGNAME": "adam"]) == "adam")
    let known = NSUserName()
    #expect(configuration.author(environment: [:]) == (known.isEmpty ? "uid-\(getuid())" : known))
    #expect(try Home().configuration(["author": "Dr A"]).author(environment: ["USER": "eve"]) == "Dr A")
  }

  @Test func theNearerSourceWins() throws {
    let home = try Home(user: "theme = \"ember\"\nhints = false\nmouse = false\n", project: "\ntheme = \"fjord\"\n")
    var now = home.configuration()
    #expect(now["theme"] == "fjord")
    #expect(now.setting("theme")?.origin == .projectFile(path: home.projectFile, line: 2))
    #expect(now.setting("hints")?.origin == .userFile(path: home.path + "/flairscope/config.toml", line: 2))
    #expect(now.setting("panel")?.origin == .standard)
    now = home.configuration([:], ["FLAIRSCOPE_THEME": "paper"])
    #expect(now.setting("theme")?.origin == .environment(variable: "FLAIRSCOPE_THEME"))
    now = home.configuration(["theme": "mono"], ["FLAIRSCOPE_THEME": "paper"])
    #expect(now["theme"] == "mono" && now.setting("theme")?.origin == .flag)
    #expect(now.problems.isEmpty)
  }

  @Test func valuesReachTerminalAndViewer() throws {
    let home = try Home(
      user:
        "colors = \"256\"\nmouse = false\nbackground = \"light\"\nconvention = \"neurological\"\nsagittal-nose = \"right\"\nhints = false\nkeys = \"slicer\"\ncell-aspect = 2.2\n"
    )
    let configuration = home.configuration()
    #expect(configuration.problems.isEmpty)
    let wishes = configuration.terminalWishes
    #expect(wishes.colors == .palette256 && wishes.mouse == false && wishes.darkBackground == false)
    let viewer = Viewer(opening: try ExampleCase.review(), preferences: try ViewerPreferences(configuration))
    #expect(
      viewer.view.convention == .neurological && viewer.view.sagittalNose == .right && !viewer.interface.showsHints)
    #expect(viewer.interface.keyMap.preset == .slicer && viewer.interface.display.cellAspect == 2.2)
    #expect(!viewer.frame().plain.contains("disagreements  1 2 3 4"))
  }

  @Test(arguments: [
    ("thene = \"night\"\n", ":1: no option 'thene'; did you mean 'theme'?"),
    ("\n\nmouse = \"perhaps\"\n", ":3: 'perhaps' is no value of 'mouse'; it takes true, false or auto"),
    ("cell-aspect = 9\n", "a number from 1.0 to 4.0"), ("theme = [1]\n", "takes a single value"),
    ("theme = \"none\"\n", ":1: no theme 'none'"), ("theme = \n", ":1: "),
  ])
  func whatCannotBeUsedIsNamedAndLeftOut(text: String, sentence: String) throws {
    let home = try Home(user: text)
    let preferences = try ViewerPreferences(home.configuration())
    #expect(preferences.problems.count == 1)
    #expect(preferences.problems.first?.description.contains(sentence) == true, "\(preferences.problems)")
    #expect(preferences.theme.name == "night")
  }

  @Test func aLightTerminalGetsTheLightThemeUnlessOneWasChosen() throws {
    let plain = try ViewerPreferences(Configuration())
    #expect(plain.theme(for: DisplayProfile(hasDarkBackground: false)).name == "paper")
    #expect(plain.theme(for: DisplayProfile()).name == "night")
    #expect(plain.theme(for: DisplayProfile(colors: .palette16)).name == "sixteen")
    let chosen = try ViewerPreferences(Configuration(flags: ["theme": "ember"]))
    #expect(chosen.theme(for: DisplayProfile(hasDarkBackground: false)).name == "ember")
  }

  @Test func variablesThatAreNoAbsolutePathAreIgnored() {
    let folders = UserFolders(environment: ["XDG_CONFIG_HOME": "relative", "XDG_STATE_HOME": "", "HOME": "/home/a"])
    #expect(folders.configuration == "/home/a/.config/flairscope")
    #expect(folders.state == "/home/a/.local/state/flairscope")
    #expect(UserFolders(environment: [:]).configuration == nil)
  }

  @Test func optionsAreSetLive() throws {
    var viewer = try ExampleCase.viewer()
    viewer.run(":set sagittal-nose right")
    #expect(viewer.view.sagittalNose == .right)
    viewer.turn(to: .sagittal)
    #expect(viewer.geometry.edges?.right == .anterior)
    viewer.run(":set glyphs ascii")
    #expect(viewer.interface.message?.text.contains("takes effect at the start") == true)
    viewer.run(":set hinst false")
    #expect(viewer.interface.message?.text.contains("did you mean 'hints'") == true)
  }
}
