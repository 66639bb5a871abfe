import Foundation
import Glibc
import Segmenter
import Testing
import VolumeModel

/// `flairscope experiment`, as it is typed.
@Suite(.serialized) struct ExperimentCommandTests {
  /// A list of two patients, one of them twice.
  private func study(_ scratch: ScratchFolder) throws -> String {
    let folders = try scratch.twoPatients()
    let list = scratch.file("study.txt")
    try Data((folders.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: list))
    return list
  }

  private func arguments(_ list: String, _ out: String, epochs: Int = 3, _ more: [String] = []) -> [String] {
    [
      "experiment", "soft-mask", "--cases", list, "--out", out, "--quick", "--seeds", "1", "--epochs", "\(epochs)",
      "--base",
      "4", "--levels", "1", "--crop", "0", "--sizes", "1,1.2", "--labels", "0.3",
    ] + more
  }

  @Test func theListTrainsNothing() throws {
    let scratch = try ScratchFolder()
    let run = try CommandRun(arguments(study(scratch), scratch.file("out"), ["--list"]))
    #expect(run.status == 0)
    #expect(run.output.contains("binary_without-sub-1_seed-1") && run.output.contains("4 cells, 4 to run"))
    #expect(!FileManager.default.fileExists(atPath: scratch.file("out")))
  }

  @Test func theTableIsPrintedAndWritten() throws {
    let scratch = try ScratchFolder()
    let (list, out) = (try study(scratch), scratch.file("out"))
    let run = try CommandRun(arguments(list, out))
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("cell 4 of 4"))
    #expect(run.output.contains("Mask size at a soft label of 0.3") && run.output.contains("published, other data"))
    let names = try FileManager.default.contentsOfDirectory(atPath: out)
    #expect(
      Set(names).isSuperset(of: [
        "experiment.toml", "cells", "tables.txt", "tables.md", "table-1.csv", "results.json", "curves.png",
      ]))
    // Done cells are passed over; the document is the one in the folder.
    let again = try CommandRun(arguments(list, out, ["--json"]))
    #expect(again.status == 0 && !again.errors.contains("cell 1 of 4"))
    #expect(again.json["schema"] as? String == "flairscope.experiment/1")
    #expect((again.json["cells"] as? [Any])?.count == 4)
    #expect(try Data(contentsOf: URL(fileURLWithPath: out + "/results.json")) == Data(again.output.utf8))
    // Other settings in the same folder.
    let other = try CommandRun(arguments(list, out, ["--batch", "4"]))
    #expect(other.status == 73 && other.errors.contains("other settings"))
  }

  /// Interrupted and killed, it goes on to the same tables.
  @Test func interruptedAndKilledItComesToTheSameTables() throws {
    let scratch = try ScratchFolder()
    let list = try study(scratch)
    #expect(try CommandRun(arguments(list, scratch.file("whole"), epochs: 60)).status == 0)
    for (number, signal) in [SIGINT, SIGKILL].enumerated() {
      let process = Process()
      process.executableURL = try CommandRun.executable()
      process.arguments = arguments(list, scratch.file("broken"), epochs: 60)
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      // In the middle of the first cell, then of a later one.
      let cells = ["binary_without-sub-1_seed-1", "size-1.2_label-0.3_without-sub-1_seed-1"]
      let metrics = scratch.file("broken/cells/\(cells[number])/metrics.csv")
      let deadline = Date().addingTimeInterval(60)
      while process.isRunning, Date() < deadline, !FileManager.default.fileExists(atPath: metrics) { usleep(200) }
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      if signal == SIGINT { #expect(process.terminationStatus == 130 || process.terminationStatus == 0) }
    }
    #expect(try CommandRun(arguments(list, scratch.file("broken"), epochs: 60)).status == 0)
    for name in ["tables.txt", "tables.md", "table-1.csv", "comparison-1.csv", "curves.png"] {
      #expect(try scratch.bytes("broken/" + name) == scratch.bytes("whole/" + name), "\(name)")
    }
  }

  static let refused: [([String], Int32)] = [
    (["experiment", "soft-mask", "--out", "x"], 64),
    (["experiment", "sharp-mask", "--case", "a", "--out", "x"], 64),
    (["experiment", "loss", "--case", "a", "--out", "x", "--methods", "mcpm"], 64),
    (["experiment", "noise", "--case", "a", "--out", "x", "--methods", "magic"], 64),
    (["experiment", "noise", "--case", "a", "--out", "x", "--kinds", "blur"], 64),
    (["experiment", "noise", "--case", "a", "--out", "x", "--rates", "2"], 64),
    (["experiment", "loss", "--case", "no-such-folder", "--out", "x"], 66),
  ]

  @Test(arguments: refused)
  func refusals(arguments: [String], status: Int32) throws {
    let run = try CommandRun(arguments)
    #expect(run.status == status, "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test func onePatientIsTooFew() throws {
    let scratch = try ScratchFolder()
    _ = try study(scratch)
    let run = try CommandRun(
      "experiment", "loss", "--quick", "--case", scratch.file("sub-2/ses-1"), "--case", scratch.file("sub-2/ses-2"),
      "--out", scratch.file("out"))
    #expect(run.status == 65 && run.errors.contains("all of patient sub-2"))
  }

  /// Two programs in one folder, one after the other: the same tables as of one program.
  @Test func shardsComeToTheSameTables() throws {
    let scratch = try ScratchFolder()
    let list = try study(scratch)
    let (whole, parts) = (scratch.file("whole"), scratch.file("parts"))
    #expect(try CommandRun(arguments(list, whole)).status == 0)
    #expect(try CommandRun(arguments(list, parts, ["--shard", "2/2"])).status == 0)
    let first = try CommandRun(arguments(list, parts, ["--shard", "1/2"]))
    #expect(first.status == 0, "\(first.errors)")
    for name in ["tables.txt", "table-1.csv"] {
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: "\(whole)/\(name)"))
          == Data(contentsOf: URL(fileURLWithPath: "\(parts)/\(name)")))
    }
    // Alone at first, the second shard took its own cells and then those that nobody had begun.
    let status = try CommandRun("experiment", "soft-mask", "--out", parts, "--status", "--json")
    #expect(status.json["done"] as? Int == 4 && status.json["waiting"] as? Int == 0)
    #expect(first.errors.contains("cell") == false)
  }

  /// The only folder of claims below an experiment's folder.
  private func claims(_ out: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: out).filter { $0.hasPrefix("shards-") }
    #expect(names.count == 1)
    return "\(out)/\(try #require(names.first))"
  }

  @Test func aClaimedCellIsLeftToItsShard() throws {
    let scratch = try ScratchFolder()
    let list = try study(scratch)
    let out = scratch.file("out")
    let cell = "binary_without-sub-1_seed-1"
    #expect(try CommandRun("experiment", "soft-mask", "--out", out, "--status").status == 66)
    #expect(try CommandRun(arguments(list, out, ["--shard", "1/2"])).status == 0)
    // Another shard is at work on a cell.
    let folder = try claims(out)
    try FileManager.default.moveItem(atPath: "\(folder)/done/\(cell)", toPath: "\(folder)/claimed/\(cell).2-of-2")
    try FileManager.default.removeItem(atPath: "\(out)/cells/\(cell)")
    let tables = try scratch.bytes("out/tables.txt")
    try FileManager.default.removeItem(atPath: out + "/tables.txt")
    let left = try CommandRun(arguments(list, out, ["--shard", "1/2"]))
    #expect(left.status == 0 && left.errors.contains("cells left to other shards: 1"))
    #expect(!FileManager.default.fileExists(atPath: out + "/tables.txt"))
    let status = try CommandRun("experiment", "soft-mask", "--out", out, "--status")
    #expect(status.output == "4 in all: 3 done, 1 claimed, 0 failed, 0 not begun\nclaimed by shard 2-of-2: \(cell)\n")
    // What there is can be looked at.
    let part = try CommandRun(arguments(list, out, ["--collect"]))
    #expect(part.status == 1 && part.errors.contains("1 of 4 cells are not done"))
    #expect(!FileManager.default.fileExists(atPath: "\(out)/cells/\(cell)"))
    // Its own shard, started again, takes it up; then the tables are those of before.
    #expect(try CommandRun(arguments(list, out, ["--shard", "2/2"])).status == 0)
    #expect(try scratch.bytes("out/tables.txt") == tables)
    // As many shards as before are needed to take up what they had begun.
    try FileManager.default.moveItem(atPath: "\(folder)/done/\(cell)", toPath: "\(folder)/claimed/\(cell).2-of-2")
    let other = try CommandRun(arguments(list, out, ["--slurm", "--tasks", "3"]))
    #expect(other.status == 64 && other.errors.contains("--tasks 2"))
  }

  @Test func theScriptForSLURM() throws {
    let scratch = try ScratchFolder()
    let list = try study(scratch)
    let run = try CommandRun(
      arguments(list, scratch.file("out dir"), ["--slurm", "--dry-run", "--array-limit", "2", "--partition", "short"]))
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.contains("#SBATCH --array=1-4%2") && lines.contains("#SBATCH --partition=short"))
    let command = try #require(lines.first { $0.contains("--shard") })
    #expect(command.contains("'\(scratch.file("out dir"))'") && !command.contains("--slurm"))
    #expect(command.contains("--shard \"$SLURM_ARRAY_TASK_ID/4\"") && !command.contains("short"))
    // Nothing is submitted, and the folder is not begun.
    #expect(!FileManager.default.fileExists(atPath: scratch.file("out dir")))
    #expect(try CommandRun(arguments(list, scratch.file("o"), ["--dry-run"])).status == 64)
    #expect(try CommandRun(arguments(list, scratch.file("o"), ["--status", "--shard", "1/2"])).status == 64)
    #expect(try CommandRun(arguments(list, scratch.file("o"), ["--shard", "3/2"])).status == 64)
    #expect(
      try CommandRun(arguments(list, scratch.file("o"), ["--slurm", "--dry-run", "--time", "1; rm x"])).status == 64)
  }
}
