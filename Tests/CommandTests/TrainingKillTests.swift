import Foundation
import Glibc
import Segmenter
import Testing

/// A training that is killed outright goes on, from the folder it recorded itself in, to the bits of one that was not.
@Suite(.serialized) struct TrainingKillTests {
  private func arguments(_ caseFolder: String, _ run: String, _ optimizer: [String]) -> [String] {
    [
      "train", "--case", caseFolder, "--output", run, "--epochs", "150", "--patience", "0", "--base", "4", "--levels",
      "2",
      "--batch", "3", "--seed", "11", "--threads", "2",
    ] + optimizer
  }

  /// Rows of `metrics.csv` without what a clock says.
  private func metrics(_ run: String) throws -> [String] {
    try String(contentsOfFile: run + "/metrics.csv", encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: ",").dropLast(2).joined(separator: ",")
    }
  }

  @Test(arguments: [
    ["--optimizer", "adam", "--schedule", "cosine"],
    ["--optimizer", "sgd", "--nesterov", "--weight-decay", "0.001", "--learning-rate", "0.05"],
  ])
  func aKilledRunGoesOnToTheSameBits(optimizer: [String]) throws {
    let scratch = try ScratchFolder()
    let caseFolder = try SmallCase.make(in: scratch)
    let whole = scratch.file("whole")
    #expect(try CommandRun(arguments(caseFolder, whole, optimizer)).status == 0)

    let killed = scratch.file("killed")
    var kills = 0
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<4 {
      // Killed before it had written down what it was about to do, there is nothing to go on with.
      let resumes = FileManager.default.fileExists(atPath: killed + "/run.toml")
      let process = Process()
      process.executableURL = try CommandRun.executable()
      process.arguments = arguments(caseFolder, killed, optimizer) + (resumes ? ["--resume"] : [])
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      // Anywhere in some thirty epochs from where it came to, or before its first; never so late that it is done.
      let reached = Int.random(in: 0...30, using: &generator)
      let rows = (try? metrics(killed).count) ?? 0
      let deadline = Date().addingTimeInterval(60)
      while process.isRunning, Date() < deadline, ((try? metrics(killed).count) ?? 0) < rows + reached { usleep(200) }
      usleep(UInt32.random(in: 0...20_000, using: &generator))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if process.terminationReason == .uncaughtSignal { kills += 1 }
    }
    #expect(kills >= 3, "it was killed in the middle of its work")

    #expect(try CommandRun(arguments(caseFolder, killed, optimizer) + ["--resume"]).status == 0)
    func file(_ path: String) -> URL { URL(fileURLWithPath: path) }
    #expect(
      try Data(contentsOf: file(killed + "/weights.safetensors"))
        == Data(contentsOf: file(whole + "/weights.safetensors")))
    #expect(try metrics(killed) == metrics(whole))
    #expect(try metrics(killed).count == 151)
    var straight = try Safetensors.read(whole + "/checkpoint.safetensors")
    var resumed = try Safetensors.read(killed + "/checkpoint.safetensors")
    straight.metadata["elapsed_seconds"] = nil
    resumed.metadata["elapsed_seconds"] = nil
    #expect(resumed.metadata == straight.metadata)
    #expect(resumed.tensors.mapValues(\.scalars) == straight.tensors.mapValues(\.scalars))
    // Nothing is left of files that were being written, and every step is told once.
    let names = try FileManager.default.contentsOfDirectory(atPath: killed)
    #expect(names.filter { $0.hasPrefix(".") } == [".lock"])
    let steps = try String(contentsOfFile: killed + "/events.jsonl", encoding: .utf8).split(separator: "\n")
      .filter { $0.contains("\"event\":\"step\"") }
    #expect(steps.count == Int(straight.metadata["step"] ?? ""))
  }
}
