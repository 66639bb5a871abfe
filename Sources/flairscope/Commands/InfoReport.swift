import VolumeModel

/// What `info` found out about its arguments.
struct InfoReport: Encodable {
  /// Whether every voxel of large files is looked at.
  let isFull: Bool
  private(set) var files: [FileFacts] = []
  private(set) var folders: [FolderReport] = []
  /// What could not be read, or not be decided.
  private(set) var failures: [FileError] = []

  init(isFull: Bool) { self.isFull = isFull }

  mutating func add(_ name: String) {
    guard FolderReport.isFolder(name) else { return add(Images.inspect(name, isFull: isFull)) }
    do throws(FileError) {
      let report = try FolderReport(name)
      folders.append(report)
      failures += report.failures
      // The files of one case are looked into; a study is only listed.
      if let only = report.onlyCase {
        let placements = MaskPlacements(of: only.files, isFull: isFull)
        let raters = only.files.raters + only.files.furtherMasks
        for role in only.roles {
          let facts =
            placements?.facts[role.file]
            ?? Images.inspect(
              role.file, isFull: isFull, labels: raters.first { $0.path == role.file }.map(\.labelChoice))
          add(facts, placement: placements?.notes[role.file])
        }
      }
    } catch {
      failures.append(error)
    }
  }

  /// - Parameter placement: what is known already of its place on the FLAIR.
  private mutating func add(_ found: FileFacts, placement: [String]? = nil) {
    var facts = found
    if let failure = facts.failure { failures.append(failure) }
    if facts.isUsable, let note = CaseMemory(of: CaseFiles(flair: facts.path))?.note { facts.notes.append(note) }
    if let placement {
      facts.notes += placement
    } else if let first = files.first(where: \.isUsable), let note = Self.displacement(of: facts, from: first) {
      facts.notes.append(note)
    }
    files.append(facts)
  }

  /// The trap that a shape hides: as many voxels, but elsewhere.
  private static func displacement(of facts: FileFacts, from first: FileFacts) -> String? {
    guard let grid = facts.grid, let other = first.grid else { return nil }
    switch GridFit(grid, on: other) {
    case .same: return nil
    case .near(let distance):
      return
        "lies up to \(ReadableNumber.text(distance, decimals: 4)) mm off the voxels of \(first.path), less than a tenth of a voxel"
    case .reordered:
      return
        "covers the voxels of \(first.path) with its axes in another order, "
        + "\(facts.axes ?? "?") in place of \(first.axes ?? "?")"
    case .other: break
    }
    guard grid.shape == other.shape else { return nil }
    return "of the shape of \(first.path), but not on its grid: \(grid.difference(from: other))"
  }

  private enum CodingKeys: String, CodingKey { case files, folders }

  /// Of one folder alone, its fields stand at the top of the document.
  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(files, forKey: .files)
    if folders.count == 1 {
      try folders[0].encode(to: encoder)
    } else if !folders.isEmpty {
      try fields.encode(folders, forKey: .folders)
    }
  }
}

/// What `info` says of a folder.
struct FolderReport: Encodable {
  let folder: String
  let cases: [CaseReport]
  let failures: [FileError]
  /// Image files of no case.
  let leftOver: [PassedOverFile]
  /// What settles an unclear choice.
  let choices: [Choice]
  let limit: String?

  struct Choice: Encodable {
    let file: String
    let option: String
  }

  struct CaseReport: Encodable {
    let name: String
    /// What opens this case: flairscope SELECT.
    let select: String
    let layout: String?
    let patient: String
    let visit: String?
    let roles: [RoleChoice]
    let passedOver: [PassedOverFile]
    let files: CaseFiles

    init(_ files: CaseFiles, select: String) {
      self.files = files
      name = files.name
      self.select = select
      layout = files.layout
      patient = files.patient
      visit = files.visit
      roles = files.roles
      passedOver = files.passedOver
    }

    enum CodingKeys: String, CodingKey {
      case name, select, layout, patient, visit, roles
      case passedOver = "passed_over"
    }
  }

  /// Whether a name stands for a folder, or for one of the cases of a folder (`FOLDER/NAME`).
  /// Whether no image was found, so that there is nothing to list.
  var isEmpty: Bool { cases.isEmpty && choices.isEmpty && leftOver.isEmpty }

  static func isFolder(_ path: String) -> Bool { StudyFolder.isFolder(path) || StudyFolder.namesCase(path) }

  /// The case, where the folder holds just one and nothing is unclear.
  var onlyCase: CaseReport? { cases.count == 1 && choices.isEmpty ? cases.first : nil }

  init(_ path: String) throws(FileError) {
    folder = path
    guard StudyFolder.isFolder(path) else {
      cases = [CaseReport(try CaseFiles.find(inFolder: path), select: path)]
      (choices, leftOver, limit, failures) = ([], [], nil, [])
      return
    }
    let study = try StudyFolder(path)
    let selectors = study.cases.count == 1 ? [path] : study.selectors()
    cases = zip(study.cases, selectors).map { CaseReport($0, select: $1) }
    choices = study.choices.flatMap { $0.map { Choice(file: $0, option: "--flair \($0.quotedForShell)") } }
    leftOver = study.leftOver
    limit = study.limit
    failures = study.problems + (study.cases.isEmpty && study.problems.isEmpty ? [study.absence(named: path)] : [])
  }

  private enum CodingKeys: String, CodingKey {
    case folder, layout, name, patient, visit, roles, cases, choices, problems, limit
    case passedOver = "passed_over"
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(folder, forKey: .folder)
    let layouts = Set(cases.compactMap(\.layout))
    try fields.encode(layouts.isEmpty ? nil : layouts.sorted().joined(separator: ", "), forKey: .layout)
    try fields.encode(failures.map(\.description), forKey: .problems)
    try fields.encode(choices, forKey: .choices)
    try fields.encodeIfPresent(limit, forKey: .limit)
    if let only = onlyCase {
      try fields.encode(only.name, forKey: .name)
      try fields.encode(only.patient, forKey: .patient)
      try fields.encode(only.visit, forKey: .visit)
      try fields.encode(only.roles, forKey: .roles)
      try fields.encode(only.passedOver + leftOver, forKey: .passedOver)
    } else {
      try fields.encode([RoleChoice](), forKey: .roles)
      try fields.encode(leftOver, forKey: .passedOver)
      try fields.encode(cases, forKey: .cases)
    }
  }
}

/// What `info` says of a folder, for people.
enum FolderText {
  /// So many cases of a study are listed.
  private static let mostCases = 2000

  static func block(_ report: FolderReport) -> String {
    var lines = [report.folder.visibleOnOneLine]
    if let only = report.onlyCase {
      lines.append("  layout       \(only.layout ?? "unknown")")
      lines.append(
        "  case         \(name: only.name), patient \(name: only.patient)\(name: only.visit.map { ", visit \($0)" } ?? "")"
      )
      lines += only.roles.map { "  \(name: padded($0.role)) \(name: short($0.file, report))\n               \($0.why)" }
      lines += passedOver(only.passedOver + report.leftOver, report)
    } else {
      lines.append("  \(report.cases.count) cases")
      var table = TextTable([
        ("case", .left), ("patient", .left), ("visit", .left), ("layout", .left), ("raters", .right),
      ])
      for one in report.cases.prefix(mostCases) {
        table.add([
          one.name, one.patient, one.visit ?? "", one.layout ?? "", "\(one.roles.count { $0.role.hasPrefix("rater") })",
        ])
      }
      if !report.cases.isEmpty { lines += table.text.split(separator: "\n").map { "  " + $0 } }
      if report.cases.count > mostCases { lines.append("  and \(report.cases.count - mostCases) more; --json has all") }
      if let first = report.cases.first {
        lines.append("  open one, as in: flairscope \(name: first.select.quotedForShell)")
        lines.append("  open all:        flairscope \(name: report.folder.quotedForShell)")
      }
      lines += passedOver(report.leftOver, report)
    }
    if !report.choices.isEmpty {
      lines.append("  choose one of these:")
      lines += report.choices.map { "    flairscope \(name: report.folder.quotedForShell) \(name: $0.option)" }
    }
    if let limit = report.limit { lines.append("  note         \(name: limit)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func passedOver(_ files: [PassedOverFile], _ report: FolderReport) -> [String] {
    guard !files.isEmpty else { return [] }
    return ["  passed over"] + files.map { "    \(name: short($0.path, report))\n               \(name: $0.why)" }
  }

  private static func padded(_ text: String) -> String {
    text + String(repeating: " ", count: max(0, 12 - text.count))
  }

  private static func short(_ file: String, _ report: FolderReport) -> String {
    let prefix = report.folder.hasSuffix("/") ? report.folder : report.folder + "/"
    return file.hasPrefix(prefix) ? String(file.dropFirst(prefix.count)) : file
  }
}
