import ReviewReports
import Testing
import VolumeModel

/// The page of a study: complete in itself, and safe whatever files are called.
@Suite struct StudyPageTests {
  private static func page(_ raters: [String], name: String = "case", failures: [String] = []) throws -> String {
    let grid = VoxelGrid(shape: SIMD3(12, 8, 6), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    let masks = raters.enumerated().map { number, rater in
      var mask = Mask(grid: grid)
      for x in 2..<6 { mask[SIMD3(x + (number == 2 ? 2 : 0), 3, 3)] = true }
      return (rater: rater, mask: mask)
    }
    let cases = ["1", "2", "3"].map {
      CaseAgreement(name: name + $0, patient: name + $0, masks: masks, rules: ComparisonRules())
    }
    let study = StudyAgreement(cases, rules: ComparisonRules(), bootstrap: Bootstrap(repetitions: 20))
    return try StudyPage(
      study, facts: [("study", name)], failures: failures, sizes: .standard, figures: StudyFigures(study),
      worst: study.worstDisagreements(5)
    ).source()
  }

  @Test func showsTheNumbers() throws {
    let page = try Self.page(["anna", "ben", "cleo"], failures: ["p4.nii: is no image"])
    #expect(page.contains("Agreement of 3 raters on 3 cases") && page.contains("p4.nii: is no image"))
    // Half of four voxels in common, in a cell of the heat map and with its interval in the table.
    #expect(page.contains(">0.500</td>") && page.contains("0.500 [0.500, 0.500]"))
    // Three plots of Dice, three of volumes, one of detection, each with three points and two texts for those who do not
    // see it.
    #expect(page.split(separator: "<svg ").count == 8 && page.split(separator: "<circle ").count == 22)
    #expect(page.contains("prefers-color-scheme: dark") && page.contains("href=\"#results\""))
  }

  @Test(arguments: ["script", "src=", "http:", "https:", "@import", "url("])
  func needsNothingElse(_ word: String) throws {
    #expect(try !Self.page(["anna", "ben", "cleo"]).contains(word))
  }

  @Test(arguments: ["<script>alert(1)</script>", "\" onload=\"x", "a&b", "it's", "\u{202E}evil", "line\u{1B}[31m"])
  func namesAreNoMarkup(_ name: String) throws {
    let page = try Self.page([name, "ben", "cleo"], name: name, failures: [name])
    let plain = try Self.page(["anna", "ben", "cleo"], name: "case", failures: ["case"])
    for sign in ["<", ">", "\"", "\u{1B}", "\u{202E}"] {
      #expect(
        page.split(separator: sign, omittingEmptySubsequences: false).count
          == plain.split(separator: sign, omittingEmptySubsequences: false).count)
    }
  }
}
