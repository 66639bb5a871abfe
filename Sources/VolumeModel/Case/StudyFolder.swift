/// A folder that was looked through for cases: one scan, a patient with visits, or a whole study.
public struct StudyFolder: Sendable {
  /// The folder, as it was named.
  public let path: String
  /// The cases whose files are clear, in the order of their folders.
  public private(set) var cases: [CaseFiles] = []
  /// Cases that could not be put together, a sentence each.
  public private(set) var problems: [FileError] = []
  /// Scans with several FLAIR images of equal standing: the user has to choose one with --flair.
  public private(set) var choices: [[String]] = []
  /// Image files that belong to no case.
  public let leftOver: [PassedOverFile]
  /// Why the search ended before all was seen, when it did.
  public let limit: String?
  let imageCount: Int
  let dicomCount: Int
  /// The seeds of `cases`, in the same order, but for cases that describe themselves.
  private(set) var seeds: [CaseSeed] = []

  /// Looks through a folder and all folders in it.
  /// - Parameters:
  ///   - path: the folder.
  ///   - flair: the FLAIR of its case, whatever names say; it may lie elsewhere.
  /// - Throws: `notFound` when there is no such folder.
  public init(_ path: String, flair: String? = nil) throws(FileError) {
    let path = FilePath.withoutTrailingSlashes(path)
    self.path = path
    var walk = try FolderWalk(path)
    try Self.addDataSet(of: path, to: &walk)
    if let flair { walk.include(flair) }
    let folders = walk.described
    let scan = StudyScan(walk, flair: flair)
    let own = scan.cases.filter { seed in
      seed.flairs.contains { $0.file.path.hasPrefix(path == "/" ? "/" : path + "/") }
        && !Self.isDescribed(seed, folders)
    }
    leftOver = scan.leftOver
    limit = walk.limit
    imageCount = walk.files.count
    dicomCount = walk.dicomCount
    let names = UniqueNames(own, fallback: FilePath.lastComponent(path))
    for (number, seed) in own.enumerated() {
      let choice = FLAIRChoice(seed)
      if choice.flair == nil, flair == nil { choices.append(choice.candidates) }
      do throws(FileError) {
        var assembly = try CaseAssembly(seed, flairPath: flair, name: names.fallbacks[number])
        var files = assembly.caseFiles()
        files.name = names.names[number]
        if let patient = names.patients[number] { files.givenPatient = patient }
        if let visit = names.visits[number] { files.visit = visit }
        cases.append(files)
        seeds.append(seed)
      } catch {
        problems.append(error)
      }
    }
    for folder in folders {
      do throws(FileError) { cases.append(try CaseDescription.read(folder + "/case.toml")) } catch {
        problems.append(error)
      }
    }
  }

  /// Whether a `case.toml` above says what the files are.
  private static func isDescribed(_ seed: CaseSeed, _ folders: [String]) -> Bool {
    folders.contains { folder in seed.flairs.contains { $0.file.path.hasPrefix(folder + "/") } }
  }

  /// The masks of a BIDS subject lie in the derivatives of its data set, beside the folder of the subject: looks there
  /// too, in the folders of this subject alone.
  private static func addDataSet(of path: String, to walk: inout FolderWalk) throws(FileError) {
    let absolute = ListedPath(FileName(path + "/x"))
    let names = absolute.folders.map { String(decoding: $0, as: UTF8.self) }
    guard let subject = names.lastIndex(where: { $0.hasPrefix("sub-") }), names.count - subject <= 3 else { return }
    let root = DataSetFolder.of(absolute)
    // Spelled as the user did, so that files are not listed under two names.
    let levels = names.count - root.split(separator: "/").count
    let spelled = root.isEmpty ? "/" : path.hasPrefix("/") ? root : parent(of: path, levels: levels) ?? root
    for folder in ["derivatives", "rawdata", names[subject]] {
      let place = (spelled == "/" ? "" : spelled) + "/" + folder
      guard FileStatus(ofPath: place)?.isFolder == true else { continue }
      try walk.add(place) { !$0.hasPrefix("sub-") || $0 == names[subject] }
    }
  }

  private static func parent(of path: String, levels: Int) -> String? {
    let parts = path.split(separator: "/")
    guard parts.count > levels, !parts.contains("..") else { return nil }
    return parts.dropLast(levels).joined(separator: "/")
  }
}

extension StudyFolder {
  /// Whether there is a folder of that name.
  public static func isFolder(_ path: String) -> Bool { FileStatus(ofPath: path)?.isFolder == true }

  /// Whether a folder says itself, by its `case.toml`, which files are its one case.
  public static func isDescribedCase(_ path: String) -> Bool { FileStatus(ofPath: path + "/case.toml") != nil }

  /// Whether a name is that of a case in a folder, not of a file or folder of its own.
  public static func namesCase(_ path: String) -> Bool {
    guard FileStatus(ofPath: path) == nil, let slash = path.lastIndex(of: "/") else { return false }
    return isFolder(String(path[..<slash])) && !FileName(VolumePath(path).file).isImage
  }

  /// The case that a name stands for: the one called so, or the only one whose name begins with it.
  func index(named name: String) -> [Int] {
    let lower = name.lowercased()
    let exact = cases.indices.filter { cases[$0].name.lowercased() == lower }
    if !exact.isEmpty { return exact }
    let begun = cases.indices.filter { NameStart.begins(cases[$0].name, with: name) }
    if !begun.isEmpty { return begun }
    return cases.indices.filter { FilePath.lastComponent(cases[$0].flair).hasPrefix(name) }
  }

  /// The words that select one of the cases: a folder that holds just this case, or a folder and a name.
  public func selector(of number: Int) -> String { selector(of: number, imagesBelow: imagesBelow()) }

  /// The same of every case, for a list of them.
  public func selectors() -> [String] {
    let imagesBelow = imagesBelow()
    return cases.indices.map { selector(of: $0, imagesBelow: imagesBelow) }
  }

  /// How many of the cases' images lie below each folder.
  private func imagesBelow() -> [String: Int] {
    var counts: [String: Int] = [:]
    for files in cases {
      var folder = files.flair
      while let slash = folder.lastIndex(of: "/"), folder.count > path.count {
        folder = String(folder[..<slash])
        counts[folder, default: 0] += 1
      }
    }
    return counts
  }

  private func selector(of number: Int, imagesBelow: [String: Int]) -> String {
    let files = cases[number]
    var folder = files.flair
    while let slash = folder.lastIndex(of: "/"), folder.count > path.count {
      folder = String(folder[..<slash])
      if imagesBelow[folder] == 1 {
        // The folder of a visit, not the one of its kind of files.
        let last = FilePath.lastComponent(folder).lowercased()
        if !["anat", "preprocessed", "pre", "raw_data", "preprocessed_data", "flair"].contains(last) { return folder }
      } else {
        break
      }
    }
    return path + "/" + files.name
  }
}

/// Names of cases and patients that tell them apart within a study.
private struct UniqueNames {
  private(set) var names: [String]
  private(set) var patients: [String?]
  /// As free names tell them; a layout's own are with its cases.
  let visits: [String?]
  /// What a case is called whose files say nothing.
  let fallbacks: [String]

  init(_ seeds: [CaseSeed], fallback: String) {
    let free = seeds.count == 1 ? [nil] : FreeVisits(seeds).visits
    visits = free.map { $0?.visit }
    fallbacks = zip(seeds, free).map { seed, visit in
      if let visit { return "\(visit.patient)_\(visit.visit)" }
      return seeds.count == 1 ? fallback : FilePath.lastComponent(seed.flairs[0].path.folder)
    }
    names = zip(seeds, fallbacks).map { $0.name.isEmpty ? $1 : $0.name }
    let folders = seeds.map(\.flairs[0].path.folder)
    names = zip(Self.prefixes(names, places: folders, mostFolders: 1), names).map { $0 + $1 }
    names = zip(Self.prefixes(names, places: folders, mostFolders: .max), names).map { $0 + $1 }
    // One number in two folders is two people, unless the layout says otherwise.
    let persons = zip(seeds, free).map { $1?.patient ?? $0.patient }
    let people = zip(seeds, persons).map { seed, person in person.map { "\(seed.layout.name)/\($0)" } ?? "" }
    let bases = zip(seeds, free).map { $0.layout.sharesPatientsAcrossFolders ? "" : $1?.place ?? $0.flairs[0].base }
    patients = zip(Self.prefixes(people, places: bases, mostFolders: .max), persons).map { prefix, person in
      person.map { prefix + $0 }
    }
  }

  /// For names that occur more than once, the first folders in which their places differ; empty for others.
  private static func prefixes(_ names: [String], places: [String], mostFolders: Int) -> [String] {
    var prefixes = [String](repeating: "", count: names.count)
    for (name, members) in Dictionary(grouping: names.indices, by: { names[$0] }) {
      guard members.count > 1, !name.isEmpty else { continue }
      let folders = members.map { places[$0].split(separator: "/") }
      let common = folders.dropFirst().reduce(folders[0]) { shared, next in
        Array(zip(shared, next).prefix { $0 == $1 }.map(\.0))
      }
      for (member, folder) in zip(members, folders) {
        prefixes[member] = folder.dropFirst(common.count).prefix(mostFolders).map { $0 + "_" }.joined()
      }
    }
    return prefixes
  }
}
