import Foundation
import Testing

/// The report of a review as a browser shows and prints it.
@Suite(.enabled(if: Browser.url != nil, "chromium is not installed")) struct ReportInBrowserTests {
  private static let sample = (#filePath as NSString).deletingLastPathComponent + "/../../samples/sub-19"

  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// Runs the browser without a window; no sandbox can be made for root, as in containers.
  private func browse(_ arguments: String...) throws -> CommandRun {
    try CommandRun(
      ["--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(scratch.file("profile"))"] + arguments,
      of: Browser.url)
  }

  private func report() throws -> String {
    let run = try CommandRun(
      ["export", Self.sample, "--output", scratch.file("review"), "--json"],
      environment: ["XDG_STATE_HOME": scratch.file("state")])
    #expect(run.status == 0, "\(run.errors)")
    let files = try #require(run.json["files"] as? [String])
    return try #require(files.first { $0.hasSuffix("_report.html") })
  }

  /// A script, which the page itself has none of, says what the browser made of it at a width.
  @Test func everyPictureIsDrawnAndNothingIsWiderThanThePage() throws {
    let page = try String(contentsOfFile: report(), encoding: .utf8)
    let script = """
      <script>addEventListener("load", () => {
        const pictures = [...document.images], data = document.body.dataset
        data.pictures = pictures.length
        data.drawn = pictures.filter(it => it.complete && it.naturalWidth > 100 && it.clientWidth > 50).length
        data.twins = [...document.querySelectorAll(".twin")].filter(it => it.children.length == 2
          && it.children[0].offsetTop == it.children[1].offsetTop).length
        data.wide = document.documentElement.scrollWidth > innerWidth
      })</script></body>
      """
    try page.replacing("</body>", with: script).write(
      toFile: scratch.file("probe.html"), atomically: true, encoding: .utf8)
    for width in [600, 1400] {
      let dom = try browse("--window-size=\(width),900", "--dump-dom", "file://\(scratch.file("probe.html"))").output
      func number(_ name: String) -> Int? {
        guard let start = dom.firstRange(of: "data-\(name)=\"") else { return nil }
        return Int(dom[start.upperBound...].prefix { $0 != "\"" })
      }
      let pictures = try #require(number("pictures"), "the browser runs the script")
      #expect(pictures > 20 && number("drawn") == pictures && number("twins") == pictures / 2)
      #expect(dom.contains("data-wide=\"false\""), "at \(width) pixels")
    }
  }

  @Test func printsWithItsPictures() throws {
    let file = scratch.file("report.pdf")
    _ = try browse("--no-pdf-header-footer", "--print-to-pdf=\(file)", "file://\(report())")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    #expect(bytes.starts(with: Data("%PDF-".utf8)))
    func count(_ text: String) -> Int {
      var (found, rest) = (0, bytes[...])
      while let place = rest.firstRange(of: Data(text.utf8)) { (found, rest) = (found + 1, rest[place.upperBound...]) }
      return found
    }
    #expect(count("/Type /Page\n") > 1 && count("/Subtype /Image") >= 40)
  }
}
