import Foundation
import Testing

/// `view`, `demo` and `render` as users start them.
@Suite struct ViewerCommandTests {
  private static let sample = ScriptRun.checkout.appendingPathComponent("samples/sub-19").path

  /// Where the output is no terminal, as in a pipe or a log, the lesions come in sentences.
  @Test(arguments: [["demo"], ["view", sample], [sample], ["view", "--plain", sample]])
  func withoutATerminalItSpeaksInSentences(arguments: [String]) throws {
    let run = try CommandRun(arguments, environment: ["TERM": "xterm-256color"])
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    let heading = try #require(lines.first)
    #expect(heading.hasPrefix("sub-19: ") && heading.hasSuffix(" lesions"))
    #expect(heading.contains("\(lines.count - 1) "))
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("Lesion ") && $0.hasSuffix(".") })
    #expect(!run.output.contains("\u{1b}"))
    #expect(run.errors.contains("SIMULATED"))
  }

  /// A folder of several cases opens them all, however it is named.
  @Test(arguments: [[], ["view"], ["view", "--case"], ["view", "--cases"]], ["", "/"])
  func aFolderOfManyCasesOpensThemAll(words: [String], ending: String) throws {
    let folder = try ScratchFolder()
    for patient in ["sub-1", "sub-2"] {
      _ = try folder.image("\(patient)_FLAIR.nii.gz") { Float($0.x + 1) }
      _ = try folder.mask("\(patient)_desc-ana_mask.nii.gz", x: 4..<7, y: 5..<8, z: 2..<4)
    }
    let run = try CommandRun(words + [folder.path + ending])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("sub-1: 1 lesion\n") && run.output.contains("sub-2: 1 lesion\n"))
    let journal = try CommandRun(words + [folder.path + ending, "--journal", folder.file("review.jsonl")])
    #expect(journal.status == 64)
    #expect(journal.errors.contains("each has its own"))
  }

  @Test(arguments: [("no-such-terminal", "terminfo does not know"), ("dumb", "cannot place its cursor")])
  func aTerminalThatCannotServe(term: String, sentence: String) throws {
    let run = try ScreenRun(["demo"], environment: ["TERM": term], typing: "")
    #expect(run.status == 64)
    #expect(run.sent.contains("TERM is '\(term)'") && run.sent.contains(sentence))
    // Nothing but the sentences was sent: no cursor movement, no other screen.
    #expect(!run.sent.contains("\u{1b}["))
  }

  @Test(arguments: [
    (["TERM": "xterm-256color", "COLORTERM": "truecolor"], "\u{1b}[38;2;"),
    (["TERM": "xterm-256color"], "\u{1b}[38;5;"),
    (["TERM": "linux"], "\u{1b}[3"), (["TERM": "vt100"], "rater 1"),
  ])
  func theDemoOpensAndQuits(environment: [String: String], sign: String) throws {
    let defaults = ["LC_ALL": "C.UTF-8", "COLORTERM": "", "NO_COLOR": "", "SSH_CONNECTION": ""]
    let run = try ScreenRun(["demo"], environment: defaults.merging(environment) { $1 }, typing: "q")
    #expect(run.status == 0)
    #expect(run.sent.contains(sign))
    #expect(run.sent.contains("SIMULATED"))
  }

  @Test func aScreenTooSmallSaysSo() throws {
    let run = try ScreenRun(
      ["demo"], columns: 40, rows: 10, environment: ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"], typing: "q")
    #expect(run.status == 0)
    #expect(run.sent.contains("60") && run.sent.contains("20"))
  }

  @Test(arguments: [["view"], ["render", "--text", "--case"], ["train", "--output", "/tmp/none", "--case"]])
  func aFolderThatHoldsNoCase(arguments: [String]) throws {
    let folder = try ScratchFolder()
    _ = try folder.image("sub-1_T1w.nii.gz") { Float($0.x) }
    for (path, sentence) in [(folder.path, "no FLAIR"), (folder.file("nowhere"), "no such folder")] {
      let run = try CommandRun(arguments + [path])
      #expect(run.status == 66)
      #expect(run.output.isEmpty)
      #expect(run.errorLines.last?.hasPrefix("flairscope: \(path): ") == true)
      #expect(run.errors.contains(sentence))
    }
    #expect(folder.names == ["sub-1_T1w.nii.gz"])
  }

  @Test func renderedTextIsPlainUnlessColoursAreAskedFor() throws {
    let plain = try CommandRun("render", "--case", Self.sample, "--text", "--size", "60x24", "--slice", "80")
    #expect(plain.status == 0)
    #expect(!plain.output.contains("\u{1b}"))
    let lines = plain.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 25)
    #expect(lines.allSatisfy { $0.count <= 60 })
    let coloured = try CommandRun(
      "render", "--case", Self.sample, "--text", "--size", "60x24", "--slice", "80", "--colors", "true")
    #expect(coloured.output.contains(";38;2;"))
  }

  /// On a terminal text is drawn in what the terminal shows; NO_COLOR and --colors are heard first.
  @Test(
    arguments: [([:], [], true), (["NO_COLOR": "1"], [], false), ([:], ["--colors", "mono"], false)]
      as [([String: String], [String], Bool)])
  func renderedTextHasTheTerminalsColours(environment: [String: String], options: [String], isColoured: Bool) throws {
    let settings = ["TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"]
    let terminal = try PseudoTerminal(
      ["render", "--case", Self.sample, "--text", "--size", "60x24", "--slice", "80"] + options,
      environment: settings.merging(environment) { _, other in other })
    #expect(terminal.ending(seconds: 60) == .status(0))
    #expect(terminal.output.contains(";38;2;") == isColoured)
    #expect(terminal.output.contains("\u{1b}]") == false)
  }

  @Test(arguments: [("kitty", "\u{1b}_Ga=T,"), ("sixel", "\u{1b}P"), ("iterm2", "\u{1b}]1337;File=")])
  func pixelsForATerminal(way: String, start: String) throws {
    let run = try CommandRun("render", "--case", Self.sample, "--graphics", way, "--size", "20x10")
    #expect(run.status == 0)
    #expect(run.output.hasPrefix(start))
    let refused = try CommandRun("render", "--case", Self.sample, "--graphics", way, "--text")
    #expect(refused.status == 64)
  }

  @Test func aRenderedPictureHasTheSizeAskedFor() throws {
    let folder = try ScratchFolder()
    let path = folder.file("slice.png")
    let arguments = ["render", "--case", Self.sample, "--size", "60x24", "--output", path]
    #expect(try CommandRun(arguments).status == 0)
    let bytes = try [UInt8](folder.bytes("slice.png"))
    #expect(bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]))
    // Width and height stand big-endian behind the header's name.
    let sizes: [UInt8] = [0, 0, 1, 224, 0, 0, 1, 128]  // 480 and 384
    #expect(Array(bytes[16..<24]) == sizes)
    let again = try CommandRun(arguments)
    #expect(again.status == 73)
    #expect(again.errors.contains("slice.png"))
    #expect(try [UInt8](folder.bytes("slice.png")) == bytes)
  }

  @Test(arguments: [
    ["--slice", "0"], ["--slice", "126"], ["--size", "4x4"], ["--size", "wide"], ["--layers", "8"], ["--zoom", "99"],
    ["--colors", "many"], ["--plane", "oblique"],
  ])
  func wrongUsageOfRender(arguments: [String]) throws {
    let run = try CommandRun(["render", "--case", Self.sample, "--text"] + arguments)
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
  }

  @Test func aWrongPlaneIsAnsweredWithAll() throws {
    let run = try CommandRun("render", "--case", Self.sample, "--text", "--plane", "axail")
    #expect(run.errors.contains("'axail' is no value of --plane; it takes axial, coronal or sagittal."))
  }

  /// What `:yank-cmd` writes are flags of `render` too.
  @Test func flagsOfAViewDrawIt() throws {
    let plain = ["render", "--case", Self.sample, "--text", "--whole-screen", "--size", "100x30"]
    let flags = [
      "--plane", "coronal", "--cursor", "60,90,70", "--zoom", "2", "--window", "20,90", "--layers", "1,3", "--opacity",
      "1=0.9", "--crosshair", "false", "--panel", "false", "--mask-size", "1.5", "--channel", "T1",
    ]
    let drawn = try CommandRun(plain + flags)
    #expect(drawn.status == 0)
    #expect(drawn.output.contains("coronal 91/") && drawn.output.contains("window 20"))
    #expect(drawn.output.contains("voxel 60,90,70"))
    #expect(drawn.output.contains("T1"))
    #expect(try CommandRun(plain + ["--channel", "PD"]).status == 64)
  }
}
