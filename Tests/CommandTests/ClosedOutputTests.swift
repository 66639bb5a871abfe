import Foundation
import Testing

/// A reader that has seen enough, as `| head` has, closes its end of the pipe.
@Suite struct ClosedOutputTests {
  /// The program with standard output or standard error going where nobody reads.
  private func run(closing isError: Bool, _ words: String...) throws -> Process {
    let process = Process()
    process.executableURL = try CommandRun.executable()
    process.arguments = words
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    process.standardOutput = isError ? FileHandle.nullDevice : pipe
    process.standardError = isError ? pipe : FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process
  }

  @Test func resultsThatNobodyReadsEndTheCommandQuietly() throws {
    let scratch = try ScratchFolder()
    let mask = try scratch.mask("mask.nii", x: 5..<10, y: 5..<10, z: 4..<6)
    let process = try run(closing: false, "info", mask, "--json")
    #expect(process.terminationReason == .exit && process.terminationStatus == 128 + SIGPIPE)
  }

  /// Notes and progress are not what the command is for.
  @Test func notesThatNobodyReadsLoseNoOutput() throws {
    let scratch = try ScratchFolder()
    let flair = try scratch.image("flair.nii") { 100 + Float($0.x * 7 % 13) }
    let mask = try scratch.mask("mask.nii", x: 5..<10, y: 5..<10, z: 4..<6)
    let process = try run(
      closing: true, "softmask", "--flair", flair, "--mask", mask, "--output", scratch.file("soft.nii"))
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    #expect(scratch.names == ["flair.nii", "mask.nii", "soft.nii"])
  }
}
