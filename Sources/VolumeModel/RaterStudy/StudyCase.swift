/// The masks of one scan by several raters. There need be no image.
public struct StudyCase: Sendable, Hashable {
  /// What tells it apart in its study.
  public let name: String
  /// Whose scan it is; visits of one patient are one observation to the bootstrap.
  public let patient: String
  /// The FLAIR, where there is one; the masks then lie on its grid.
  public let flair: String?
  /// One a rater.
  public private(set) var raters: [RaterFile]
  /// A probability map, which is compared with the consensus; nil where there is none.
  public var prediction: String?
  /// A label map of places in the brain, by whose classes lesions are counted; nil where there is none.
  public var regions: String?
  /// The form by which files are read that say twice where their voxels lie.
  public let form: SpatialForm.Source?
  /// Whether masks of another grid are brought to the image's by nearest neighbour, so that the viewer has to as well.
  public var isResampled = false

  /// A case as it was found in a folder, with all its masks.
  public init(_ files: CaseFiles) {
    name = files.name
    patient = files.patient
    flair = files.flair
    raters = files.raters + files.furtherMasks
    form = files.form
    prediction = files.prediction
    regions = files.regions
  }

  init(name: String, patient: String, raters: [RaterFile]) {
    self.name = name
    self.patient = patient
    self.raters = raters
    flair = nil
    form = nil
  }

  /// All files of the case, which no command may replace.
  public var inputs: [String] {
    ([flair, prediction, regions].compactMap(\.self) + raters.map(\.path)).map { VolumePath($0).file }
  }

  /// The command line that opens the case at a voxel, its place from 0; nil without a FLAIR.
  /// - Parameter folder: where it will be run; nil for the working folder.
  public func viewCommand(at voxel: SIMD3<Int>, from folder: String? = nil) -> String? {
    guard let flair else { return nil }
    func path(_ path: String) -> String { folder.map { FilePath.relative(path, toFolder: $0) } ?? path }
    var words = ["flairscope", "view", "--flair", path(flair)]
    for (number, rater) in raters.enumerated() {
      words += [number < 2 ? "--rater\(number + 1)" : "--rater", path(rater.path)]
    }
    if let form { words += ["--use-form", form.rawValue] }
    if isResampled { words += ["--resample", "nearest"] }
    words += ["--cursor", "\(voxel.x),\(voxel.y),\(voxel.z)"]
    return words.map(\.quotedForShell).joined(separator: " ")
  }

  /// The bytes that comparing the masks needs at most, by the header of the image or of a mask: an image and a mask as
  /// numbers, distances, the maps, and a bit a voxel of every mask and of what is made of them.
  public var expectedBytes: Int {
    let voxels = (flair ?? raters.first?.path).flatMap(Images.voxelCount) ?? 0
    let maps = [prediction, regions].compactMap(\.self).count
    return voxels * (12 + 4 * maps + (raters.count + 8) / 8)
  }

  /// Leaves only the raters of these names.
  public mutating func keep(raters names: [String]) { raters = raters.filter { names.contains($0.name) } }
}

/// The cases of a study, and what could not be used.
public struct StudyCases: Sendable {
  /// Cases with at least two masks.
  public internal(set) var cases: [StudyCase] = []
  /// Why an entry was left out.
  public internal(set) var problems: [FileError] = []
  /// What a reader should know, a sentence each.
  public internal(set) var notes: [String] = []

  /// Changes every case.
  public mutating func update(_ change: (inout StudyCase) -> Void) {
    for index in cases.indices { change(&cases[index]) }
  }

  /// Finds the masks of a study.
  /// - Parameters:
  ///   - paths: folders of cases or data sets, or text lists with a folder a line. Folders without any FLAIR may hold
  ///     masks alone, named `CASE_RATER.nii.gz` or as BIDS names them.
  ///   - raters: the raters to look at; nil for all.
  /// - Throws: `FileError` when nothing can be compared.
  public static func find(at paths: [String], raters: [String]? = nil) throws(FileError) -> StudyCases {
    var study = StudyCases()
    for path in paths { try study.add(path) }
    let all = study.cases
    if let raters {
      for index in study.cases.indices { study.cases[index].keep(raters: raters) }
      let known = all.flatMap(\.raters).map(\.name)
      for name in raters where !known.isEmpty && !known.contains(name) {
        throw FileError(
          .notFound, path: paths.joined(separator: " "), problem: "no case has a mask of '\(name)'",
          advice: "there are masks of \(list(Set(known).sorted()))")
      }
    }
    for (one, whole) in zip(study.cases, all) where one.raters.count < 2 {
      study.problems.append(lack(of: one, whole))
    }
    study.cases.removeAll { $0.raters.count < 2 }
    guard !study.cases.isEmpty else {
      throw study.problems.first
        ?? FileError(.notFound, path: paths.joined(separator: " "), problem: "holds no masks to compare")
    }
    return study
  }

  /// Why a case cannot be compared, of whose masks those of some raters are left.
  private static func lack(of one: StudyCase, _ whole: StudyCase) -> FileError {
    let need = "two raters are needed to compare"
    guard one.raters.count < whole.raters.count else {
      return FileError(
        .badData, path: one.name, problem: one.raters.isEmpty ? "has no mask" : "has one mask only", advice: need)
    }
    return FileError(
      .badData, path: one.name,
      problem: one.raters.isEmpty ? "has none of these raters" : "has one of these raters only",
      advice: "it has masks of \(list(whole.raters.map(\.name))); \(need)")
  }

  /// The names, of many the first twelve.
  private static func list(_ names: [String]) -> String {
    names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", \u{2026}" : "")
  }

  private mutating func add(_ path: String) throws(FileError) {
    do throws(FileError) {
      let found = try CaseFiles.collection(at: path)
      // In a folder whose name says images, masks are taken for the images of one case each.
      if found.cases.allSatisfy(\.raters.isEmpty), let alone = try Self.masksAlone(in: path) {
        let masks = Set(alone.cases.flatMap(\.raters).map(\.path))
        if found.cases.allSatisfy({ masks.contains($0.flair) }), alone.cases.contains(where: { $0.raters.count > 1 }) {
          add(alone, at: path)
          return
        }
      }
      cases += found.cases.map(StudyCase.init)
      problems += found.problems
    } catch  where error.kind == .notFound {
      guard let alone = try Self.masksAlone(in: path) else { throw error }
      add(alone, at: path)
    }
  }

  private mutating func add(_ alone: MasksOnlyFolder, at path: String) {
    cases += alone.cases
    notes.append("\(path): no FLAIR; masks alone were taken, \(alone.rule)")
  }

  /// The masks of a folder, if there are any in it.
  private static func masksAlone(in path: String) throws(FileError) -> MasksOnlyFolder? {
    guard StudyFolder.isFolder(path) else { return nil }
    let alone = try MasksOnlyFolder(path)
    return alone.cases.isEmpty ? nil : alone
  }
}

/// A folder of masks without images: who drew which scan is told by the files' names alone.
struct MasksOnlyFolder {
  let cases: [StudyCase]
  let rule = "the rater is the name's desc- entity, or what follows its last underscore"

  init(_ path: String) throws(FileError) {
    var byCase: [String: [RaterFile]] = [:]
    for file in try FolderWalk(path).files where !Self.isImageOrMap(file) && OwnOutput.reason(file) == nil {
      guard let (name, rater) = Self.caseAndRater(of: file) else { continue }
      let folder = String(file.path.dropLast(file.name.count).dropFirst(path.count)).split(separator: "/")
      let whole = (folder.filter { $0 != "anat" }.map(String.init) + [name]).joined(separator: "/")
      byCase[whole, default: []].append(RaterFile(name: rater, path: file.path))
    }
    cases = byCase.keys.sorted().map { name in
      let raters = (byCase[name] ?? []).sorted { RaterNaming.order(of: $0.name) < RaterNaming.order(of: $1.name) }
      let patient = FileName(name).entity("sub").map { "sub-" + $0 } ?? name
      return StudyCase(name: name, patient: patient, raters: raters)
    }
  }

  private static func isImageOrMap(_ file: FileName) -> Bool {
    ["flair", "t1w", "t2w", "t1", "t2", "pd", "pdw", "probseg", "bold", "dwi"].contains(file.suffix)
  }

  private static func caseAndRater(of file: FileName) -> (name: String, rater: String)? {
    let parts = file.parts
    if let description = file.entity("desc") {
      let kept = parts.filter { part in
        let lower = part.lowercased()
        return !["desc-", "label-", "space-"].contains { lower.hasPrefix($0) } && !["mask", "dseg"].contains(lower)
      }
      return kept.isEmpty ? nil : (kept.joined(separator: "_"), description)
    }
    guard let last = parts.last, parts.count > 1 else { return nil }
    return (parts.dropLast().joined(separator: "_"), RaterNaming.description(in: file) ?? last)
  }
}
