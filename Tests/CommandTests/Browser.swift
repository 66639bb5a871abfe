import Foundation
import TestSupport
import Testing

/// Chromium without a window.
enum Browser {
  static let path = ["chromium", "chromium-browser", "google-chrome", "chrome"].lazy.compactMap { name in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }.first

  struct NotInstalled: Error {}

  /// - Returns: what it prints.
  static func run(_ options: [String], page: String, isDark: Bool, in out: ScratchFolder) throws -> String {
    guard let path else { throw NotInstalled() }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments =
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
        "--user-data-dir=\(out.file("profile"))", "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)",
      ] + options + ["file://\(page)"]
    let printed = out.file("printed")
    try Data().write(to: URL(fileURLWithPath: printed))
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: printed))
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let deadline = Date().addingTimeInterval(120)
    while process.isRunning, Date() < deadline { usleep(10_000) }
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return try String(contentsOfFile: printed, encoding: .utf8)
  }
}
