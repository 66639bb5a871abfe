import Foundation
import TerminalIO
import TestSupport
import Testing

/// The page of a study as a browser shows it: its tables hold the numbers of the CSV files, it is walked by keyboard, its text
/// can be read in light and dark. Without Chromium these tests are skipped.
@Suite(.serialized, .enabled(if: Browser.url != nil, "chromium is not installed"))
struct StudyPageBrowserTests {
  /// What the script in the copy of the page finds out.
  private struct Probe: Decodable {
    struct Table: Decodable {
      let caption: String
      let rows: [[String]]
    }
    let tables: [Table]
    /// Elements that the keyboard reaches, and how many of them took the focus.
    let focusable: Int
    let focused: Int
    /// Outlines that the page's styles draw around what has the focus.
    let outlines: [String]
    /// Links within the page that lead nowhere.
    let broken: [String]
    /// The lowest contrast of a text with what is behind it.
    let contrast: Double
    let pictures: Int
    let points: Int
    /// Whether the page is wider than the window.
    let overflows: Bool
  }

  private static func study() throws -> ScratchFolder {
    let folder = try ScratchFolder()
    for (number, name) in ["sub-1", "sub-2", "sub-3"].enumerated() {
      try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
      _ = try folder.mask("\(name)/\(name)_desc-anna_mask.nii", x: 2..<6, y: 2..<6, z: 2..<4 + number)
      _ = try folder.mask("\(name)/\(name)_desc-ben_mask.nii", x: 3..<7, y: 2..<6, z: 2..<4 + number)
      _ = try folder.mask("\(name)/\(name)_desc-cleo_mask.nii", x: 4..<8, y: 2..<6, z: 2..<4 + number)
      _ = try folder.mask("\(name)/\(name)_FLAIR.nii", x: 1..<9, y: 1..<9, z: 1..<9)
    }
    return folder
  }

  private static func page() throws -> (out: ScratchFolder, page: String) {
    let (folder, out) = (try study(), try ScratchFolder())
    let run = try CommandRun(
      "agreement", folder.path, "--html", out.file("page.html"), "--tables", out.file("tables"), "--bootstrap", "50")
    #expect(run.status == 0, "\(run.errors)")
    return (out, out.file("page.html"))
  }

  /// - Parameter isDark: what the reader's system asks for.
  /// - Returns: what the browser prints.
  private static func browse(
    _ options: [String], page: String, isDark: Bool, in out: ScratchFolder
  ) throws -> String {
    let run = try CommandRun(
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
        "--user-data-dir=\(out.file("profile"))", "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)",
      ] + options + ["file://\(page)"], of: Browser.url)
    #expect(run.status == 0)
    return run.output
  }

  private static func probe(_ page: String, isDark: Bool, in out: ScratchFolder) throws -> Probe {
    let source = try String(contentsOfFile: page, encoding: .utf8)
    let copy = out.file("probed.html")
    try Data(source.replacing("</body>", with: "<script>\(script)</script></body>").utf8)
      .write(to: URL(fileURLWithPath: copy))
    let shown = try browse(["--dump-dom"], page: copy, isDark: isDark, in: out)
    let start = try #require(shown.range(of: "PROBE["))
    let end = try #require(shown.range(of: "]PROBE", range: start.upperBound..<shown.endIndex))
    let text = try #require(String(shown[start.upperBound..<end.lowerBound]).removingPercentEncoding)
    return try JSONDecoder().decode(Probe.self, from: Data(text.utf8))
  }

  private static let script = """
    const clean = text => text.replace(/\\s+/g, ' ').trim();
    const tables = [...document.querySelectorAll('table')].map(table => ({
      caption: clean(table.caption.textContent),
      rows: [...table.rows].map(row => [...row.cells].map(cell => clean(cell.textContent)))}));
    const reached = [...document.querySelectorAll('a[href], [tabindex="0"]')];
    const focused = reached.filter(element => {
      element.focus({focusVisible: true});
      return document.activeElement === element;
    }).length;
    // Computed outlines of what has the focus wait for the window's own, which comes when it will.
    const outlines = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
      .filter(rule => rule.selectorText && rule.selectorText.includes(':focus')).map(rule => rule.style.outlineStyle);
    const broken = [...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))
      .filter(target => !target.startsWith('#') || !document.getElementById(target.slice(1)));
    const pixel = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const light = colour => {
      pixel.clearRect(0, 0, 1, 1); pixel.fillStyle = colour; pixel.fillRect(0, 0, 1, 1);
      const [r, g, b] = [...pixel.getImageData(0, 0, 1, 1).data].map(value => value / 255)
        .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = element => {
      for (let one = element; one; one = one.parentElement) {
        const colour = getComputedStyle(one).backgroundColor;
        if (colour !== 'rgba(0, 0, 0, 0)') return colour;
      }
      return 'white';
    };
    let contrast = 21;
    for (const element of document.querySelectorAll('h1, h2, p, a, dt, dd, th, td, caption, figcaption, code, svg text')) {
      if (!clean(element.textContent)) continue;
      const style = getComputedStyle(element);
      const [a, b] = [light(element.closest('svg') ? style.fill : style.color), light(behind(element))];
      contrast = Math.min(contrast, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
    }
    const found = {tables, focusable: reached.length, focused, broken, contrast, outlines,
      pictures: [...document.images].filter(image => image.complete && image.naturalWidth > 0).length,
      points: document.querySelectorAll('circle').length,
      overflows: document.documentElement.scrollWidth > window.innerWidth};
    document.body.append('PROBE' + '[' + encodeURIComponent(JSON.stringify(found)) + ']' + 'PROBE');
    """

  @Test func tablesHoldTheNumbersOfTheFiles() throws {
    let (out, page) = try Self.page()
    let probe = try Self.probe(page, isDark: false, in: out)
    let study = try String(contentsOfFile: out.file("tables/study.csv"), encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let shown = try #require(probe.tables.first { $0.caption.hasPrefix("Mean over the cases") })
    #expect(shown.rows.count == 7 && shown.rows.first?.prefix(4) == ["reference", "candidate", "cases", "Dice"])
    for row in shown.rows.dropFirst() {
      let file = try #require(study.first { $0[1] == row[0] && $0[2] == row[1] && $0[3] == "dice" })
      let numbers = file[6...8].compactMap { Double($0) }.map { String(format: "%.3f", $0) }
      #expect(row[3] == "\(numbers[0]) [\(numbers[1]), \(numbers[2])]")
    }
    let heat = try #require(probe.tables.first { $0.caption.hasPrefix("Mean Dice of every pair") })
    #expect(heat.rows.map(\.count) == [4, 4, 4, 4] && heat.rows[1][2] == heat.rows[2][1])
    let worst = try #require(probe.tables.first { $0.caption.hasPrefix("The largest volumes") })
    #expect(worst.rows.dropFirst().allSatisfy { $0.last?.hasPrefix("flairscope view --flair ") == true })
    // Three plots of Dice, three of volumes, one of detection; two pictures of each disagreement.
    #expect(probe.points == 21 && probe.pictures == 2 * (worst.rows.count - 1))
  }

  @Test(arguments: [false, true]) func isReadAndWalkedInLightAndDark(isDark: Bool) throws {
    let (out, page) = try Self.page()
    let probe = try Self.probe(page, isDark: isDark, in: out)
    #expect(probe.focusable > 15 && probe.focused == probe.focusable)
    #expect(!probe.outlines.isEmpty && !probe.outlines.contains("none"))
    #expect(probe.broken.isEmpty && !probe.overflows)
    // WCAG 2.2, level AA.
    #expect(probe.contrast >= 4.5)
  }

  @Test func theScreenshotIsLightOrDark() throws {
    let (out, page) = try Self.page()
    let brightness = try [false, true].map { isDark in
      let picture = out.file("shot-\(isDark).png")
      _ = try Self.browse(
        ["--screenshot=\(picture)", "--window-size=900,1200"], page: page, isDark: isDark, in: out)
      let raster = try PNGReader([UInt8](Data(contentsOf: URL(fileURLWithPath: picture)))).raster
      #expect(raster.width == 900 && raster.height == 1200)
      var sum = 0
      for y in 0..<raster.height { for x in 0..<raster.width { sum += Int(raster[x, y].green) } }
      return Double(sum) / Double(raster.width * raster.height)
    }
    #expect(brightness[0] > 200 && brightness[1] < 60)
  }
}
