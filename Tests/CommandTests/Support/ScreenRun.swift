import Foundation

/// One run of the built program on a pseudo-terminal, made by `script` of Debian's bsdutils.
struct ScreenRun {
  let status: Int32
  /// Everything the program sent to its terminal.
  let sent: String

  /// - Parameter typing: sent again and again until the program ends, since nothing tells when it listens.
  init(
    _ arguments: [String], columns: Int = 120, rows: Int = 40, environment: [String: String], typing: String,
    timeLimitSeconds: Double = 60
  ) throws {
    // A program that ended while we typed must not end the tests.
    signal(SIGPIPE, SIG_IGN)
    let words = try [CommandRun.executable().path] + arguments
    let line = words.map { "'" + $0.replacingOccurrences(of: "'", with: #"'\''"#) + "'" }.joined(separator: " ")
    let record = FileManager.default.temporaryDirectory.appendingPathComponent("flairscope-screen-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: record) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/script")
    process.arguments = ["-qec", "stty cols \(columns) rows \(rows); exec \(line)", record.path]
    // No test writes into the state of whoever runs it.
    let state = FileManager.default.temporaryDirectory.appendingPathComponent("flairscope-state-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: state) }
    process.environment = ProcessInfo.processInfo.environment
      .merging(["XDG_STATE_HOME": state.path]) { $1 }.merging(environment) { $1 }
    let keyboard = Pipe()
    process.standardInput = keyboard
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let deadline = Date().addingTimeInterval(timeLimitSeconds)
    while process.isRunning, Date() < deadline {
      try? keyboard.fileHandleForWriting.write(contentsOf: Data(typing.utf8))
      usleep(100_000)
    }
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    status = process.terminationStatus
    sent = String(decoding: try Data(contentsOf: record), as: UTF8.self)
  }
}
