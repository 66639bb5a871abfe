import Foundation
import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport

@Suite struct PromptTests {
  private func typing(_ keys: String) throws -> Viewer {
    var viewer = try ExampleCase.viewer()
    viewer.type(":" + keys)
    return viewer
  }

  @Test func theCursorEditsInTheMiddle() throws {
    var viewer = try typing("zoon 4")
    viewer.press(.left, .left, .backspace)
    viewer.type("m")
    #expect(viewer.interface.prompt?.text == "zoom 4")
    viewer.press(.home, .delete, .end, .control("w"))
    #expect(viewer.interface.prompt?.text == "oom ")
    viewer.press(.control("u"))
    #expect(viewer.interface.prompt?.text.isEmpty == true)
    viewer.press(.backspace)
    #expect(viewer.interface.mode == .browse)
  }

  @Test func aWideCharacterIsOneStep() throws {
    var viewer = try typing("é漢a")
    viewer.press(.left, .backspace)
    #expect(viewer.interface.prompt?.text == "éa")
    #expect(viewer.interface.prompt?.caret == 1)
  }

  @Test func tabPutsInWhatIsCommonThenGoesThrough() throws {
    var viewer = try typing("next-")
    let names = TypedCommand.names.filter { $0.hasPrefix("next-") }
    #expect(names.count > 2)
    viewer.press(.tab)
    #expect(viewer.interface.prompt?.text == names[0])
    viewer.press(.tab)
    #expect(viewer.interface.prompt?.text == names[1])
    #expect(viewer.frame().plain.contains("› " + names[1]))
    viewer = try typing("binarisel")
    viewer.press(.backspace, .tab)
    #expect(viewer.interface.prompt?.text == "binarise", "what all share is complete already")
    viewer = try typing("informat")
    viewer.press(.tab)
    #expect(viewer.interface.prompt?.text == "information ")
  }

  @Test(arguments: [
    ("theme pa", "theme paper "), ("scope l", "scope lesion "), ("set sag", "set sagittal-nose "),
    ("set sagittal-nose r", "set sagittal-nose right "), ("set theme fj", "set theme fjord "),
    ("write pred", "write prediction "), ("window n", "window narrow "), ("nothing x", "nothing x"),
  ])
  func argumentsAreCompleted(typed: String, completed: String) throws {
    var viewer = try typing(typed)
    viewer.press(.tab)
    #expect(viewer.interface.prompt?.text == completed)
  }

  @Test func filesAreAskedForAndALateAnswerIsDropped() throws {
    var viewer = try typing("write soft out/a")
    guard case .listFiles(let prefix)? = viewer.press(.tab).first else {
      Issue.record("no files asked for")
      return
    }
    #expect(prefix == "out/a")
    var late = viewer
    late.type("x")
    _ = late.update(.files(["out/abc.nii.gz"], beginning: prefix))
    #expect(late.interface.prompt?.text == "write soft out/ax")
    _ = viewer.update(.files(["out/abc.nii.gz", "out/abd.nii.gz"], beginning: prefix))
    #expect(viewer.interface.prompt?.text == "write soft out/ab")
  }

  @Test func commandsAreExplainedWhileTyped() throws {
    let viewer = try typing("zoom-")
    #expect(viewer.frame().plain.contains("zoom-in") && viewer.frame().plain.contains("zoom in"))
    #expect(try typing("threshold x").frame().plain.contains("threshold auto | VALUE"))
  }

  @Test func historyComesBackAndEndsWithWhatWasTyped() throws {
    var viewer = try ExampleCase.viewer()
    viewer.run(":zoom 2")
    viewer.run(":zoom 3")
    viewer.type(":op")
    viewer.press(.up)
    #expect(viewer.interface.prompt?.text == "zoom 3")
    viewer.press(.up, .up)
    #expect(viewer.interface.prompt?.text == "zoom 2")
    viewer.press(.down, .down)
    #expect(viewer.interface.prompt?.text == "op")
  }

  @Test func aLineIsRememberedOnce() throws {
    var viewer = try ExampleCase.viewer()
    func remembers(_ effects: [Effect]) -> Bool {
      effects.contains { if case .remember = $0 { true } else { false } }
    }
    viewer.type(":fit")
    #expect(remembers(viewer.press(.enter)))
    viewer.type(":fit")
    #expect(!remembers(viewer.press(.enter)))
  }

  @Test func damagedPasteStaysOneLine() throws {
    var viewer = try typing("zo")
    _ = viewer.update(.paste("om\n 2\r\n"))
    #expect(viewer.interface.prompt?.text == "zoom 2")
  }

  @Test(arguments: ["quit", "q"])
  func quits(typed: String) throws {
    var viewer = try ExampleCase.viewer()
    let effects = viewer.run(commandLine: typed)
    #expect(effects.contains { effect in if case .quit = effect { true } else { false } })
    #expect(!TypedCommand.names.contains("q"), "a short name is in no list")
  }

  @Test(arguments: [
    ("zoom abc", "zoom takes a number; write: zoom 2"), ("zoom", "zoom takes a number; write: zoom 2"),
    ("label much", "label takes a number; write: label 0.3"),
  ])
  func saysThatItTakesANumber(typed: String, said: String) throws {
    var viewer = try ExampleCase.viewer()
    _ = viewer.run(commandLine: typed)
    #expect(viewer.interface.message?.text == said)
  }
}
