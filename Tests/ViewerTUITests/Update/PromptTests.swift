import Foundation
import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI

@Suite struct PromptTests {
  private func typing(_ keys: String) throws -> Session {
    var session = try ExampleCase.session()
    session.type(":" + keys)
    return session
  }

  @Test func theCursorEditsInTheMiddle() throws {
    var session = try typing("zoon 4")
    session.press(.left, .left, .backspace)
    session.type("m")
    #expect(session.prompt.text == "zoom 4")
    session.press(.home, .delete, .end, .control("w"))
    #expect(session.prompt.text == "oom ")
    session.press(.control("u"))
    #expect(session.prompt.text.isEmpty)
    session.press(.backspace)
    #expect(session.mode == .browse)
  }

  @Test func aWideCharacterIsOneStep() throws {
    var session = try typing("é漢a")
    session.press(.left, .backspace)
    #expect(session.prompt.text == "éa")
    #expect(session.prompt.caret == 1)
  }

  @Test func tabPutsInWhatIsCommonThenGoesThrough() throws {
    var session = try typing("next-")
    let names = TypedCommand.names.filter { $0.hasPrefix("next-") }
    #expect(names.count > 2)
    session.press(.tab)
    #expect(session.prompt.text == names[0])
    session.press(.tab)
    #expect(session.prompt.text == names[1])
    #expect(session.view().plain.contains("› " + names[1]))
    session = try typing("binarisel")
    session.press(.backspace, .tab)
    #expect(session.prompt.text == "binarise", "what all share is complete already")
    session = try typing("informat")
    session.press(.tab)
    #expect(session.prompt.text == "information ")
  }

  @Test(arguments: [
    ("theme pa", "theme paper "), ("scope l", "scope lesion "), ("set sag", "set sagittal-nose "),
    ("set sagittal-nose r", "set sagittal-nose right "), ("set theme fj", "set theme fjord "),
    ("write pred", "write prediction "), ("window n", "window narrow "), ("nothing x", "nothing x"),
  ])
  func argumentsAreCompleted(typed: String, completed: String) throws {
    var session = try typing(typed)
    session.press(.tab)
    #expect(session.prompt.text == completed)
  }

  @Test func filesAreAskedForAndALateAnswerIsDropped() throws {
    var session = try typing("write soft out/a")
    guard case .listFiles(let prefix)? = session.press(.tab).first else {
      Issue.record("no files asked for")
      return
    }
    #expect(prefix == "out/a")
    var late = session
    late.type("x")
    _ = late.update(.files(["out/abc.nii.gz"], beginning: prefix))
    #expect(late.prompt.text == "write soft out/ax")
    _ = session.update(.files(["out/abc.nii.gz", "out/abd.nii.gz"], beginning: prefix))
    #expect(session.prompt.text == "write soft out/ab")
  }

  @Test func commandsAreExplainedWhileTyped() throws {
    let session = try typing("zoom-")
    #expect(session.view().plain.contains("zoom-in") && session.view().plain.contains("magnify"))
    #expect(try typing("threshold x").view().plain.contains("threshold auto | VALUE"))
  }

  @Test func historyComesBackAndEndsWithWhatWasTyped() throws {
    var session = try ExampleCase.session()
    session.run(":zoom 2")
    session.run(":zoom 3")
    session.type(":op")
    session.press(.up)
    #expect(session.prompt.text == "zoom 3")
    session.press(.up, .up)
    #expect(session.prompt.text == "zoom 2")
    session.press(.down, .down)
    #expect(session.prompt.text == "op")
  }

  @Test func aLineIsRememberedOnce() throws {
    var session = try ExampleCase.session()
    func remembers(_ effects: [Effect]) -> Bool {
      effects.contains { if case .remember = $0 { true } else { false } }
    }
    session.type(":fit")
    #expect(remembers(session.press(.enter)))
    session.type(":fit")
    #expect(!remembers(session.press(.enter)))
  }

  @Test func historyIsKeptInAFileThatDoesNotGrowForEver() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let history = CommandHistory(path: folder + "/state/history")
    #expect(history.read().isEmpty)
    for number in 1...700 { history.append("zoom \(number)") }
    let lines = history.read()
    #expect(lines.last == "zoom 700" && lines.count <= 500)
    #expect(CommandHistory(path: folder).read().isEmpty, "a folder in its place is no history")
  }

  @Test func damagedPasteStaysOneLine() throws {
    var session = try typing("zo")
    _ = session.update(.paste("om\n 2\r\n"))
    #expect(session.prompt.text == "zoom 2")
  }
}
