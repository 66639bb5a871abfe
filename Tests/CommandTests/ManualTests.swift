import Foundation
import Testing
import VolumeModel

/// Every command line of the manual, as a reader would type it: page by page, one line after the other in one folder. Without
/// a terminal the viewer prints the case's lesions.
@Suite(.serialized) struct ManualTests {
  static let pages = ["cluster", "files", "review", "study", "training", "troubleshooting", "tuning"]

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("docs/manual").path

  private static func lines(of page: String) throws -> [String] {
    try String(contentsOfFile: "\(folder)/\(page).md", encoding: .utf8).split(separator: "\n")
      .filter { $0.hasPrefix("    flairscope ") }.map { String($0.dropFirst(4)) }
  }

  @Test func thePagesAreAllHere() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
    #expect(Set(names) == Set(Self.pages.map { "\($0).md" } + ["README.md"]))
  }

  @Test(arguments: pages)
  func everyCommandLineRuns(page: String) throws {
    let scratch = try ScratchFolder()
    try writeStudy(scratch)
    let lines = try Self.lines(of: page)
    #expect(!lines.isEmpty)
    for line in lines {
      let result = try run(line, in: scratch)
      #expect(result.status == 0, "\(line): \(result.errors)")
    }
  }

  /// A study of two patients, the second with two visits, each drawn by two raters.
  private func writeStudy(_ scratch: ScratchFolder) throws {
    for (number, folder) in try scratch.twoPatients().enumerated() {
      let name = folder.dropFirst(scratch.file("").count).drop { $0 == "/" }
      let stem = name.replacing("/", with: "_")
      _ = try scratch.mask("\(name)/\(stem)_desc-rater2_mask.nii.gz", x: 9..<(13 + number), y: 5..<11, z: 1..<9)
    }
    try FileManager.default.createDirectory(atPath: scratch.file("study"), withIntermediateDirectories: true)
    for name in ["sub-1", "sub-2"] {
      try FileManager.default.moveItem(atPath: scratch.file(name), toPath: scratch.file("study/\(name)"))
    }
  }

  private func run(_ line: String, in scratch: ScratchFolder) throws -> (status: Int32, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.file(""))
    let program = try CommandRun.executable().deletingLastPathComponent().path
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = "\(program):\(environment["PATH"] ?? "/bin")"
    environment["XDG_STATE_HOME"] = scratch.file("state")
    environment["XDG_CONFIG_HOME"] = scratch.file("config")
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let errors = scratch.file("errors.txt")
    try Data().write(to: URL(fileURLWithPath: errors))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try String(contentsOfFile: errors, encoding: .utf8))
  }
}
