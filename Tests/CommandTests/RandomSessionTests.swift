import Foundation
import Testing
import VolumeModel

/// Whatever a terminal sends to the real program: it does not end but by its own keys, it goes on answering, its memory
/// stays bounded, and it gives the terminal back. `make fuzz TARGETS=viewer` does the same for longer.
@Suite struct RandomSessionTests {
  /// How long, and for how many seeds: a few seconds each in the tests.
  private static let seconds = setting("FLAIRSCOPE_FUZZ_SECONDS") ?? 5
  private static let seeds = UInt64(setting("FLAIRSCOPE_FUZZ_SEEDS") ?? 3)

  private static func setting(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

  /// A case of few voxels, so that what takes time is the viewer's own work.
  private static func study() throws -> ScratchFolder {
    let folder = try ScratchFolder(shape: SIMD3(28, 30, 12))
    _ = try folder.image("sub-1_FLAIR.nii.gz") { voxel in
      let offset = voxel &- SIMD3(14, 15, 6)
      return (offset &* offset).wrappedSum() < 150 ? 60 + Float((voxel.x * 7 + voxel.y * 5) % 40) : 0
    }
    _ = try folder.mask("sub-1_desc-ana_mask.nii.gz", x: 9..<14, y: 11..<15, z: 4..<7)
    _ = try folder.mask("sub-1_desc-ben_mask.nii.gz", x: 10..<16, y: 12..<15, z: 5..<8)
    return folder
  }

  private static func viewer(of folder: ScratchFolder, _ state: ScratchFolder) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      ["view", folder.path, "--threads", "1"],
      environment: [
        "XDG_STATE_HOME": state.file("state"), "XDG_CONFIG_HOME": state.file("config"), "TMPDIR": state.path,
      ],
      workingFolder: state.path, keysAreSignals: false)
    #expect(terminal.waits(for: "\u{1b}[?1049h", seconds: 60))
    return terminal
  }

  /// Asks for a whole new screen, after ending a paste that may be open, and waits for it.
  /// - Returns: seconds until it came; nil if it never did.
  private static func answer(of terminal: PseudoTerminal) -> Double? {
    terminal.resize(columns: 80, rows: 24)
    terminal.type("\u{1b}[201~")
    // What is open closes; apart, so that no escape becomes a part of the next key.
    for _ in 0..<5 {
      terminal.reads(forSeconds: 0.1)
      terminal.type("\u{1b}")
    }
    terminal.reads(forSeconds: 0.15)
    // Noise may have left a paste or a string open, its end eaten by a mouse report: those are over after a second of
    // silence, and the key is for them before.
    for silence in [0, 1.2] {
      terminal.reads(forSeconds: silence)
      terminal.forgetOutput()
      let start = Date()
      terminal.type("\u{c}")
      // Only a whole new screen starts with clearing it; which cells it fills depends on what is shown.
      if terminal.waits(for: "\u{1b}[2J", seconds: silence == 0 ? 3 : 30) { return Date().timeIntervalSince(start) }
    }
    return nil
  }

  @Test(arguments: 1...seeds) func theProgramOutlivesAnyInput(seed: UInt64) throws {
    var input = RandomTerminalInput(seed: seed)
    let (folder, state) = (try Self.study(), try ScratchFolder())
    let before = try folder.names.map { try folder.bytes($0) }
    let inputs = folder.names
    var terminal = try Self.viewer(of: folder, state)
    var (sessions, pieces, slowest, peak) = (1, 0, 0.0, 0)
    let deadline = Date().addingTimeInterval(Double(Self.seconds))
    while Date() < deadline {
      for _ in 0..<20 {
        switch input.piece() {
        case .bytes(let bytes): terminal.type(bytes)
        case .size(let columns, let rows): terminal.resize(columns: columns, rows: rows)
        }
        terminal.reads(forSeconds: 0.01)
        pieces += 1
        guard !terminal.hasEnded else { break }
      }
      peak = max(peak, terminal.peakMegabytes ?? 0)
      if let seconds = Self.answer(of: terminal) {
        slowest = max(slowest, seconds)
        continue
      }
      // It may have been told to quit; anything else is a finding.
      let ending = terminal.ending(seconds: 30)
      #expect(ending == .status(0), "seed \(seed), after \(pieces) pieces: \(ending), \(terminal.output.suffix(300))")
      #expect(terminal.hasModesOfBefore)
      terminal = try Self.viewer(of: folder, state)
      sessions += 1
    }
    #expect(peak < 700, "seed \(seed): \(peak) MB")
    terminal.send(SIGTERM)
    #expect(terminal.ending(seconds: 60) == .status(143), "seed \(seed)")
    #expect(terminal.hasModesOfBefore)
    #expect(try inputs.map { try folder.bytes($0) } == before, "seed \(seed)")
    if ProcessInfo.processInfo.environment["FLAIRSCOPE_FUZZ_SECONDS"] != nil {
      print("seed \(seed): \(pieces) pieces, \(sessions) sessions, slowest answer \(slowest) s, at most \(peak) MB")
    }
  }
}
