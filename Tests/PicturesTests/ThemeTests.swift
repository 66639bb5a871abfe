import Foundation
import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing

@Suite struct ThemeTests {
  static let names = ["night", "paper", "contrast", "fjord", "ember", "sixteen", "mono"]

  @Test func theBundledThemesAreReadWithoutAWord() {
    #expect(ExampleCase.themes.problems.isEmpty)
    #expect(ExampleCase.themes.themes.map(\.name) == Self.names)
  }

  @Test(arguments: names) func textCanBeRead(name: String) throws {
    let theme = try ExampleCase.theme(name)
    for ground in [theme.background, theme.bar] {
      #expect(ColourVision.contrast(theme.text, ground) >= 7)
      #expect(ColourVision.contrast(theme.quiet, ground) >= 4.5)
      #expect(ColourVision.contrast(theme.accent, ground) >= 3.9)
      #expect(ColourVision.contrast(theme.warning, ground) >= 3.9)
    }
    #expect(ColourVision.contrast(theme.faint, theme.background) >= 1.9)
  }

  /// The seven regions of two raters and a prediction differ from each other for all eyes. Greys have seven steps of
  /// lightness and their hatches.
  @Test(arguments: names, ColourVision.allCases)
  func regionsDiffer(name: String, eyes: ColourVision) throws {
    let regions = try ExampleCase.theme(name).regions
    let least = name == "mono" ? 10 : eyes == .usual ? 28.0 : 13
    for (i, a) in regions.enumerated() {
      for (j, b) in regions.enumerated().dropFirst(i + 1) {
        #expect(eyes.distance(a, b) >= least, "regions \(i) and \(j)")
      }
    }
  }

  /// What can be over the image at a time differs for all eyes, as screens of fewer colours show it too. Of eight colours
  /// white has to do for the adjudicated mask and for a consensus; greys are told apart by hatches.
  @Test(arguments: names.filter { $0 != "mono" }, [ColorDepth.trueColor, .palette256, .palette16, .palette8])
  func overlaysDiffer(name: String, depth: ColorDepth) throws {
    let theme = try ExampleCase.theme(name).adapted(to: depth)
    var matcher = PaletteMatcher(depth)
    var roles: [ThemeRole] = [.rater1, .rater2, .both, .soft, .prediction, .adjudicated]
    if depth != .palette8 { roles += [.other, .entropy] }
    let colours = roles.map { role in
      depth == .trueColor ? theme[role] : PaletteMatcher.color(matcher.number(nearestTo: theme[role]))
    }
    for (i, a) in colours.enumerated() {
      for (j, b) in colours.enumerated().dropFirst(i + 1) {
        for eyes in ColourVision.allCases {
          #expect(eyes.distance(a, b) >= (eyes == .usual ? 24 : 10), "\(roles[i]) and \(roles[j]), \(eyes)")
        }
      }
    }
  }

  /// On 16 colours a third rater is none of what is drawn beside it; maps, which are red too, are filled areas.
  @Test(arguments: ColourVision.allCases) func aThirdRaterHasAColourOfItsOwn(eyes: ColourVision) throws {
    let theme = try ExampleCase.theme("night").adapted(to: .palette16)
    for role in [ThemeRole.rater1, .rater2, .both, .soft, .prediction, .adjudicated, .other] {
      #expect(eyes.distance(theme[.rater3], theme[role]) >= (eyes == .usual ? 24 : 10), "\(role), \(eyes)")
    }
  }

  /// Overlays are tints over an image; their colours as letters may have to be nearer to the colour of text.
  @Test(arguments: names) func everyOverlayCanBeRead(name: String) throws {
    let theme = try ExampleCase.theme(name)
    for role in [ThemeRole.rater1, .rater2, .soft, .prediction, .entropy] {
      #expect(ColourVision.contrast(theme.legible(theme[role], on: theme.bar), theme.bar) >= 2.5, "\(role)")
    }
    #expect(theme.legible(theme.text, on: theme.bar) == theme.text)
  }

  @Test(arguments: names) func greysAloneAreKnown(name: String) throws {
    let theme = try ExampleCase.theme(name)
    #expect(theme.lacksHues == (name == "mono"))
    // Few colours are the screen's, not the theme's.
    #expect(!theme.adapted(to: .palette16).lacksHues)
  }

  @Test func aThemeOfTheUserInheritsAndReplaces() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try "name = \"mine\"\ninherits = \"ember\"\n[roles]\ntext = \"#ffffff\"\n".write(
      toFile: folder + "/mine.toml", atomically: true, encoding: .utf8)
    let catalogue = ThemeCatalogue(folder: folder)
    let mine = try #require(catalogue.theme(named: "mine"))
    let ember = try #require(catalogue.theme(named: "ember"))
    #expect(mine.text == .white)
    #expect(mine.background == ember.background && mine.regions == ember.regions)
    #expect(catalogue.problems.isEmpty)
  }

  @Test(arguments: [
    ("name = \"x\"\ninherits = \"none\"\n", "which is no theme"),
    ("name = \"x\"\ninherits = \"y\"\n", "which is no theme"),
    ("name = \"x\"\n[roles]\ntxet = \"#ffffff\"\n", "did you mean 'text'"),
    ("name = \"x\"\ninherits = \"night\"\n[roles]\ntext = \"#ffff\"\n", "x.toml:4: '#ffff' is no colour"),
    ("name = \"x\"\n[palette]\na = \"red\"\n", "x.toml:3: 'red' is no colour"),
    ("name = \"x\"\n", "no colour for 'text'"), ("[roles]\n", "has no name"), ("name = ", "x.toml:1: "),
  ])
  func aWrongThemeIsLeftOutAndExplained(text: String, sentence: String) throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try text.write(toFile: folder + "/x.toml", atomically: true, encoding: .utf8)
    let catalogue = ThemeCatalogue(folder: folder)
    #expect(catalogue.themes.count == Self.names.count)
    #expect(catalogue.problems.count == 1)
    #expect(catalogue.problems.first?.description.contains(sentence) == true, "\(catalogue.problems)")
  }
}
