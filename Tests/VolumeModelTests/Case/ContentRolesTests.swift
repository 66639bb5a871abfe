import Foundation
import Testing
import VolumeModel

/// Files whose names say nothing: their voxels tell masks from images.
@Suite struct ContentRolesTests {
  private static let grid = VoxelGrid(shape: SIMD3(20, 20, 20), affine: Affine(spacingMM: SIMD3(1, 1, 1)))

  enum Content: Sendable {
    /// Many values.
    case image
    /// Few voxels of whole values.
    case mask(UInt8)
    /// A fifth of all voxels.
    case brain
    /// Values from 0 to 1.
    case map
    case zeros
    /// A mask of another grid.
    case elsewhere
  }

  struct Folder: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let files: [(String, Content)]
    /// Empty where nothing is a case.
    let flairs: [String]
    let raters: [String]
  }

  static let folders = [
    Folder(
      testDescription: "initials behind the name of a FLAIR",
      files: [("p2_flair.nii.gz", .image), ("p2_JD.nii.gz", .mask(1)), ("p2_KL.nii", .mask(255))],
      flairs: ["p2_flair.nii.gz"], raters: ["JD=p2_JD.nii.gz", "KL=p2_KL.nii"]),
    Folder(
      testDescription: "a mask that begins as the FLAIR does",
      files: [("p2_FLAIR.nii.gz", .image), ("p2_FLAIR_JD.nii.gz", .mask(1))],
      flairs: ["p2_FLAIR.nii.gz"], raters: ["JD=p2_FLAIR_JD.nii.gz"]),
    Folder(
      testDescription: "masks in a folder called scans",
      files: [("images/p1.nii.gz", .image), ("scans/p1_A.nii.gz", .mask(1))],
      flairs: ["images/p1.nii.gz"], raters: ["A=scans/p1_A.nii.gz"]),
    Folder(
      testDescription: "readers by their folders",
      files: [
        ("images/s1.nii.gz", .image), ("images/s2.nii.gz", .image), ("alice/s1.nii.gz", .mask(1)),
        ("bob/s1.nii.gz", .mask(1)), ("alice/s2.nii.gz", .mask(1)),
      ],
      flairs: ["images/s1.nii.gz", "images/s2.nii.gz"],
      raters: ["alice=alice/s1.nii.gz", "bob=bob/s1.nii.gz", "alice=alice/s2.nii.gz"]),
    Folder(
      testDescription: "saved from ITK-SNAP",
      files: [("0042/FLAIR_brain.nii.gz", .image), ("0042/Untitled.nii.gz", .mask(1))],
      flairs: ["0042/FLAIR_brain.nii.gz"], raters: ["Untitled=0042/Untitled.nii.gz"]),
    Folder(
      testDescription: "no name says anything",
      files: [("p7.nii.gz", .image), ("p7_x.nii.gz", .mask(3)), ("p7_y.nii.gz", .map)],
      flairs: ["p7.nii.gz"], raters: ["x=p7_x.nii.gz"]),
    Folder(
      testDescription: "an image of SAMSEG and its segmentation",
      files: [("samseg/mode01_bias_corrected.nii.gz", .image), ("samseg/seg.nii.gz", .mask(99))],
      flairs: ["samseg/mode01_bias_corrected.nii.gz"], raters: ["SAMSEG=samseg/seg.nii.gz"]),
    Folder(
      testDescription: "two images, of which either may be the FLAIR",
      files: [("a.nii.gz", .image), ("b.nii.gz", .image), ("c.nii.gz", .mask(1))], flairs: [], raters: []),
    Folder(
      testDescription: "an image alone, which may be anything", files: [("a.nii.gz", .image)], flairs: [], raters: []),
    Folder(
      testDescription: "what is no mask of lesions",
      files: [
        ("p_flair.nii.gz", .image), ("p_a.nii.gz", .brain), ("p_b.nii.gz", .map), ("p_c.nii.gz", .zeros),
        ("p_d.nii.gz", .elsewhere), ("p_e.nii.gz", .image),
      ],
      flairs: ["p_flair.nii.gz"], raters: []),
    Folder(
      testDescription: "a mask by its name keeps others out",
      files: [("p_flair.nii.gz", .image), ("p_mask.nii.gz", .mask(1)), ("p_old.nii.gz", .mask(1))],
      flairs: ["p_flair.nii.gz"], raters: ["p_mask=p_mask.nii.gz"]),
  ]

  @Test(arguments: folders) func rolesByVoxels(_ row: Folder) throws {
    let folder = try TemporaryFolder()
    for (name, content) in row.files { try Self.write(content, folder.write(name)) }
    let study = try StudyFolder(folder.path)
    func relative(_ path: String) -> String { String(path.dropFirst(folder.path.count + 1)) }
    #expect(study.cases.map { relative($0.flair) } == row.flairs)
    let raters = study.cases.flatMap { $0.raters + $0.furtherMasks }
    let named = raters.map { relative($0.path) }
    #expect(named == row.raters.map { String($0.drop { $0 != "=" }.dropFirst()) })
    for (rater, expected) in zip(raters, row.raters) where !rater.name.contains("mask") {
      #expect(expected.hasPrefix(rater.name + "="))
    }
    for files in study.cases {
      // What was guessed is said where the case is opened, and in its roles.
      let guessed = files.roles.filter { $0.why.hasPrefix("by its voxels") }
      for role in guessed {
        #expect(
          files.notes.contains { $0.hasPrefix(String(role.file.split(separator: "/").last ?? "") + ": taken for") })
      }
    }
  }

  private static func write(_ content: Content, _ path: String) throws {
    var grid = Self.grid
    if case .elsewhere = content { grid = VoxelGrid(shape: SIMD3(18, 20, 20), affine: grid.affine) }
    var volume = Volume<Float>(grid: grid, filledWith: 0)
    for index in 0..<grid.voxelCount {
      let voxel = grid.voxel(atLinearIndex: index)
      let isInside = (4..<8).contains(voxel.x) && (4..<8).contains(voxel.y) && (4..<8).contains(voxel.z)
      volume[voxel] =
        switch content {
        case .image: Float((index &* 7919) % 1021) + 1
        case .mask(let value): isInside ? Float(value) : 0
        case .elsewhere: isInside ? 1 : 0
        case .brain: voxel.x < 4 ? 1 : 0
        case .map: isInside ? Float(index % 97) / 100 : 0
        case .zeros: 0
        }
    }
    let plain = path.replacing(".nii.gz", with: ".nii")
    try Images.write(volume, like: SpatialForm(grid: grid), to: plain, force: true)
    // Without the words by which the program knows its own work.
    var bytes = try Data(contentsOf: URL(fileURLWithPath: plain))
    bytes.replaceSubrange(148..<228, with: [UInt8](repeating: 0, count: 80))
    try bytes.write(to: URL(fileURLWithPath: plain))
    guard plain != path else { return }
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
    gzip.arguments = ["-f", plain]
    try gzip.run()
    gzip.waitUntilExit()
  }
}
