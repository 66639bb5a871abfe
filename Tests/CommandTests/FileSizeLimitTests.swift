import Foundation
import Testing

/// Under `ulimit -f` a file that grows beyond the limit is an error with a sentence, and no half file stays.
@Suite struct FileSizeLimitTests {
  @Test func aWriteBeyondTheLimitIsSaid() throws {
    let scratch = try ScratchFolder()
    let flair = try scratch.image("flair.nii") { 100 + Float($0.x * 7 % 13) }
    let mask = try scratch.mask("mask.nii", x: 5..<10, y: 5..<10, z: 4..<6)
    let before = scratch.names
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "ulimit -f 4; exec \"$0\" \"$@\"", try CommandRun.executable().path, "softmask", "--flair", flair, "--mask",
      mask, "--output", scratch.file("soft.nii"),
    ]
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 74)
    #expect(text.contains("soft.nii"))
    #expect(scratch.names == before)
  }
}
