import Foundation
import Testing
import VolumeModel

/// Which values of a mask are lesions, and what a prediction's values mean.
@Suite struct LabelTests {
  private let grid = VoxelGrid(shape: SIMD3(4, 4, 2), affine: Affine(spacingMM: SIMD3(1, 1, 1)))

  /// A mask with labels 1 (three voxels), 2 (two) and 3 (one).
  private func labelled(_ folder: TemporaryFolder, _ name: String = "m_dseg.nii.gz") throws -> String {
    var values = [UInt8](repeating: 0, count: grid.voxelCount)
    for (index, value) in [(0, 1), (5, 1), (9, 1), (12, 2), (20, 2), (31, 3)] { values[index] = UInt8(value) }
    let path = folder.file(name)
    try Images.write(Volume(grid: grid, scalars: values), like: SpatialForm(grid: grid), to: path, force: false)
    return path
  }

  @Test(
    arguments: [
      (nil, 6, "holds several labels: 1, 2, 3; all count as lesion"), ([1], 3, "label 1 taken, 2, 3 left out (chosen)"),
      ([1, 3], 4, "labels 1, 3 taken, 2 left out (chosen)"), ([7], 0, "none of the labels 7 occurs"),
    ] as [([Int]?, Int, String)])
  func chosenValuesCount(labels: [Int]?, count: Int, note: String) throws {
    let folder = try TemporaryFolder()
    let loaded = try Images.readMask(labelled(folder), labels: labels.map { LabelChoice(chosen: $0) })
    #expect(loaded.mask.count == count)
    #expect(loaded.notes.contains { $0.hasPrefix(note) }, "\(loaded.notes)")
  }

  @Test(arguments: [
    ("m_dseg.tsv", "index\tname\n0\tbackground\n1\tventricle\n2\tMS lesion\n3\tcortex\n", 2),
    (
      "m_dseg.label.txt",
      "# ITK-SNAP\n0 0 0 0 0 0 0 \"Clear Label\"\n1 255 0 0 1 1 1 \"WMH\"\n2 0 9 0 1 1 1 \"other pathology\"\n", 3
    ),
    ("dataset.json", #"{"labels": {"background": 0, "lesion": 1, "edge": 2, "ignore": 3}}"#, 3),
    ("dataset.json", #"{"labels": {"background": 0, "a": 1, "b": 2, "ignore": 3}}"#, 5),
    ("m_dseg.tsv", "index\tname\n1\tenhancing lesion\n2\tnon-enhancing lesion\n3\tnon-lesion\n", 5),
    ("m_dseg.tsv", "index\tname\n1\tno lesion\n2\tT2 lesions\n3\tvessel\n", 2),
    ("labels.txt", "1 255 0 0 1 1 1 \"left\"\n2 0 9 0 1 1 1 \"right\"\n", 6),
  ])
  func namesBesideTheMaskChoose(file: String, text: String, count: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write(file, text)
    #expect(try Images.readMask(labelled(folder)).mask.count == count)
  }

  @Test func aChoiceThatNoMaskHoldsIsRefused() throws {
    let folder = try TemporaryFolder()
    let mask = try labelled(folder)
    let image = folder.file("flair.nii")
    try Images.write(Volume<Float>(grid: grid, filledWith: 9), like: SpatialForm(grid: grid), to: image, force: false)
    var files = CaseFiles(flair: image, raterMasks: [mask])
    files.take(NamedRoles(labels: [7, 9]))
    #expect {
      try ReviewCase.load(files)
    } throws: {
      "\($0)" == "\(mask): holds none of the labels 7, 9, only 1, 2, 3; choose among those"
    }
    // A rater may well have found nothing of a label that another drew.
    var one = Volume<UInt8>(grid: grid, filledWith: 0)
    one[SIMD3(1, 1, 1)] = 7
    try Images.write(one, like: SpatialForm(grid: grid), to: folder.file("other.nii"), force: false)
    files.take(NamedRoles(rater2: folder.file("other.nii"), labels: [7]))
    #expect(try ReviewCase.load(files).raters.map(\.mask.count) == [0, 1])
    // An empty mask holds no lesions, whatever the label, and a list of labels tells what there may be.
    try Images.write(Volume<UInt8>(grid: grid, filledWith: 0), like: SpatialForm(grid: grid), to: mask, force: true)
    #expect(try Images.readMask(mask, labels: LabelChoice(chosen: [7])).labels.problem == nil)
    try folder.write("m_dseg.tsv", "index\tname\n7\tlesion of the cord\n")
    try FileManager.default.removeItem(atPath: mask)
    #expect(
      try Images.readMask(labelled(folder), labels: LabelChoice(chosen: [7], namedBeside: mask)).labels.problem == nil)
  }

  @Test func severalLabelsAreOpenUntilSomebodyChooses() throws {
    let folder = try TemporaryFolder()
    let mask = try labelled(folder)
    try folder.write("m_dseg.tsv", "index\tname\n1\tperiventricular\n2\tjuxtacortical\n")
    let open = try Images.readMask(mask).labels
    #expect(open.isUndecided)
    #expect(open.found.map(\.value) == [1, 2, 3])
    #expect(open.found.map(\.name) == ["periventricular", "juxtacortical", nil])
    #expect(try !Images.readMask(mask, labels: LabelChoice(chosen: [2])).labels.isUndecided)
    // What was chosen for one case holds for the next where nothing else says.
    var files = CaseFiles(flair: "f.nii", raterMasks: [mask])
    files.suggest(labels: [2, 3])
    let suggested = try Images.readMask(mask, labels: files.raters[0].labelChoice)
    #expect(suggested.mask.count == 3)
    #expect(suggested.notes.contains { $0.contains("(as in the other cases)") })
  }

  @Test(
    arguments: [("1,3", [1, 3]), ("2", [2]), ("1, 4", [1, 4]), ("", nil), ("0", nil), ("1,x", nil), ("-1", nil)]
      as [(String, [Int]?)])
  func aListOfLabels(text: String, values: [Int]?) { #expect(LabelChoice.values(in: text) == values) }

  @Test func caseTOMLChoosesLabels() throws {
    let folder = try TemporaryFolder()
    _ = try labelled(folder, "a.nii.gz")
    _ = try labelled(folder, "b.nii.gz")
    try Images.write(
      Volume<Float>(grid: grid, filledWith: 3), like: SpatialForm(grid: grid), to: folder.file("f.nii"), force: false)
    try folder.write(
      "case.toml",
      "flair = \"f.nii\"\nlabels = [1]\n[[rater]]\nmask = \"a.nii.gz\"\n[[rater]]\nmask = \"b.nii.gz\"\nlabels = [2, 3]\n"
    )
    let review = try ReviewCase.load(CaseFiles.find(inFolder: folder.path))
    #expect(review.raters.map(\.mask.count) == [3, 3])
  }

  @Test func theWMHChallengeCountsLabelOneUnlessToldOtherwise() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.file("Utrecht/0/pre"), withIntermediateDirectories: true)
    _ = try labelled(folder, "Utrecht/0/wmh.nii.gz")
    try Images.write(
      Volume<Float>(grid: grid, filledWith: 3), like: SpatialForm(grid: grid),
      to: folder.file("Utrecht/0/pre/FLAIR.nii"),
      force: false)
    // Written by the test, so it has to be named.
    var files = try CaseFiles.find(inFolder: folder.file("Utrecht/0"))
    #expect(files.layout == "WMH challenge")
    files.take(NamedRoles(rater1: folder.file("Utrecht/0/wmh.nii.gz"), labels: [1, 2]))
    #expect(try ReviewCase.load(files).raters.map(\.mask.count) == [5])
  }

  // MARK: Predictions

  @Test(
    arguments: [
      ([0, 0.2, 1], PredictionScale.probability), ([-0.1, 0.5, 1.05], .probability),
      ([0, 42, 97.5, 3, 4, 5, 6, 7, 8, 9], .percent),
      ([0, 3, 9, 27, 81, 130, 200, 210, 220, 255], .bytes), ([-9, -2, 0.5, 4], .logits), ([0, 255], .labels),
      ([0, 1, 2], .labels), ([0, 900.5, 2], .unknown), ([-5, 0, 0, 0, 0, 0, 0, 3], .unknown), ([], .probability),
      ([.nan, 0.5], .probability),
      // The numbers of twelve lesions, a dark image, an image of whole values that are mostly high, a smooth map of bytes.
      ([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], .unknown),
      ([0.5, 31, 44, 60, 81, 99.5, 120, 131, 100, 90], .unknown),
      ([0, 30, 140, 150, 160, 170, 180, 190, 200, 210], .unknown), ([0, 0.5, 1, 2, 3, 4, 5, 6, 7, 254.7], .bytes),
    ] as [([Float], PredictionScale)])
  func theScaleOfAMap(values: [Float], scale: PredictionScale) { #expect(PredictionScale(of: values) == scale) }

  @Test func aMapInPerCentIsDividedAndSaid() throws {
    let folder = try TemporaryFolder()
    let values = (0..<grid.voxelCount).map { Float($0) * 3.1 }
    try Images.write(
      Volume(grid: grid, scalars: values), like: SpatialForm(grid: grid), to: folder.file("p.nii"), force: false)
    let map = try Images.readPrediction(folder.file("p.nii"))
    #expect(zip(map.volume.scalars, values).allSatisfy { abs($0 - $1 / 100) < 1e-6 })
    #expect(map.notes.contains { $0.contains("taken as per cent") })
  }
}
