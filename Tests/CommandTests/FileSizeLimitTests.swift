import Foundation
import Testing

/// Under `ulimit -f` a file that grows beyond the limit is an error with a sentence, and no half file stays.
@Suite struct FileSizeLimitTests {
  /// A command whose files end at so many blocks of 512 bytes.
  private func run(blocks: Int, _ words: String...) throws -> (process: Process, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "ulimit -f \(blocks); exec \"$0\" \"$@\"", try CommandRun.executable().path] + words
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process, text)
  }

  @Test func aWriteBeyondTheLimitIsSaid() throws {
    let scratch = try ScratchFolder()
    let flair = try scratch.image("flair.nii") { 100 + Float($0.x * 7 % 13) }
    let mask = try scratch.mask("mask.nii", x: 5..<10, y: 5..<10, z: 4..<6)
    let before = scratch.names
    let run = try run(
      blocks: 4, "softmask", "--flair", flair, "--mask", mask, "--output", scratch.file("soft.nii"))
    #expect(run.process.terminationReason == .exit)
    #expect(run.process.terminationStatus == 74)
    #expect(run.errors.contains("soft.nii"))
    #expect(scratch.names == before)
  }

  /// Of a set of files the first ones are whole when a later one fails, and that is said.
  @Test func anExportThatEndsHalfWaySaysWhatThereIs() throws {
    let scratch = try ScratchFolder()
    let flair = try scratch.image("flair.nii.gz") { 100 + Float($0.x * 7 % 13) }
    let mask = try scratch.mask("mask.nii.gz", x: 5..<10, y: 5..<10, z: 4..<6)
    let folder = scratch.file("out")
    let run = try run(blocks: 8, "export", "--flair", flair, "--rater1", mask, "--output", folder)
    #expect(run.process.terminationStatus == 74)
    let there = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(!there.isEmpty && !there.contains { $0.hasSuffix(".part") })
    #expect(run.errors.contains("; \(there.count) of the "), "\(run.errors)")
  }
}
