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
    ("Sources/VolumeModel/Mask/Mask.swift", "/// A\npublic struct A {\n  public let b: Int\n}\n"),
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
    ("Sources/TerminalIO/Probing/Terminfo.swift", "internal import CNCurses\n"),
    ("Sources/VolumeModel/NIfTI/Reader.swift", "import CNifti\n// print(1)\nblueprint(2)\nlog.print(3)\n"),
    ("Sources/ViewerTUI/View/Panel.swift", "import VolumeModel\nprint(1)\n"),
    ("Tests/Long.swift", String(repeating: "//\n", count: 400)),
  ])
  func whatIsAllowedPasses(path: String, text: String) throws {
    let run = try check(path, text)
    #expect(run.status == 0)
    #expect(run.output.contains("1 Swift files keep the rules"))
  }

  /// A circle between folders is found, one that goes by way of a third folder too; arrows one way are drawn.
  @Test(arguments: [(nil, 0), ("struct A { let c: C }", 1), ("struct A {}", 0)] as [(String?, Int32)])
  func circlesOfFoldersAreFound(lowest: String?, status: Int32) throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("flairscope-arrows-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: root) }
    for (name, text) in [
      ("A", lowest ?? "// C\nstruct A {}"), ("B", "struct B { let a: A }"), ("C", "struct C { let b: B }"),
    ] {
      let folder = root.appendingPathComponent("Sources/VolumeModel/\(name)s")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data("\(text)\n".utf8).write(to: folder.appendingPathComponent("\(name).swift"))
    }
    let run = try ScriptRun("folder-arrows", ["--root", root.path, "print", "VolumeModel"])
    #expect(run.status == status)
    #expect(run.output.contains(status == 0 ? "Bs             uses As" : "circle"))
  }
}
