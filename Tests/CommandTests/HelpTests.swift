import TestSupport
import Testing
import VolumeModel

/// Every command that the program lists explains itself.
@Suite struct HelpTests {
  /// Names at the start of the lines under SUBCOMMANDS.
  private static func commands() throws -> [String] {
    let text = try CommandRun("--help").output
    let listed = text.split(separator: "\n", omittingEmptySubsequences: false).drop { $0 != "SUBCOMMANDS:" }.dropFirst()
    return listed.filter { $0.hasPrefix("  ") && $0.dropFirst(2).first?.isLetter == true }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
      .filter { $0 != "See" }
  }

  @Test func theCommandsAreListed() throws {
    let commands = try Set(Self.commands())
    #expect(commands.isSuperset(of: ["info", "compare", "softmask", "score"]))
  }

  @Test func eachHasHelp() throws {
    for command in try Self.commands() {
      for arguments in [[command, "--help"], ["help", command]] {
        let run = try CommandRun(arguments)
        #expect(run.status == 0, "\(arguments)")
        #expect(run.errors.isEmpty, "\(arguments)")
        #expect(run.output.contains("USAGE: flairscope \(command)"), "\(arguments)")
        // Not a terminal: no colours, no cursor movements.
        #expect(!run.output.contains("\u{1b}"), "\(arguments)")
      }
    }
  }

  /// Words that completion offers for options of a picture are taken.
  @Test(arguments: [
    ("plane", ["axial", "coronal", "sagittal"]),
    ("arrangement", ["single", "ortho", "split", "mosaic", "lesion-mosaic"]),
    ("interpolate", ["true", "false"]), ("convention", ["radiological", "neurological"]), ("nose", ["left", "right"]),
    ("scope", ["scan", "lesion"]), ("theme", ["night", "paper", "contrast", "fjord", "ember", "sixteen", "mono"]),
  ])
  func completionOffersWhatIsTaken(option: String, words: [String]) throws {
    let script = try CommandRun("--generate-completion-script", "fish").output
    let line = script.split(separator: "\n").first { $0.contains("flairscope render\" \(option)") }
    for word in words {
      #expect(line?.contains(word) == true, "--\(option) \(word)")
      // What follows is refused for the case that is missing, not for the word.
      #expect(try CommandRun("render", "--flair", "/missing.nii", "--\(option)", word, "--text").status == 66)
    }
  }

  /// An example that is wider than the page goes on at the left margin, as if another text began there.
  @Test func noExampleIsWiderThanThePage() throws {
    for command in try Self.commands() {
      let lines = try CommandRun(command, "--help").output.split(separator: "\n", omittingEmptySubsequences: false)
      for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("  flairscope ") {
        #expect(next.isEmpty || next.hasPrefix("  "), "\(command): \(line)")
      }
    }
  }

  @Test func anUnknownOptionOfAnyCommandIsWrongUsage() throws {
    for command in try Self.commands() {
      let run = try CommandRun(command, "--no-such-option")
      #expect(run.status == 64, "\(command)")
      #expect(run.errors.contains("Usage: flairscope \(command)"), "\(command)")
      #expect(run.output.isEmpty, "\(command)")
    }
  }

  /// What a usage error repeats of the command line steers no terminal.
  @Test(arguments: [
    ["--\u{1b}]0;x\u{7}"], ["published", "\u{9b}31m"], ["experiment", "\u{202e}x"],
  ])
  func usageErrorsAreEscaped(arguments: [String]) throws {
    let run = try CommandRun(arguments)
    #expect(run.status == 64 && run.errors.contains("Usage: flairscope"))
    #expect(run.errors == run.errors.visible)
  }

  /// What a command finds wrong once it runs is one sentence, and where to read on.
  @Test(arguments: [
    ([], "Name a case", "flairscope"), (["view"], "Name a case", "flairscope view"),
    (["view", "samples/sub-19", "--theme", "\u{1b}[31m"], "--theme: no theme '\\x1b[31m'", "flairscope view"),
    (
      ["render", "--case", "samples/sub-19", "--text", "--slice", "999"], "--slice 999: axial slices run",
      "flairscope render"
    ),
  ])
  func whatIsWrongInACaseIsSaid(arguments: [String], sentence: String, named: String) throws {
    let run = try CommandRun(arguments.map { $0 == "samples/sub-19" ? ExampleCase.folder : $0 })
    #expect(run.status == 64 && run.output.isEmpty)
    #expect(run.errors.contains("flairscope: \(sentence)") && !run.errors.contains("Usage"))
    #expect(run.errors.hasSuffix("  See '\(named) --help' for more information.\n"))
    #expect(run.errors == run.errors.visible)
  }

  @Test func anErrorIsOneLineWhateverTheName() throws {
    let run = try CommandRun("info", "no\nwhere.nii")
    #expect(run.status == 66)
    #expect(run.errorLines == ["flairscope: no\\nwhere.nii: no such file; check the name"])
  }
}
