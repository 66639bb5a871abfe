import Foundation
import Testing
import TerminalIO

/// `Scripts/check-sources` finds each kind of offence; that this checkout has none is `make check`'s work.
@Suite struct CheckSourcesTests {
  private func check(_ path: String, _ text: String) throws -> ScriptRun {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("flairscope-rules-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: root) }
    for folder in ["Sources/VolumeModel", "Sources/Segmenter", "Sources/ViewerTUI", "Tests"] {
      try FileManager.default.createDirectory(
        at: root.appendingPathComponent(folder), withIntermediateDirectories: true)
    }
    let file = root.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return try ScriptRun("check-sources", [root.path])
  }

  @Test(arguments: [
    ("Sources/ViewerTUI/View/Panel.swift", "internal import CNCurses\n"),
    ("Sources/VolumeModel/Mask/Mask.swift", "import CNifti\n"),
    ("Sources/Segmenter/Training/Loop.swift", "import COpenBLAS\n"),
    ("Sources/ViewerTUI/View/Panel.swift", "import ArgumentParser\n"),
    ("Sources/VolumeModel/Mask/Mask.swift", "public import Segmenter\n"),
    ("Sources/VolumeModel/Mask/Mask.swift", "print(1)\n"),
    ("Sources/Segmenter/Training/Loop.swift", "  exit(1)\n"),
    ("Sources/ViewerTUI/View/Panel.swift", "let a = try! b()\n"),
    ("Sources/ViewerTUI/View/Panel.swift", "let a = b as! Int\n"),
    ("Sources/ViewerTUI/View/Panel.swift", "fatalError(\"no\")\n"),
    ("Tests/Long.swift", String(repeating: "//\n", count: 401)),
    ("README.md", "see " + "../" + "shared/x\n"),
  ])
  func anOffenceIsFound(path: String, text: String) throws {
    let run = try check(path, text)
    #expect(run.status == 1)
    #expect(run.output.contains(path))
  }

  @Test(arguments: [
    ("Sources/ViewerTUI/Terminal/Terminfo.swift", "internal import CNCurses\n"),
    ("Sources/VolumeModel/NIfTI/Reader.swift", "import CNifti\n// print(1)\nblueprint(2)\nlog.print(3)\n"),
    ("Sources/ViewerTUI/View/Panel.swift", "import VolumeModel\nprint(1)\n"),
    ("Tests/Long.swift", String(repeating: "//\n", count: 400)),
  ])
  func whatIsAllowedPasses(path: String, text: String) throws {
    let run = try check(path, text)
    #expect(run.status == 0)
    #expect(run.output.contains("1 Swift files keep the rules"))
  }
}
