import Foundation
import Pictures
import ReviewReports
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct ReviewExportTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/flairscope-export-" + UUID().uuidString

  private func export() throws -> (ReviewExport, Viewer) {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.press(.character("l"), .home, .character("A"), .down, .character("X"), .down, .character("C"))
    viewer.type("<b>look</b> here|")
    viewer.press(.enter)
    let review = try ExampleCase.review()
    let origin = ExportOrigin(
      author: "ada", version: "9.9", time: "2026-01-02T03:04:05Z", inputs: JournalInput.inputs(of: review),
      journal: "journal.jsonl", actionCount: 3)
    let outcome = ReviewOutcome(
      review: review, table: try ExampleCase.lesionTable(), state: viewer.review.state,
      undecided: viewer.review.undecided, prediction: nil, predictionThreshold: nil, theme: viewer.interface.theme)
    return (ReviewExport(outcome, origin: origin), viewer)
  }

  @Test func writesTheMaskAsDecidedAndSaysHowItCameAbout() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (export, viewer) = try export()
    let files = try export.write(to: folder, force: false)
    for file in files { #expect(FileManager.default.fileExists(atPath: file)) }
    func file(_ ending: String) throws -> String { try #require(files.first { $0.hasSuffix(ending) }) }

    let mask = try Images.readMask(try file("_label-L_desc-adjudicated_mask.nii.gz"), on: viewer.scan.grid).mask
    #expect(mask == viewer.review.adjudicated)

    let map = try Images.read(try file("_desc-disagreement_dseg.nii.gz"), on: viewer.scan.grid).volume
    let (first, second) = (viewer.scan.raters[0].mask, viewer.scan.raters[1].mask)
    #expect(Mask(map) { $0 == 1 } == first.subtracting(second))
    #expect(Mask(map) { $0 == 2 } == second.subtracting(first))
    #expect(Mask(map) { $0 == 3 } == first.intersection(second))
    let numbers = try Images.read(try file("_label-L_desc-lesions_dseg.nii.gz"), on: viewer.scan.grid).volume
    for lesion in try ExampleCase.lesionTable().records {
      #expect(VoxelRegion(Mask(numbers) { $0 == Float(lesion.id) }) == lesion.region)
    }
    #expect(Mask(numbers) { $0 != 0 } == first.union(second))
    let table = try String(contentsOfFile: try file("_dseg.tsv"), encoding: .utf8)
    #expect(table.split(separator: "\n").count == 4, "three labels without a prediction")

    let sidecar =
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: URL(fileURLWithPath: try file("adjudicated_mask.json")))) as? [String: Any]
    #expect(sidecar?["Author"] as? String == "ada")
    #expect(sidecar?["UndecidedLesions"] as? String == "intersection")
    #expect(sidecar?["DecidedLesions"] as? Int == 2)
    #expect((sidecar?["Sources"] as? [String])?.count == 3)
    #expect((sidecar?["SimulatedRaters"] as? [String])?.count == 1)

    let report = try String(contentsOfFile: try file("_report.md"), encoding: .utf8)
    #expect(report.contains("1 approved, 1 rejected"))
    #expect(report.contains("SIMULATED"))
    #expect(!report.contains("`/"), "paths are given from the report")
    #expect(report.contains("\\<b\\>look\\</b\\> here\\|"), "text of people is no markup")
    for name in report.matches(of: /\]\(([^)]+\.png)\)/).map({ String($0.1) }) {
      #expect(FileManager.default.fileExists(atPath: folder + "/" + name), "the report names \(name)")
    }
  }

  /// The page holds its pictures, two for each lesion, and names no other file; text of people is no markup.
  @Test func thePageStandsAlone() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let files = try export().0.write(to: folder, force: false)
    let page = try String(contentsOfFile: #require(files.first { $0.hasSuffix("_report.html") }), encoding: .utf8)
    let pictures = page.matches(of: /<img alt="([^"]*)" src="data:image\/png;base64,([A-Za-z0-9+\/=]+)">/)
    let alone = page.matches(of: /<figure class="large">/).count
    let pictured = min(40, try ExampleCase.lesionTable().records.count)
    #expect(alone == 1 && pictures.count == 2 * (pictured + alone))
    for picture in pictures.prefix(4) {
      let data = try #require(Data(base64Encoded: String(picture.2)))
      let image = try PNGReader(Array(data)).raster
      #expect(image.width == image.height && image.width > 100)
    }
    #expect(!page.contains("<script") && !page.contains("http") && page.matches(of: /(src|href)="(?!data:)/).isEmpty)
    #expect(page.contains("&lt;b&gt;look&lt;/b&gt; here|") && page.contains("1 approved, 1 rejected"))
  }

  @Test func replacesNothingUnasked() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (export, _) = try export()
    let files = try export.write(to: folder, force: false)
    let before = try Data(contentsOf: URL(fileURLWithPath: files[0]))
    let error = #expect(throws: FileError.self) { try export.write(to: folder, force: false) }
    #expect(error?.kind == .cannotCreate)
    #expect(try export.write(to: folder, force: true) == files)
    #expect(try Data(contentsOf: URL(fileURLWithPath: files[0])) == before, "the same review gives the same bytes")
  }
}
