import Foundation
import TerminalIO
import TestSupport
import Testing
import VolumeModel

/// `agreement` on a study of four patients with three raters, one of them on a grid of its own.
@Suite struct AgreementCommandTests {
  private static func study(withBroken: Bool = false) throws -> ScratchFolder {
    let folder = try ScratchFolder()
    for patient in 1...3 {
      _ = try folder.mask("p\(patient)_anna.nii", x: 2..<6, y: 2..<6, z: 2..<4 + patient)
      _ = try folder.mask("p\(patient)_ben.nii", x: 2..<6, y: 2..<6, z: 2..<4 + patient)
      _ = try folder.mask("p\(patient)_cleo.nii", x: 4..<8, y: 2..<6, z: 2..<4 + patient)
    }
    if withBroken {
      _ = try folder.mask("p4_anna.nii", x: 2..<6, y: 2..<6, z: 2..<4)
      let other = try ScratchFolder(shape: SIMD3(10, 8, 10), spacingMM: SIMD3(2, 2, 2))
      let path = try other.mask("p4_ben.nii", x: 2..<6, y: 2..<6, z: 2..<4)
      try FileManager.default.moveItem(atPath: path, toPath: folder.file("p4_ben.nii"))
    }
    return folder
  }

  /// Tables for a person are no wider than the terminal; a file gets whole lines.
  @Test(arguments: [80, 120]) func tablesFitTheTerminal(columns: Int) throws {
    let folder = try Self.study()
    let terminal = try PseudoTerminal(
      ["agreement", folder.path, "--bootstrap", "100"], columns: UInt16(columns))
    #expect(terminal.ending() == .status(0))
    let lines = terminal.output.split(whereSeparator: \.isNewline).map(String.init)
    let start = try #require(lines.firstIndex { $0.hasPrefix("Mean over the cases") })
    let tables = lines[start...].filter { $0.contains("  ") }
    #expect(tables.count > 20 && tables.allSatisfy { $0.count <= columns })
    let pairs = tables.filter { $0.hasPrefix("anna") && $0.contains("ben") }
    #expect(pairs.count > (columns == 80 ? 4 : 3), "a row's names stand in each part of its table")
    let file = try CommandRun("agreement", folder.path, "--bootstrap", "100")
    #expect(file.output.split(separator: "\n").contains { $0.count > 140 })
  }

  @Test func measuresAStudy() throws {
    let folder = try Self.study()
    let run = try CommandRun("agreement", folder.path, "--json", "--bootstrap", "100")
    #expect(run.status == 0)
    let json = run.json
    #expect(json["schema"] as? String == "flairscope.agreement/1")
    #expect(json["rater_names"] as? [String] == ["anna", "ben", "cleo"])
    #expect((json["cases"] as? [Any])?.count == 3 && (json["failures"] as? [Any])?.isEmpty == true)
    let pairs = try #require(json["pairs"] as? [[String: Any]])
    #expect(pairs.map { $0["candidate"] as? String } == ["ben", "cleo", "cleo"])
    let means = pairs.map { (($0["measures"] as? [String: Any])?["dice"] as? [String: Any])?["mean"] as? Double }
    #expect(means == [1, 0.5, 0.5])
    let raters = try #require(json["raters"] as? [[String: Any]])
    #expect(raters.map { $0["disagrees_with_everyone"] as? Bool } == [false, false, true])
    let text = try CommandRun("agreement", folder.path, "--bootstrap", "100")
    #expect(text.output.contains("disagrees with everyone") && text.output.contains("100 draws of patients, seed 1"))
    // The same seed, the same bits, however many cases are in work.
    let again = try CommandRun(
      "agreement", folder.path, "--json", "--bootstrap", "100", "--jobs", "3", "--memory", "0.001")
    #expect(again.output == run.output)
    #expect(try CommandRun("agreement", folder.path, "--json", "--bootstrap", "100", "--seed", "2").status == 0)
  }

  @Test func aBrokenCaseIsNamedAndTheRestGoesOn() throws {
    let folder = try Self.study(withBroken: true)
    let run = try CommandRun("agreement", folder.path, "--json", "--bootstrap", "0")
    #expect(run.status == 1 && run.errors.contains("p4_ben.nii"))
    #expect(run.errors.hasSuffix("flairscope: 1 of 4 cases was left out, as said above\n"))
    #expect((run.json["cases"] as? [Any])?.count == 3)
    let failures = try #require(run.json["failures"] as? [String])
    #expect(failures.count == 1 && failures[0].contains("p4_ben.nii"))
    let text = try CommandRun("agreement", folder.path, "--bootstrap", "0")
    #expect(text.status == 1 && text.output.contains("Left out\n"))
    let resampled = try CommandRun("agreement", folder.path, "--json", "--bootstrap", "0", "--resample-nearest")
    #expect(resampled.status == 0 && (resampled.json["cases"] as? [Any])?.count == 4)
  }

  @Test func tablesAreRectangular() throws {
    let folder = try Self.study()
    let out = try ScratchFolder()
    let tables = out.file("tables")
    let run = try CommandRun("agreement", folder.path, "--csv", "--tables", tables, "--bootstrap", "20")
    #expect(run.status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: tables).sorted()
    #expect(
      names == [
        "case_region_classes.csv", "case_sizes.csv", "case_volumes.csv", "cases.csv", "detection.csv", "raters.csv",
        "region_classes.csv", "regions.csv", "sizes.csv", "study.csv", "volumes.csv",
      ])
    for name in names {
      let text = try String(contentsOfFile: "\(tables)/\(name)", encoding: .utf8)
      let counts = Set(
        text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).count })
      #expect(counts.count == 1, "\(name)")
      #expect(!text.contains("nan") && !text.contains("n/a"))
    }
    #expect(try String(contentsOfFile: tables + "/cases.csv", encoding: .utf8) == run.output)
    // Three pairs and three raters against the others, in three cases, under a heading.
    #expect(run.output.split(separator: "\n").count == 1 + 18)
    #expect(try CommandRun("agreement", folder.path, "--tables", tables, "--bootstrap", "20").status == 73)
    #expect(try CommandRun("agreement", folder.path, "--tables", tables, "--bootstrap", "20", "--force").status == 0)
  }

  @Test(arguments: [
    ["--shard", "1/2"], ["--out", "x"], ["--out", "x", "--shard", "3/2"], ["--sizes", "10,5"], ["--sizes", "a"],
    ["--consensus", "staple"], ["--json", "--csv"], ["--jobs", "0"],
  ])
  func wrongUsage(_ arguments: [String]) throws {
    #expect(try CommandRun(["agreement", "."] + arguments).status == 64)
  }

  @Test func nothingToCompare() throws {
    let folder = try ScratchFolder()
    #expect(try CommandRun("agreement", folder.file("none")).status == 66)
    #expect(try CommandRun("agreement", folder.path).status == 66)
    _ = try folder.mask("p1_anna.nii", x: 2..<6, y: 2..<6, z: 2..<4)
    let run = try CommandRun("agreement", folder.path)
    #expect(run.status == 65 && run.errors.contains("one mask only"))
  }

  @Test func aPageOfItsOwn() throws {
    let folder = try Self.study()
    let out = try ScratchFolder()
    let arguments = ["agreement", folder.path, "--html", out.file("page.html"), "--bootstrap", "20"]
    #expect(try CommandRun(arguments).status == 0)
    let page = try String(contentsOfFile: out.file("page.html"), encoding: .utf8)
    #expect(page.hasPrefix("<!doctype html>") && page.contains("Agreement of 3 raters on 3 cases"))
    // Masks alone, which nothing opens.
    #expect(page.contains("The largest volumes") && !page.contains("open it") && !page.contains("run the lines"))
    #expect(try CommandRun(arguments).status == 73)
    #expect(try CommandRun(arguments + ["--force"]).status == 0)
    #expect(try CommandRun("agreement", folder.path, "--html", folder.file("p1_anna.nii"), "--force").status == 73)
  }

  @Test func plotsAsPicturesAndInLetters() throws {
    let (folder, out) = (try Self.study(), try ScratchFolder())
    let arguments = ["agreement", folder.path, "--plots", out.file("plots"), "--draw", "--bootstrap", "20"]
    let run = try CommandRun(arguments)
    #expect(run.status == 0, "\(run.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: out.file("plots")).sorted()
    #expect(
      names == [
        "dice-anna.png", "dice-ben.png", "dice-cleo.png", "froc.png", "raters.png", "volumes-anna-ben.png",
        "volumes-anna-cleo.png", "volumes-ben-cleo.png",
      ])
    for name in names {
      let raster = try PNGReader([UInt8](out.bytes("plots/\(name)"))).raster
      #expect(raster.width > 300 && raster.height > 100, "\(name)")
    }
    #expect(run.output.contains("cleo minus anna: difference, ml\n"))
    #expect(run.output.contains("Lesions found against false positives (FROC): fraction of lesions found\n"))
    #expect(run.output.contains("a anna   b ben   c cleo"))
    #expect(try CommandRun(arguments).status == 73)
    #expect(try CommandRun(arguments + ["--force"]).status == 0)
  }

  @Test func derivativesAreABIDSDataset() throws {
    let (folder, out) = (try Self.study(), try ScratchFolder())
    let run = try CommandRun("agreement", folder.path, "--derivatives", out.file("bids"), "--bootstrap", "20")
    #expect(run.status == 0, "\(run.errors)")
    let description = try #require(
      try JSONSerialization.jsonObject(with: out.bytes("bids/dataset_description.json")) as? [String: Any])
    #expect(description["DatasetType"] as? String == "derivative" && description["BIDSVersion"] is String)
    #expect(((description["GeneratedBy"] as? [[String: Any]])?.first)?["Name"] as? String == "flairscope")
    let stem = "bids/sub-p1/anat/sub-p1_space-orig_label-L_desc-agreement_table"
    let table = try String(contentsOfFile: out.file(stem + ".tsv"), encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    // Three pairs and three raters against the others.
    #expect(table.count == 7 && Set(table.map(\.count)).count == 1 && !table.joined().contains(""))
    let sidecar = try #require(try JSONSerialization.jsonObject(with: out.bytes(stem + ".json")) as? [String: Any])
    #expect(table[0].allSatisfy { sidecar[$0] is [String: Any] } && (sidecar["Sources"] as? [String])?.count == 3)
    #expect(FileManager.default.fileExists(atPath: out.file("bids/group_desc-study_table.tsv")))
    // No classes of places were given.
    #expect(!FileManager.default.fileExists(atPath: out.file("bids/group_desc-regionClasses_table.tsv")))
    // BIDS has no rule for tables; its validator wants them named.
    let ignored = try String(contentsOfFile: out.file("bids/.bidsignore"), encoding: .utf8).split(separator: "\n")
    #expect(ignored.contains("*_table.*"))
    // What flairscope wrote is no rater.
    #expect(try CommandRun("agreement", out.file("bids")).status == 66)
  }

  /// Lesions by the classes of a label map, named by the list beside it.
  @Test func lesionsByPlace() throws {
    let folder = try Self.study()
    let maps = try ScratchFolder()
    let labels = Volume(grid: maps.grid, scalars: (0..<maps.grid.voxelCount).map { UInt8($0 % 20 < 4 ? 1 : 2) })
    try Images.write(labels, like: SpatialForm(grid: maps.grid), to: maps.file("regions_dseg.nii"), force: false)
    try Data("index\tname\n1\tperiventricular\n2\tjuxtacortical\n".utf8)
      .write(to: URL(fileURLWithPath: maps.file("regions_dseg.tsv")))
    let run = try CommandRun(
      "agreement", folder.path, "--regions", maps.file("regions_dseg.nii"), "--json", "--bootstrap", "0")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.json["region_classes"] as? [String] == ["periventricular", "juxtacortical"])
    let pair = try #require((run.json["pairs"] as? [[String: Any]])?.last)
    let counts = try #require(pair["reference_lesions_by_region"] as? [[String: Any]])
    // ben's lesions lie from 2 to 5 along x, half of each before 4: the smaller number counts. cleo's begin at 4.
    #expect(counts.map { $0["lesions"] as? Int } == [3, 0])
    let other = try #require(pair["candidate_lesions_by_region"] as? [[String: Any]])
    #expect(other.map { $0["lesions"] as? Int } == [0, 3])
    let text = try CommandRun(
      "agreement", folder.path, "--regions", maps.file("regions_dseg.nii"), "--bootstrap", "0")
    #expect(text.output.contains("Lesions found, by their place\n") && text.output.contains("periventricular"))
    // A map that is missing, or is an image, is said for every case.
    #expect(try CommandRun("agreement", folder.path, "--regions", "none.nii").status == 66)
  }
}
