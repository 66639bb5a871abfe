import Foundation
import Testing

/// What a long command does when it is asked to end. Libraries start threads of their own before `main`; a signal may
/// reach any of them.
@Suite struct EndSignalTests {
  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
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
}
