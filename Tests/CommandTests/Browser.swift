import Foundation

/// Chromium, by the names that systems give it; tests that need it are skipped where there is none.
enum Browser {
  static let url = ["chromium", "chromium-browser", "google-chrome", "chrome"].lazy.compactMap { name in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }.first.map { URL(fileURLWithPath: $0) }
}
