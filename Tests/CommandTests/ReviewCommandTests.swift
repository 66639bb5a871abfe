import Foundation
import Testing
import VolumeModel

/// `lesions` and `export`, as scripts use them.
@Suite struct ReviewCommandTests {
  private let scratch: ScratchFolder
  private let state: String

  init() throws {
    scratch = try ScratchFolder()
    state = scratch.file("state")
    let brain = 2..<18
    _ = try scratch.image("sub-07_FLAIR.nii.gz") { voxel in
      brain.contains(voxel.x) && brain.contains(voxel.y) ? 50 + Float((voxel.x + voxel.y + voxel.z) % 5) : 0
    }
    _ = try scratch.mask("sub-07_desc-rater1_mask.nii.gz", x: 4..<7, y: 4..<7, z: 2..<5)
    _ = try scratch.mask("sub-07_desc-rater2_mask.nii.gz", x: 5..<8, y: 4..<7, z: 2..<5)
  }

  private func run(_ arguments: String...) throws -> CommandRun {
    try CommandRun(arguments, environment: ["XDG_STATE_HOME": state])
  }

  @Test func lesionsAsJSON() throws {
    let run = try run("lesions", scratch.path, "--json")
    #expect(run.status == 0)
    #expect(run.json["schema"] as? String == "flairscope.lesions/1")
    #expect(run.json["connectivity"] as? Int == 18)
    let lesions = try #require(run.json["lesions"] as? [[String: Any]])
    #expect(lesions.count == 1)
    // 4 x 3 x 3 voxels of 2 mm3; Dice 2 * 18 / (27 + 27).
    #expect(lesions.first?["volume_mm3"] as? Double == 72)
    #expect(lesions.first?["only_rater1_mm3"] as? Double == 18)
    #expect(agree(lesions.first?["agreement_dice"] as? Double, 2.0 / 3))
    #expect(lesions.first?["verdict"] is NSNull)
  }

  /// A journal of another reader may hold anything.
  @Test func whatAJournalHoldsSteersNoTerminal() throws {
    let lines = [
      #"{"schema":"flairscope.journal/1","version":"0.2.0","case":"sub-07","author":"a\u001b[31mb","time":"","inputs":[]}"#,
      #"{"act":"case","author":"a\u001b[31mb","seq":1,"time":"","comment":"one\u001b]52;c;aGk=\u0007\ntwo\u202e"}"#,
    ]
    let journal = scratch.file("other.jsonl")
    try (lines.joined(separator: "\n") + "\n").write(toFile: journal, atomically: true, encoding: .utf8)
    let written = scratch.file("out")
    let export = try run("export", scratch.path, "--journal", journal, "--output", written)
    #expect(export.status == 0, "\(export.errors)")
    for name in try FileManager.default.contentsOfDirectory(atPath: written) where !name.hasSuffix(".gz") {
      guard let text = try? String(contentsOfFile: "\(written)/\(name)", encoding: .utf8) else { continue }
      #expect(text.visible == text, "\(name)")
    }
    let noJournal = try run("lesions", scratch.path, "--journal", scratch.file("sub-07_FLAIR.nii.gz"))
    #expect(noJournal.status == 65 && noJournal.errors.contains("is not a journal of a review"))
  }

  /// Verdicts on one patient's lesions are none on another's; a case that moved, or was made anew, is still the same.
  @Test(arguments: [("sub-08", "00", false), ("sub-07", "00", true), ("sub-08", "", true)])
  func theJournalOfAnotherCaseIsRefused(name: String, hash: String, isTaken: Bool) throws {
    let path = scratch.file("sub-07_FLAIR.nii.gz")
    let own = try #require(SHA256.ofFile(path))
    let flair = hash.isEmpty ? own : String(repeating: hash, count: 32)
    let header =
      #"{"schema":"flairscope.journal/1","version":"0.2.0","case":"\#(name)","author":"a","time":"","inputs":["#
      + #"{"path":"/x/FLAIR.nii.gz","role":"flair","sha256":"\#(flair)"}]}"#
    let journal = scratch.file("of-a-case.jsonl")
    try (header + "\n" + #"{"act":"case","author":"a","seq":1,"time":"","comment":"one"}"# + "\n")
      .write(toFile: journal, atomically: true, encoding: .utf8)
    for arguments in [["lesions", scratch.path], ["export", scratch.path, "--output", scratch.file("out-\(name)")]] {
      let run = try CommandRun(arguments + ["--journal", journal], environment: ["XDG_STATE_HOME": state])
      #expect(run.status == (isTaken ? 0 : 65), "\(run.errors)")
      #expect(run.errors.contains("the journal of another case, sub-08") == !isTaken)
    }
  }

  @Test func lesionsAsTableListAndSentence() throws {
    let csv = try run("lesions", scratch.path, "--csv").output.split(separator: "\r\n")
    #expect(csv.count == 2 && csv[0].hasPrefix("id,volume_mm3,"))
    #expect(try run("lesions", scratch.path).output.contains("1 of 1 lesions, 18-connected"))
    let plain = try run("lesions", scratch.path, "--plain").output
    #expect(plain.hasPrefix("Lesion 1: 72 mm3") && plain.split(separator: "\n").count == 1)
    #expect(try run("lesions", scratch.path, "--filter", "vol<10", "--plain").output.isEmpty)
  }

  /// Of a rater who is not there `!r5` would hold for every lesion.
  @Test func aRaterWhoIsNotThereIsSaid() throws {
    let absent = try run("lesions", scratch.path, "--filter", "!r5", "--plain")
    #expect(absent.status == 0 && absent.errors.contains("--filter: there is no rater 5 in this case: 2 masks"))
    #expect(try !run("lesions", scratch.path, "--filter", "!r2").errors.contains("no rater"))
  }

  @Test(arguments: [
    (["--filter", "vol<"], "character 5"), (["--sort", "beauty"], "beauty"), (["--json", "--csv"], "Choose one"),
    (["--binarise", "2"], "--binarise"),
  ])
  func wrongUsageIsSaid(arguments: [String], words: String) throws {
    let run = try CommandRun(["lesions", scratch.path] + arguments, environment: ["XDG_STATE_HOME": state])
    #expect(run.status == 64)
    #expect(run.errors.contains(words) && run.output.isEmpty)
  }

  @Test func aJournalDecidesTheExportedMask() throws {
    let journal = try ReviewJournal(opening: scratch.file("journal.jsonl"))
    let rater2 = try Images.readMask(scratch.file("sub-07_desc-rater2_mask.nii.gz")).mask
    let union = rater2.union(try Images.readMask(scratch.file("sub-07_desc-rater1_mask.nii.gz")).mask)
    var act = LesionAction(lesion: 1, region: VoxelRegion(union))
    act.verdict = .approved
    act.choice = VoxelChoice(source: .rater2, voxels: VoxelRegion(rater2))
    try journal.append(.lesion(act), author: "ada")
    journal.close()

    let output = scratch.file("out")
    let run = try run(
      "export", scratch.path, "--journal", journal.path, "--output", output, "--undecided", "nothing", "--json")
    #expect(run.status == 0)
    #expect(run.json["schema"] as? String == "flairscope.export/1")
    #expect(run.json["decided"] as? Int == 1)
    let name = "sub-07_space-orig_label-L_desc-adjudicated_mask"
    #expect((run.json["files"] as? [String])?.contains("\(output)/\(name).nii.gz") == true)
    #expect(try Images.readMask("\(output)/\(name).nii.gz").mask == rater2)
    let sidecar = try String(contentsOfFile: "\(output)/\(name).json", encoding: .utf8)
    #expect(sidecar.contains("\"UndecidedLesions\" : \"nothing\""))

    let again = try self.run("export", scratch.path, "--journal", journal.path, "--output", output)
    #expect(again.status == 73)
    #expect(again.errors.contains("--force"))
    let missing = try self.run("export", scratch.path, "--journal", scratch.file("none"), "--output", output)
    #expect(missing.status == 66)
    let shown = try self.run(
      "lesions", scratch.path, "--journal", journal.path, "--filter", "verdict=approved", "--plain")
    #expect(shown.output.contains("approved"))
  }

  /// Writes what readers, or who adjudicates, decided on lesion 1, where the program looks for it.
  private func write(_ name: String, _ verdict: Verdict, _ author: String) throws {
    let review = try ReviewCase.load(try CaseFiles.find(inFolder: scratch.path)).withAllRaters()
    let inputs = JournalInput.inputs(of: review)
    let folder = try #require(
      JournalPlace.folder(of: review, inputs: inputs, environment: ["XDG_STATE_HOME": state]))
    let journal = try ReviewJournal(opening: "\(folder)/\(name)-\(author).jsonl")
    try journal.writeHeader(
      JournalHeader(
        version: "1", caseName: review.name, inputs: inputs, author: author, time: "2026-01-02T03:04:05Z"))
    let masks = review.raters.map(\.mask)
    var action = LesionAction(lesion: 1, region: VoxelRegion(masks[0].union(masks[1])))
    action.verdict = verdict
    action.choice = VoxelChoice(
      source: verdict == .approved ? .rater2 : .nothing,
      voxels: verdict == .approved ? VoxelRegion(masks[1]) : VoxelRegion())
    try journal.append(.lesion(action), author: author)
    journal.close()
  }

  @Test func theFinalWordsAreStatedWithWhatEachReaderSaid() throws {
    try write("journal", .rejected, "ana")
    try write("journal", .approved, "ben")
    let none = try run("lesions", scratch.path, "--adjudicated", "--json")
    #expect(none.json["decided"] as? Int == 0 && none.json["readers"] as? [String] == ["ana", "ben"])
    try write("adjudication", .approved, "eve")

    let shown = try run("lesions", scratch.path, "--adjudicated", "--author", "eve", "--json")
    #expect(shown.json["author"] as? String == "eve" && shown.json["adjudicated"] as? Bool == true)
    let lesion = try #require((shown.json["lesions"] as? [[String: Any]])?.first)
    #expect(lesion["verdict"] as? String == "approved" && lesion["differ"] as? String == "verdict")
    #expect(lesion["verdict_ana"] as? String == "rejected" && lesion["verdict_ben"] as? String == "approved")
    // One reader's list names no other.
    let own = try run("lesions", scratch.path, "--author", "ana", "--csv")
    #expect(own.output.contains("rejected") && !own.output.contains("verdict_ben"))
    // The only adjudication is read for everyone, and that is said.
    let other = try run("lesions", scratch.path, "--adjudicated", "--author", "ana", "--plain")
    #expect(other.output.contains("approved") && other.errors.contains("adjudication by eve"))
  }

  @Test func theFinalMaskIsExportedAndTheReportHasTheKappaOfTheReaders() throws {
    try write("journal", .rejected, "ana")
    try write("journal", .approved, "ben")
    try write("adjudication", .approved, "eve")
    let output = scratch.file("final")
    let run = try run("export", scratch.path, "--adjudicated", "--author", "eve", "--output", output, "--json")
    #expect(run.status == 0 && run.json["decided"] as? Int == 1)
    let name = "sub-07_space-orig_label-L_desc-adjudicated_mask"
    let rater2 = try Images.readMask(scratch.file("sub-07_desc-rater2_mask.nii.gz")).mask
    #expect(try Images.readMask("\(output)/\(name).nii.gz").mask == rater2)
    let report = try #require((run.json["files"] as? [String])?.first { $0.hasSuffix(".md") })
    let text = try String(contentsOfFile: report, encoding: .utf8)
    #expect(text.contains("## Readers") && text.contains("| ana and ben | all | 1 | 0 | 0.00 |"))
  }

  private func agree(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) < 1e-9 } ?? false }
}
