/// Makes a case of the files that belong together: picks the FLAIR, sorts the masks, and says why.
struct CaseAssembly {
  private let seed: CaseSeed
  private let flair: MatchedFile
  private var passedOver: [PassedOverFile] = []
  private var roles: [RoleChoice] = []

  /// What the layout calls each of its cases; unique within a study.
  private let name: String

  /// - Parameters:
  ///   - seed: the files of one case.
  ///   - flairPath: the FLAIR to take, where the user chose one.
  ///   - name: used where the names say nothing.
  init(_ seed: CaseSeed, flairPath: String? = nil, name: String) throws(FileError) {
    self.seed = seed
    self.name = seed.name.isEmpty ? name : seed.name
    let choice = FLAIRChoice(seed)
    let wanted = flairPath.flatMap { FileIdentity(ofPath: $0) }
    let chosen = wanted.flatMap { wanted in seed.flairs.first { FileIdentity(ofPath: $0.file.path) == wanted } }
    guard let flair = chosen ?? choice.flair else { throw choice.ambiguity(named: seed.flairs[0].path.folder) }
    self.flair = flair
    for other in seed.flairs where other.file != flair.file {
      passedOver.append(
        PassedOverFile(
          path: other.file.path,
          why: chosen == nil ? choice.whyNot(other) : "another FLAIR was chosen with --flair"))
    }
    roles.append(RoleChoice(role: "flair", file: flair.file.path, why: flair.why))
  }

  /// The case.
  mutating func caseFiles() -> CaseFiles {
    let images = takeImages()
    let brain = take(.brainMask, role: "brain_mask")
    let prediction = take(.prediction, role: "prediction")
    let raters = takeRaters()
    for file in seed.files { if case .passedOver = file.role { passedOver.append(PassedOverFile(file)) } }
    var found = CaseFiles(
      name: name, flair: flair.file.path, images: images, raters: Array(raters.prefix(2)), prediction: prediction,
      brainMask: brain)
    found.furtherMasks = Array(raters.dropFirst(2))
    found.layout = seed.layout.name
    found.givenPatient = seed.patient
    found.visit = seed.visit
    found.roles = roles
    found.passedOver = passedOver.sorted { $0.path < $1.path }
    found.remark = seed.layout.remark
    found.notes = CaseNotes.notes(of: found)
    for file in [flair] + seed.files {
      // What was guessed is said, so that a person can say otherwise.
      if let guess = file.guess, file.rank != -1 || seed.layout.name == StudyLayout.byContent.name {
        found.notes.append("\(file.file.name): taken for \(file.role == .flair ? "the FLAIR" : "a mask") \(guess)")
      }
    }
    return found
  }

  // MARK: Images, maps and brain

  private mutating func takeImages() -> [ImageFile] {
    var images: [ImageFile] = []
    for file in preferred(seed.files) {
      guard case .image(let sequence) = file.role else { continue }
      if let space = spaceProblem(of: file) {
        passedOver.append(PassedOverFile(path: file.file.path, why: space))
      } else if let first = images.first(where: { $0.role == sequence }) {
        let name = FileName(first.path).name
        passedOver.append(
          PassedOverFile(
            path: file.file.path, why: "\(name) is the \(sequence) already; --image \(sequence)=FILE names another"))
      } else {
        images.append(ImageFile(role: sequence, path: file.file.path))
        roles.append(RoleChoice(role: sequence, file: file.file.path, why: file.why))
      }
    }
    let order = ["T1", "T1Gd", "T2", "PD"]
    return images.sorted {
      (order.firstIndex(of: $0.role) ?? 9, $0.role) < (order.firstIndex(of: $1.role) ?? 9, $1.role)
    }
  }

  private mutating func take(_ wanted: FileRole, role: String) -> String? {
    var taken: MatchedFile?
    for file in preferred(seed.files) where file.role == wanted {
      if let problem = spaceProblem(of: file) ?? imageProblem(of: file) {
        passedOver.append(PassedOverFile(path: file.file.path, why: problem))
      } else if let taken {
        passedOver.append(
          PassedOverFile(path: file.file.path, why: "\(taken.file.name) is the \(wanted.title) already"))
      } else {
        taken = file
        roles.append(RoleChoice(role: role, file: file.file.path, why: file.why))
      }
    }
    return taken?.file.path
  }

  /// Rule by rule, then what lies with the FLAIR, then by path.
  private func preferred(_ files: [MatchedFile]) -> [MatchedFile] {
    func key(_ file: MatchedFile) -> (Int, Int, Int, String) {
      // A rule of another layout only helps out.
      (
        file.layout == seed.layout.name ? 0 : 1, file.rank, file.path.folder == flair.path.folder ? 0 : 1,
        file.file.path
      )
    }
    return files.sorted { key($0) < key($1) }
  }

  // MARK: Raters

  private mutating func takeRaters() -> [RaterFile] {
    var taken: [(rater: RaterFile, file: MatchedFile, isProgram: Bool)] = []
    var seen: [FileIdentity: String] = [:]
    if let status = FileIdentity(ofPath: flair.file.path) { seen[status] = flair.file.name }
    for file in seed.files {
      let isProgram: Bool
      switch file.role {
      case .rater: isProgram = false
      case .program: isProgram = true
      default: continue
      }
      let identity = FileIdentity(ofPath: file.file.path)
      if let identity, let other = seen[identity] {
        passedOver.append(PassedOverFile(path: file.file.path, why: "the same file as \(other)"))
        continue
      }
      if let identity { seen[identity] = file.file.name }
      if let why = OwnOutput.reason(file.file) ?? spaceProblem(of: file) ?? imageProblem(of: file) {
        passedOver.append(PassedOverFile(path: file.file.path, why: why))
        continue
      }
      var rater = RaterFile(name: raterName(of: file), path: file.file.path)
      rater.layoutLabels = file.rule.lesionLabels
      taken.append((rater, file, isProgram))
    }
    for (name, members) in Dictionary(grouping: taken.indices, by: { taken[$0].rater.name }) where members.count > 1 {
      for (member, place) in zip(members, RaterPlaces.names(of: members.map { taken[$0].file })) {
        let rater = taken[member].rater
        var renamed = RaterFile(name: "\(name) (\(place))", path: rater.path, isSimulated: rater.isSimulated)
        renamed.layoutLabels = rater.layoutLabels
        taken[member].rater = renamed
      }
    }
    taken.sort {
      Self.order($0) < Self.order($1)
    }
    for (number, entry) in taken.enumerated() {
      roles.append(
        RoleChoice(
          role: "rater\(number + 1)", file: entry.rater.path,
          why: entry.file.why + (entry.isProgram ? ", made by a program" : "")))
    }
    return taken.map(\.rater)
  }

  /// People before programs, then by the names' own order.
  private static func order(
    _ entry: (rater: RaterFile, file: MatchedFile, isProgram: Bool)
  ) -> (Int, Int, String, String) {
    let (rank, name) = RaterNaming.order(of: entry.rater.name)
    return (entry.isProgram ? 1 : 0, rank, name, entry.rater.path)
  }

  private func raterName(of file: MatchedFile) -> String {
    switch file.role {
    case .program(let name): return name
    case .rater(let template?):
      return PathPattern(template).filled(file.captures) ?? file.file.stem
    default:
      return RaterNaming.description(in: file.file) ?? RaterNaming.rest(of: file.file, start: name)
        ?? RaterPlaces.pipeline(of: file.path) ?? RaterPlaces.ownWords(of: file.path, start: name)
    }
  }

  // MARK: Other images

  /// Why a file that names another FLAIR of the scan is no use; nil for one that names this one, or none.
  private func imageProblem(of file: MatchedFile) -> String? {
    guard file.file.namesImage, !file.file.agrees(with: flair.file),
      let other = seed.flairs.first(where: { file.file.agrees(with: $0.file) })
    else { return nil }
    return "belongs to \(other.file.name), which is not the FLAIR here; --flair chooses"
  }

  /// Why a file of another BIDS space is no use; nil for one on the FLAIR's grid.
  private func spaceProblem(of file: MatchedFile) -> String? {
    guard let space = file.file.entity("space")?.lowercased() else { return nil }
    let own = flair.file.entity("space")?.lowercased()
    if space == own { return nil }
    let native: Set<String> = ["orig", "flair", "scanner", "native", "individual"]
    if native.contains(space), own == nil || native.contains(own ?? "") { return nil }
    if Images.lieOnOneGrid(file.file.path, flair.file.path) { return nil }
    return "lies in space-\(space), the FLAIR \(own.map { "in space-\($0)" } ?? "does not")"
  }
}
