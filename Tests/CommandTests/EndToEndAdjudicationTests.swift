import Foundation
import Testing

/// Two readers and then an adjudicator, each through a real terminal device.
@Suite(.serialized) struct EndToEndAdjudicationTests {
  private let scratch: ScratchFolder
  private let state: String

  init() throws {
    scratch = try ScratchFolder()
    state = scratch.file("state")
    _ = try scratch.image("sub-07_FLAIR.nii.gz") { voxel in
      (2..<18).contains(voxel.x) && (2..<18).contains(voxel.y) ? 50 + Float((voxel.x + voxel.y + voxel.z) % 5) : 0
    }
    _ = try scratch.mask("sub-07_desc-rater1_mask.nii.gz", x: 4..<7, y: 4..<7, z: 2..<5)
    _ = try scratch.mask("sub-07_desc-rater2_mask.nii.gz", x: 5..<8, y: 4..<7, z: 2..<5)
  }

  private func sitting(_ author: String, _ more: [String] = [], keys: [String]) throws -> String {
    let terminal = try PseudoTerminal(
      ["view", scratch.path, "--fresh", "--author", author] + more, columns: 120, rows: 40,
      environment: ["XDG_STATE_HOME": state])
    #expect(terminal.waits(for: "axial"))
    terminal.settles(quietSeconds: 1)
    terminal.forgetOutput()
    for key in keys {
      terminal.type(key)
      terminal.settles(quietSeconds: 0.4)
    }
    let shown = terminal.output
    terminal.type("\u{1b}")
    terminal.settles(quietSeconds: 0.3)
    terminal.type("q")
    #expect(terminal.ending() == .status(0))
    return shown
  }

  @Test func theSecondReaderIsBlindToTheFirstAndTheAdjudicatorSeesBoth() throws {
    #expect(try sitting("ana", keys: ["l", "A"]).contains("1/1"))
    #expect(try sitting("ben", keys: ["l", "X"]).contains("0/1"), "ben starts with what ana decided")
    let final = try sitting("eve", ["--adjudicate"], keys: ["l", "n", "y", "2"])
    #expect(final.contains("ana") && final.contains("ben"))
    let lesions = try CommandRun(
      ["lesions", scratch.path, "--adjudicated", "--json"], environment: ["XDG_STATE_HOME": state, "USER": "eve"])
    let lesion = try #require((lesions.json["lesions"] as? [[String: Any]])?.first)
    #expect(lesions.json["author"] as? String == "eve")
    #expect(lesion["verdict"] as? String == "rejected")
    #expect(lesion["verdict_ana"] as? String == "approved" && lesion["verdict_ben"] as? String == "rejected")
  }

  @Test func adjudicatingBlindIsRefused() throws {
    let run = try CommandRun(["view", scratch.path, "--adjudicate", "--blind"])
    #expect(run.status == 64 && run.errors.contains("--adjudicate"))
  }
}
