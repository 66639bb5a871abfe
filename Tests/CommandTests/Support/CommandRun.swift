import Foundation

/// One run of the built program, as a script sees it.
struct CommandRun {
  let status: Int32
  let output: String
  let errors: String

  var errorLines: [String] { errors.split(separator: "\n").map(String.init) }

  init(_ arguments: String...) throws { try self.init(arguments) }

  /// - Parameter program: another program than the one that is tested.
  init(
    _ arguments: [String], of program: URL? = nil, environment: [String: String] = [:], timeLimitSeconds: Double = 60
  ) throws {
    let process = Process()
    process.executableURL = try program ?? Self.executable()
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Files, not pipes: a pipe that fills up would stop the program.
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("flairscope-run-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["out", "err"].map { folder.appendingPathComponent($0) }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let deadline = Date().addingTimeInterval(timeLimitSeconds)
    while process.isRunning, Date() < deadline { usleep(2000) }
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    output = try String(contentsOf: files[0], encoding: .utf8)
    errors = try String(contentsOf: files[1], encoding: .utf8)
  }

  struct NotBuilt: Error {}

  /// The program lies in the folder of the test bundle.
  static func executable(_ name: String = "flairscope") throws -> URL {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    for _ in 0..<4 {
      let candidate = folder.appendingPathComponent(name)
      if FileManager.default.isExecutableFile(atPath: candidate.path), !candidate.hasDirectoryPath { return candidate }
      folder.deleteLastPathComponent()
    }
    throw NotBuilt()
  }
}
