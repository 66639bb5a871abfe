import Foundation
import Testing

/// Programs that share the cases of a study come to what one program comes to, bit for bit.
@Suite struct AgreementShardTests {
  private static func study() throws -> ScratchFolder {
    let folder = try ScratchFolder()
    for patient in 1...5 {
      _ = try folder.mask("p\(patient)_anna.nii", x: 2..<6, y: 2..<6, z: 2..<3 + patient)
      _ = try folder.mask("p\(patient)_ben.nii", x: 2..<6 + patient % 2, y: 2..<6, z: 2..<4)
      _ = try folder.mask("p\(patient)_cleo.nii", x: 4..<8, y: 2..<6, z: 2..<3 + patient)
    }
    // The one case that cannot be compared.
    try FileManager.default.removeItem(atPath: folder.file("p5_ben.nii"))
    try Data("no image".utf8).write(to: URL(fileURLWithPath: folder.file("p5_ben.nii")))
    return folder
  }

  private func claims(_ out: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: out).filter { $0.hasPrefix("shards-") }
    #expect(names.count == 1)
    return "\(out)/\(try #require(names.first))"
  }

  @Test func theLastShardWritesWhatOneProgramWrites() throws {
    let (folder, out) = (try Self.study(), try ScratchFolder())
    func agreement(_ further: String...) throws -> CommandRun {
      try CommandRun(["agreement", folder.path, "--json", "--bootstrap", "50"] + further)
    }
    let whole = try agreement("--tables", out.file("whole"), "--html", out.file("whole.html"))
    #expect(whole.status == 1 && whole.errors.contains("p5_ben.nii"))

    let shared = ["--out", out.file("shared"), "--tables", out.file("parts"), "--html", out.file("parts.html")]
    let first = try CommandRun(
      ["agreement", folder.path, "--json", "--bootstrap", "50", "--shard", "1/2"] + shared)
    #expect(first.output == whole.output && first.status == 1, "\(first.errors)")
    #expect(try out.bytes("whole.html") == out.bytes("parts.html"))
    let tables = try FileManager.default.contentsOfDirectory(atPath: out.file("whole")).sorted()
    #expect(try FileManager.default.contentsOfDirectory(atPath: out.file("parts")).sorted() == tables)
    for name in tables { #expect(try out.bytes("whole/\(name)") == out.bytes("parts/\(name)"), "\(name)") }

    // A case whose program was ended: the other shard waits for nobody, and its own takes it up again.
    let claims = try claims(out.file("shared"))
    let done = try FileManager.default.contentsOfDirectory(atPath: claims + "/done").sorted()
    #expect(done == ["1-p1", "2-p2", "3-p3", "4-p4"])
    try FileManager.default.moveItem(atPath: claims + "/done/2-p2", toPath: claims + "/claimed/2-p2.2-of-2")
    let other = try CommandRun(
      ["agreement", folder.path, "--json", "--bootstrap", "50", "--shard", "1/2"] + shared)
    #expect(other.output.isEmpty && other.errors.contains("cases left to other shards: 1"))
    let status = try CommandRun("agreement", "--out", out.file("shared"), "--status")
    #expect(status.output.hasPrefix("5 in all: 3 done, 1 claimed, 1 failed, 0 not begun\n"))
    let part = try agreement("--out", out.file("shared"), "--collect")
    #expect(part.status == 1 && (part.json["cases"] as? [Any])?.count == 3)
    #expect((part.json["failures"] as? [String])?.last == "1 of 5 cases are not done")
    let last = try CommandRun(
      ["agreement", folder.path, "--json", "--bootstrap", "50", "--shard", "2/2"] + shared)
    #expect(last.output == whole.output)
  }

  /// What lies there before the first shard is not the shards' own.
  @Test func filesOfOthersStay() throws {
    let (folder, out) = (try Self.study(), try ScratchFolder())
    let page = out.file("page.html")
    try Data("mine".utf8).write(to: URL(fileURLWithPath: page))
    let run = try CommandRun(
      "agreement", folder.path, "--html", page, "--out", out.file("shared"), "--shard", "1/1")
    #expect(run.status == 73 && !FileManager.default.fileExists(atPath: out.file("shared")))
    #expect(try String(contentsOfFile: page, encoding: .utf8) == "mine")
  }

  /// Nor is what a later command names for the first time, least of all a mask of the study.
  @Test func whatIsNamedLaterIsLookedAtThen() throws {
    let (folder, out) = (try Self.study(), try ScratchFolder())
    let shared = ["agreement", folder.path, "--bootstrap", "0", "--out", out.file("shared"), "--shard", "1/1"]
    // The case that cannot be compared is named.
    #expect(try CommandRun(shared).status == 1)
    let (page, mask) = (out.file("page.html"), folder.file("p1_ben.nii"))
    try Data("mine".utf8).write(to: URL(fileURLWithPath: page))
    let before = try Data(contentsOf: URL(fileURLWithPath: mask))
    #expect(try CommandRun(shared + ["--html", page]).status == 73)
    #expect(try CommandRun(shared + ["--html", mask, "--force"]).status == 73)
    #expect(try Data(contentsOf: URL(fileURLWithPath: mask)) == before)
    #expect(try String(contentsOfFile: page, encoding: .utf8) == "mine")
    // What the work itself has written is its own.
    for _ in 0..<2 { #expect(try CommandRun(shared + ["--html", out.file("new.html")]).status == 1) }
  }

  /// A mask that was changed is compared anew, not taken from what is done.
  @Test func aChangedMaskIsAnotherWork() throws {
    let (folder, out) = (try Self.study(), try ScratchFolder())
    func dice() throws -> [Double?] {
      let run = try CommandRun(
        "agreement", folder.path, "--json", "--bootstrap", "0", "--out", out.file("shared"), "--shard", "1/1")
      let pairs = try #require(run.json["pairs"] as? [[String: Any]])
      return pairs.map { (($0["measures"] as? [String: Any])?["dice"] as? [String: Any])?["mean"] as? Double }
    }
    let before = try dice()
    try FileManager.default.removeItem(atPath: folder.file("p1_ben.nii"))
    _ = try folder.mask("p1_ben.nii", x: 2..<3, y: 2..<3, z: 2..<3)
    #expect(try dice() != before)
  }

  @Test func aScriptOfOneProcessorAJob() throws {
    let (folder, out) = (try Self.study(), try ScratchFolder())
    let run = try CommandRun(
      "agreement", folder.path, "--out", out.file("shared"), "--slurm", "--dry-run", "--tasks", "3")
    #expect(run.status == 0 && run.output.contains("#SBATCH --cpus-per-task=1\n"))
    #expect(run.output.contains("#SBATCH --array=1-3\n") && run.output.contains("--shard \"$SLURM_ARRAY_TASK_ID/3\""))
    #expect(!FileManager.default.fileExists(atPath: out.file("shared")))
  }
}
