import Foundation
import Testing
import VolumeModel

/// What bad input gets from every command that takes it: one sentence that names the file, the right status, no
/// output, and a folder in which nothing has changed.
@Suite struct RefusalTests {
  /// A folder with a good image and mask, and one file of each bad kind.
  private static func inputs() throws -> ScratchFolder {
    let folder = try ScratchFolder()
    let image = try folder.image("good.nii.gz") { 100 + Float($0.x * 7 % 13) + Float($0.y) }
    _ = try folder.mask("mask.nii.gz", x: 5..<10, y: 5..<10, z: 4..<6)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: image))
    try bytes.prefix(bytes.count * 2 / 3).write(to: URL(fileURLWithPath: folder.file("cut.nii.gz")))
    try Data("this is not an image\n".utf8).write(to: URL(fileURLWithPath: folder.file("text.nii.gz")))
    try Data().write(to: URL(fileURLWithPath: folder.file("empty.nii.gz")))
    try FileManager.default.createDirectory(atPath: folder.file("folder.nii.gz"), withIntermediateDirectories: true)
    let other = try ScratchFolder(shape: SIMD3(10, 8, 10), spacingMM: SIMD3(2, 2, 2))
    try withExtendedLifetime(other) {
      let there = try other.mask("other.nii.gz", x: 1..<3, y: 1..<3, z: 2..<6)
      try FileManager.default.copyItem(atPath: there, toPath: folder.file("other.nii.gz"))
    }
    return folder
  }

  private static func contents(_ folder: ScratchFolder) throws -> [String: Data?] {
    let root = folder.file("")
    let names = try FileManager.default.subpathsOfDirectory(atPath: root)
    return Dictionary(uniqueKeysWithValues: names.map { ($0, FileManager.default.contents(atPath: root + "/" + $0)) })
  }

  /// `@name` stands for a file of the folder.
  private static func run(_ line: String, in folder: ScratchFolder) throws -> CommandRun {
    try CommandRun(
      line.split(separator: " ").map { $0.hasPrefix("@") ? folder.file(String($0.dropFirst())) : String($0) })
  }

  /// Commands in which BAD stands for the input that is broken.
  static let readers = [
    "info BAD",
    "compare BAD @mask.nii.gz",
    "compare @mask.nii.gz BAD",
    "softmask --flair BAD --mask @mask.nii.gz --output @out.nii.gz",
    "softmask --flair @good.nii.gz --mask BAD --output @out.nii.gz",
    "score --prediction BAD --rater1 @mask.nii.gz",
    "score --prediction @mask.nii.gz --rater1 BAD",
    "score --prediction @mask.nii.gz --rater1 @mask.nii.gz --rater2 BAD",
    "consensus --method majority --output @out.nii.gz @mask.nii.gz BAD",
  ]
  static let broken: [(name: String, status: Int32)] = [
    ("cut.nii.gz", 65), ("text.nii.gz", 65), ("empty.nii.gz", 65), ("missing.nii.gz", 66), ("folder.nii.gz", 66),
  ]

  @Test(arguments: readers, broken)
  func aBrokenInput(line: String, bad: (name: String, status: Int32)) throws {
    let folder = try Self.inputs()
    let before = try Self.contents(folder)
    let run = try Self.run(line.replacing("BAD", with: "@" + bad.name), in: folder)
    #expect(run.status == bad.status)
    #expect(run.output.isEmpty)
    #expect(run.errorLines.count == 1)
    #expect(run.errors.hasPrefix("flairscope: \(folder.file(bad.name)): "))
    #expect(try Self.contents(folder) == before)
  }

  @Test(arguments: readers.filter { !$0.hasPrefix("info") && !$0.contains("--flair BAD") })
  func aMaskOnAnotherGrid(line: String) throws {
    let folder = try Self.inputs()
    let before = try Self.contents(folder)
    let run = try Self.run(line.replacing("BAD", with: "@other.nii.gz"), in: folder)
    #expect(run.status == 65)
    #expect(run.output.isEmpty)
    #expect(run.errorLines.count == 1)
    // Both shapes, so that a reader sees the difference.
    #expect(run.errors.contains("10 x 8 x 10") && run.errors.contains("20 x 16 x 10"))
    #expect(try Self.contents(folder) == before)
  }

  static let writers = [
    "softmask --flair @good.nii.gz --mask @mask.nii.gz --output OUT",
    "consensus --method union @mask.nii.gz @mask.nii.gz --output OUT",
  ]

  @Test(arguments: writers, ["@text.nii.gz", "@nowhere/out.nii.gz", "@folder.nii.gz", "/proc/out.nii.gz", "@out.xyz"])
  func anOutputThatCannotBe(line: String, output: String) throws {
    let folder = try Self.inputs()
    let before = try Self.contents(folder)
    let run = try Self.run(line.replacing("OUT", with: output), in: folder)
    #expect(run.status == 73)
    #expect(run.output.isEmpty)
    #expect(run.errorLines.count == 1)
    #expect(try Self.contents(folder) == before)
  }

  @Test(arguments: writers)
  func anInputIsNeverReplaced(line: String) throws {
    let folder = try Self.inputs()
    let before = try Self.contents(folder)
    let run = try Self.run(line.replacing("OUT", with: "@mask.nii.gz") + " --force", in: folder)
    #expect(run.status == 73 || run.status == 64)
    #expect(run.errorLines.count == 1)
    #expect(try Self.contents(folder) == before)
  }

  @Test(arguments: writers)
  func forceReplacesAnOldOutputAndNothingElse(line: String) throws {
    let folder = try Self.inputs()
    let before = try Self.contents(folder)
    let run = try Self.run(line.replacing("OUT", with: "@text.nii.gz") + " --force --json", in: folder)
    #expect(run.status == 0)
    let after = try Self.contents(folder)
    #expect(Set(after.keys) == Set(before.keys))
    #expect(after.filter { $0.key != "text.nii.gz" } == before.filter { $0.key != "text.nii.gz" })
    #expect(after["text.nii.gz"] != before["text.nii.gz"])
  }

  @Test(arguments: [
    "softmask --flair @good.nii.gz --mask @mask.nii.gz",
    "softmask --flair @good.nii.gz --mask @mask.nii.gz --output @o.nii --size 0.5",
    "softmask --flair @good.nii.gz --mask @mask.nii.gz --output @o.nii --size nan",
    "softmask --flair @good.nii.gz --mask @mask.nii.gz --output @o.nii --size 1e30",
    "predict --flair @good.nii.gz --output-mask @o.nii --threads 100000",
    "softmask --flair @good.nii.gz --mask @mask.nii.gz --output @o.nii --label 1.5",
    "softmask --flair @good.nii.gz --mask @mask.nii.gz --output @o.nii --threshold bright",
    "softmask --flair @good.nii.gz --mask @mask.nii.gz --output @o.nii --scope brain",
    "compare @mask.nii.gz", "compare @mask.nii.gz @mask.nii.gz --connectivity 7",
    "score --prediction @mask.nii.gz", "score --prediction @mask.nii.gz --rater1 @mask.nii.gz --binarise 2",
    "consensus --method vote --output @o.nii @mask.nii.gz @mask.nii.gz",
    "train --case @. --output @run --gradient-clip inf", "train --case @. --output @run --gradient-clip nan",
    "train --case @. --output @run --gradient-clip=-1",
    "train --case @. --output @run --time 1:00:00", "train --case @. --output @run --partition short",
    "predict --cases @. --output-folder @out --mem 8G", "agreement @. --cpus 2",
    "experiment soft-mask --case @. --out @out --tasks 3", "train --case @. --output @run --array-limit 2",
  ])
  func wrongUsage(line: String) throws {
    let folder = try Self.inputs()
    let before = try Self.contents(folder)
    let run = try Self.run(line, in: folder)
    #expect(run.status == 64)
    #expect(run.output.isEmpty && !run.errors.isEmpty)
    #expect(try Self.contents(folder) == before)
  }
}
