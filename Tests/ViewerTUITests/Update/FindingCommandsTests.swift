import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport

/// How commands and keys are found by who does not know them.
@Suite struct FindingCommandsTests {
  private func candidates(_ typed: String) throws -> [String] {
    try ExampleCase.viewer().candidates(for: Prompt(text: typed)).map(\.name)
  }

  @Test(arguments: [
    ("lesl", "lesion-list"), ("regions", "small-regions"), ("tkr", "take-rater-1"), ("yank", "yank-cmd"),
  ])
  func aPartOfANameFindsIt(typed: String, name: String) throws {
    #expect(try candidates(typed).contains(name))
  }

  @Test func whatBeginsAlikeStandsAlone() throws {
    let found = try candidates("next-")
    #expect(!found.isEmpty && found.allSatisfy { $0.hasPrefix("next-") })
    #expect(try candidates("qqqq").isEmpty)
  }

  @Test func tabTakesWhatWasFound() throws {
    var viewer = try ExampleCase.viewer()
    viewer.type(":smallr")
    viewer.press(.tab)
    #expect(viewer.interface.prompt?.text == "small-regions ")
  }

  @Test(arguments: TypedCommand.all.map(\.name))
  func everyCommandSaysWhatItDoes(name: String) throws {
    let command = try #require(TypedCommand.named(name))
    #expect(command.sentence.hasSuffix(".") && command.sentence.count < 100)
  }

  @Test func theHelpIsSearched() throws {
    var viewer = try ExampleCase.viewer()
    viewer.type("?/consensus")
    viewer.press(.enter)
    let screen = viewer.frame().plain
    #expect(screen.contains("Keys with 'consensus'") && screen.contains("other-mask"))
    #expect(!screen.contains("zoom in"))
    viewer.type("/")
    for _ in 0..<9 { viewer.press(.backspace) }
    viewer.type("no such word")
    viewer.press(.enter)
    #expect(viewer.frame().plain.contains("searches again"))
    viewer.type("q")
    #expect(viewer.interface.open.isEmpty)
  }

  @Test(arguments: [(80, 24), (120, 40), (60, 20)])
  func theFirstRunBeginsWithSixKeysAndNoKeyIsLost(width: Int, height: Int) throws {
    var viewer = try ExampleCase.viewer(width: width, height: height)
    _ = viewer.update(.firstRun)
    let screen = viewer.frame().plain
    #expect(screen.contains("Six keys to begin with") && screen.contains("reject: X") && screen.contains("all keys"))
    viewer.type("n")
    #expect(viewer.interface.open.isEmpty && viewer.place.finding == 0, "the key did what it does")
    #expect(!viewer.frame().plain.contains("Six keys"))
  }
}
