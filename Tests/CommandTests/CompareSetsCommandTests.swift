import Testing

/// `compare-sets` as scripts see it.
@Suite struct CompareSetsCommandTests {
  @Test func aSampleForTwoReaders() throws {
    let folder = try ScratchFolder()
    let a = try folder.mask("a.nii", x: 0..<10, y: 2..<4, z: 1..<3)
    let b = try folder.mask("b.nii", x: 5..<15, y: 2..<4, z: 1..<3)
    let run = try CommandRun("compare-sets", "--samples", a, "--readers", a, b, "--json")
    #expect(run.status == 0 && run.json["schema"] as? String == "flairscope.compare-sets/1")
    let agreement = try #require(run.json["agreement"] as? [String: Any])
    // IoU 1/3 between the two.
    #expect(abs((agreement["squared_energy_distance"] as? Double ?? 0) - 1.0 / 3) < 1e-12)
    #expect(agreement["matched_dice"] as? Double == 0.75)
    let text = try CommandRun("compare-sets", "--samples", a, "--readers", a, b)
    #expect(text.output.contains("1 samples, 2 readers") && text.output.contains("matched Dice"))
  }

  @Test func missingSetsAreWrongUsage() throws {
    #expect(try CommandRun("compare-sets", "--samples", "a.nii").status == 64)
    #expect(try CommandRun("compare-sets", "--samples", "a.nii", "--readers", "no-such.nii").status == 66)
  }
}
