internal import Foundation

/// Sorts the files of a study into cases, by the rows of ``StudyLayout``.
struct StudyScan {
  /// The cases in the order of their FLAIR images.
  var cases: [CaseSeed] = []
  /// Files that belong to no case, and why.
  private(set) var leftOver: [PassedOverFile] = []
  /// Tells masks from images where names do not.
  var contents = ContentReader()
  /// Images that are a FLAIR whatever their names say, with the reason.
  var chosen: [FileIdentity: String]

  /// - Parameter flair: a file that is a FLAIR whatever its name says.
  init(_ walk: FolderWalk, layouts: [StudyLayout] = StudyLayout.all, flair: String? = nil) {
    chosen = flair.flatMap { FileIdentity(ofPath: $0) }.map { [$0: "named with --flair"] } ?? [:]
    var unclaimed = walk.files.map(ListedPath.init)
    let channels = ChannelNames(companions: walk.companions)
    for layout in layouts where !layout.isLastResort || cases.isEmpty {
      unclaimed = claim(unclaimed, layout, channels: channels, firstCase: cases.count)
    }
    if cases.isEmpty, chooseByContent(unclaimed) {
      unclaimed = claim(unclaimed, .byContent, channels: channels, firstCase: 0)
    }
    unclaimed = masksByContent(unclaimed)
    let subjects = Set(cases.compactMap { $0.layout.usesEntities ? $0.captures["patient"]?.lowercased() : nil })
    for path in unclaimed {
      let subject = path.file.entity("sub").flatMap { subjects.contains($0.lowercased()) ? nil : $0 }
      let why = subject.map { "no FLAIR of sub-\($0) here" } ?? "no rule knows such a name"
      leftOver.append(PassedOverFile(path: path.file.path, why: why))
    }
    // Numbers in names by their size, so that sub-2 comes before sub-10.
    cases.sort { $0.flairs[0].file.path.compare($1.flairs[0].file.path, options: .numeric) == .orderedAscending }
  }

  /// Gives files to the cases of one layout, and returns those that it leaves.
  private mutating func claim(
    _ files: [ListedPath], _ layout: StudyLayout, channels: ChannelNames, firstCase: Int
  ) -> [ListedPath] {
    var others: [MatchedFile] = []
    var left: [ListedPath] = []
    var places: [String: Int] = [:]
    for path in files {
      var known = layout.match(path, channels: channels)
      if layout.usesNameStarts, !chosen.isEmpty, let why = FileIdentity(ofPath: path.file.path).flatMap({ chosen[$0] })
      {
        known = MatchedFile(chosenFLAIR: path, layout: layout, why: why)
      }
      guard let matched = known else {
        left.append(path)
        continue
      }
      guard matched.role == .flair else {
        others.append(matched)
        continue
      }
      let place = layout.place(of: matched)
      if let index = places[place] {
        cases[index].flairs.append(matched)
      } else {
        places[place] = cases.count
        cases.append(CaseSeed(layout: layout, flair: matched))
      }
    }
    others += masksAmongFLAIRs(from: firstCase, layout)
    left += withdrawn(from: firstCase, layout, others)
    let isShared = layout.usesNameStarts
    let index = CaseIndex(cases, from: isShared ? 0 : firstCase)
    for matched in others {
      switch index.owners(of: matched, cases: cases, byStarts: isShared) {
      case .of(let owners): for owner in owners { cases[owner].files.append(matched) }
      case .unclear(let count):
        leftOver.append(
          PassedOverFile(
            path: matched.file.path, why: "may belong to any of \(count) cases here; --rater1 and the like name it"))
      case .none where matched.rule.claimsAlone: leftOver.append(PassedOverFile(matched))
      case .none: left.append(matched.path)
      }
    }
    return left
  }

  /// Takes back the layout's cases whose name counts only beside another file, which is not there.
  /// - Returns: their images.
  private mutating func withdrawn(from firstCase: Int, _ layout: StudyLayout, _ others: [MatchedFile]) -> [ListedPath] {
    func key(_ file: MatchedFile) -> [String?] { layout.keys.map { file.captures[$0] } }
    guard cases[firstCase...].contains(where: { $0.flairs[0].rule.needsCompanion }) else { return [] }
    let companions = Set(others.map(key))
    let alone = cases[firstCase...].filter { seed in
      seed.flairs.allSatisfy { $0.rule.needsCompanion && !companions.contains(key($0)) }
    }
    let paths = alone.flatMap { $0.flairs.map(\.path) }
    let taken = Set(paths.map(\.file.path))
    cases.removeAll { taken.contains($0.flairs[0].file.path) }
    return paths
  }
}

/// A file that a rule knows.
struct MatchedFile: Sendable {
  let path: ListedPath
  let role: FileRole
  /// The rule's place in its layout; a smaller one is preferred.
  let rank: Int
  let rule: LayoutRule
  let layout: String
  let captures: [String: String]
  /// The folder above all that the rule names.
  let base: String
  /// Why it has the role, where that is not by its name.
  var guess: String?

  var file: FileName { path.file }
  /// Which rule gave the role, for people.
  var why: String { guess ?? "named as \(rule.pattern.text) (\(layout))" }
}

extension MatchedFile {
  /// A FLAIR whatever its name says.
  fileprivate init(chosenFLAIR path: ListedPath, layout: StudyLayout, why: String) {
    self.init(
      path: path, role: .flair, rank: -1, rule: LayoutRule(.flair, "--flair"), layout: layout.name, captures: [:],
      base: path.folder, guess: why)
  }
}

/// A case that is being put together.
struct CaseSeed: Sendable {
  let layout: StudyLayout
  /// What may be its FLAIR.
  var flairs: [MatchedFile]
  var files: [MatchedFile] = []

  init(layout: StudyLayout, flair: MatchedFile) {
    self.layout = layout
    flairs = [flair]
  }

  var captures: [String: String] { flairs[0].captures }

  /// The case's name; empty where names say nothing.
  var name: String {
    if layout.usesNameStarts { return NameStart.of(flairs[0].file) }
    if let template = layout.caseName { return PathPattern(template).filled(captures) ?? "" }
    return layout.keys.compactMap { captures[$0] }.joined(separator: "_")
  }

  /// Whose scan it is, within its data set.
  var patient: String? {
    if let template = layout.patient { return PathPattern(template).filled(captures) }
    return layout.keys.contains("visit") || name.isEmpty ? nil : name
  }

  var visit: String? { captures["visit"].flatMap { _ in PathPattern(layout.visit).filled(captures) } }
}

extension StudyLayout {
  /// The first rule that knows a file.
  func match(_ path: ListedPath, channels: ChannelNames) -> MatchedFile? {
    for (rank, rule) in rules.enumerated() {
      guard let match = rule.pattern.match(path, isFree: usesNameStarts) else { continue }
      var role = rule.role
      if role == .channel {
        guard let number = match.captures["channel"].flatMap({ Int($0) }) else { continue }
        role = channels.role(ofChannel: number, dataSet: match.base)
      }
      return MatchedFile(
        path: path, role: role, rank: rank, rule: rule, layout: name, captures: match.captures,
        base: usesEntities ? DataSetFolder.of(path) : match.base)
    }
    return nil
  }

  /// FLAIR images of one place are forms of one scan.
  func place(of flair: MatchedFile) -> String {
    let own = usesNameStarts ? [NameStart.of(flair.file)] : keys.map { flair.captures[$0] ?? "" }
    return ([flair.base] + own).joined(separator: "\u{0}")
  }
}

/// What stands in a name before "FLAIR": whose scan it is, where names are free.
enum NameStart {
  private static let sequenceWords: Set<String> = [
    "t2", "t2w", "3d", "2d", "ax", "axial", "sag", "sagittal", "tra", "cor",
  ]

  static func of(_ flair: FileName) -> String {
    let words = NameSeparators.unified(flair.stem).split(separator: "_", omittingEmptySubsequences: false)
      .prefix { !$0.lowercased().contains("flair") && !sequenceWords.contains($0.lowercased()) }
    // As the name spells it, with its own separators.
    return String(flair.stem.prefix(words.joined(separator: "_").count))
  }

  private static let maskWords: Set<String> = [
    "mask", "masks", "msk", "lesion", "lesions", "seg", "segmentation", "label", "labels", "gt", "groundtruth",
    "ground", "roi",
    "dseg", "manual", "wmh", "consensus", "expert", "rater", "reader", "brain", "prob", "pred", "t1", "t1w", "pd",
  ]

  /// What stands before the words that say what a file is; empty where none of them stands there.
  static func ofMask(_ file: FileName) -> String {
    let words = NameSeparators.unified(file.stem).split(separator: "_", omittingEmptySubsequences: false)
    func saysWhat(_ word: Substring) -> Bool {
      let lower = word.lowercased()
      return maskWords.contains(lower) || maskWords.contains(String(lower.prefix { !$0.isNumber }))
        || sequenceWords.contains(lower)
    }
    guard let end = words.firstIndex(where: saysWhat) else { return "" }
    return String(file.stem.prefix(words[..<end].joined(separator: "_").count))
  }

  /// Whether a name begins with a start, and a letter or digit of the name does not go on.
  static func begins(_ stem: String, with start: String) -> Bool {
    guard !start.isEmpty, stem.lowercased().hasPrefix(start.lowercased()) else { return false }
    let next = stem.dropFirst(start.count).first
    return next.map { !$0.isLetter && !$0.isNumber } ?? true
  }
}

/// The folder of the BIDS data set that a file belongs to.
enum DataSetFolder {
  static func of(_ path: ListedPath) -> String {
    let names = path.folders.map { String(decoding: $0, as: UTF8.self).lowercased() }
    var end = names.count
    if let subject = names.lastIndex(where: { $0.hasPrefix("sub-") }), names.count - subject <= 4 {
      end = subject
    } else if names.last == "anat" {
      end -= 1
    }
    // Derivatives lie in folders of pipelines below "derivatives"; raw data may lie in "rawdata".
    if let derivatives = names[max(0, end - 4)..<end].firstIndex(of: "derivatives") { end = derivatives }
    if end > 0, ["rawdata", "sourcedata"].contains(names[end - 1]) { end -= 1 }
    return path.folder(dropping: names.count - end)
  }
}
