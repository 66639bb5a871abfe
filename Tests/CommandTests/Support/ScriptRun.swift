import Foundation

/// One run of a script of the `Scripts` folder, with chosen programs before the real ones on PATH.
struct ScriptRun {
  let status: Int32
  let output: String

  static let checkout = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// - Parameters:
  ///   - stubs: program name and the body of a shell script that stands in for it.
  ///   - alone: whether programs other than the stubs and a few tools of the shell are hidden.
  init(_ script: String, _ arguments: [String] = [], stubs: [String: String] = [:], alone hidden: Bool = false) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("flairscope-stubs-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, body) in stubs {
      let path = folder.appendingPathComponent(name)
      try Data("#!/bin/sh\n\(body)\n".utf8).write(to: path)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.path)
    }
    if hidden {
      for tool in ["sh", "env", "sed", "head", "tail", "sort", "printf", "mktemp", "rm", "cat"] where stubs[tool] == nil
      {
        try FileManager.default.createSymbolicLink(
          atPath: folder.appendingPathComponent(tool).path, withDestinationPath: "/usr/bin/\(tool)")
      }
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [Self.checkout.appendingPathComponent("Scripts/\(script)").path] + arguments
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = ["PATH": hidden ? folder.path : folder.path + ":" + path, "STUBS": folder.path]
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    status = process.terminationStatus
  }
}
