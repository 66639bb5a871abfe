import Foundation
import Testing

/// What a long command does when it is asked to end. Libraries start threads of their own before `main`; a signal may
/// reach any of them.
@Suite struct EndSignalTests {
  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGXCPU, 152)] as [(Int32, Int32)])
  func trainingEndsAfterItsStep(signal: Int32, status: Int32) throws {
    let scratch = try ScratchFolder()
    let run = scratch.path + "/run"
    let process = Process()
    process.executableURL = try CommandRun.executable()
    let sample = ScriptRun.checkout.appendingPathComponent("samples/sub-19").path
    process.arguments = [
      "train", "--case", sample, "--output", run, "--base", "4", "--levels", "2", "--budget", "120s",
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let metrics = run + "/metrics.csv"
    let deadline = Date().addingTimeInterval(60)
    func epochs() -> Int {
      ((try? String(contentsOfFile: metrics, encoding: .utf8)) ?? "").split(separator: "\n").count - 1
    }
    while epochs() < 1, process.isRunning, Date() < deadline { usleep(20_000) }
    #expect(epochs() >= 1, "training never finished an epoch")
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == status)
    #expect(FileManager.default.fileExists(atPath: run + "/weights.safetensors"), "the best weights are kept")
  }

  /// At once means in the middle of a step, with all threads at work: nothing may wait for them, or they for it.
  @Test func aSecondSignalEndsInTheMiddleOfAStep() throws {
    let scratch = try ScratchFolder()
    let sample = ScriptRun.checkout.appendingPathComponent("samples/sub-19").path
    var generator = SystemRandomNumberGenerator()
    for round in 0..<3 {
      let run = scratch.file("run\(round)")
      let process = Process()
      process.executableURL = try CommandRun.executable()
      process.arguments = ["train", "--case", sample, "--output", run, "--base", "16", "--epochs", "50"]
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      let deadline = Date().addingTimeInterval(60)
      func steps() -> Int {
        ((try? String(contentsOfFile: run + "/events.jsonl", encoding: .utf8)) ?? "").split(separator: "\n").count
      }
      while steps() < 2, process.isRunning, Date() < deadline { usleep(5000) }
      usleep(UInt32.random(in: 0...100_000, using: &generator))
      kill(process.processIdentifier, SIGINT)
      // The first is taken up by its own thread; two at the same time would count as one.
      usleep(20_000)
      kill(process.processIdentifier, SIGINT)
      while process.isRunning, Date() < deadline { usleep(5000) }
      #expect(!process.isRunning, "it hangs")
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    }
  }
}
