/// Finds the case that a file belongs to: the nearest folder above the file that has a FLAIR of the same patient and
/// visit anywhere below it.
struct CaseIndex {
  enum Owners {
    case of([Int])
    /// Several cases lie there and the file does not say which is its own.
    case unclear(Int)
    case none
  }

  /// The cases with a FLAIR below a folder; below a folder for one patient.
  private var byFolder: [String: [Int]] = [:]
  private var byPatient: [String: [Int]] = [:]

  init(_ cases: [CaseSeed], from first: Int) {
    for number in cases.indices where number >= first {
      for flair in cases[number].flairs {
        let path = flair.path
        for level in 0...path.folders.count {
          let folder = path.folder(dropping: level)
          if byFolder[folder]?.last != number { byFolder[folder, default: []].append(number) }
          guard let patient = flair.captures["patient"] else { continue }
          let key = Self.key(folder, patient)
          if byPatient[key]?.last != number { byPatient[key, default: []].append(number) }
        }
      }
    }
  }

  /// - Parameter byStarts: go by the beginning of the file's name instead of captures, and let a folder's only case
  ///   have what lies in it.
  func owners(of file: MatchedFile, cases: [CaseSeed], byStarts: Bool) -> Owners {
    for level in 0...file.path.folders.count {
      let folder = file.path.folder(dropping: level)
      guard let here = file.captures["patient"].map({ byPatient[Self.key(folder, $0)] ?? [] }) ?? byFolder[folder]
      else { continue }
      let fitting = here.filter { number in
        isOfSubject(file.file, cases[number]) && isInFolders(file, cases[number])
          && cases[number].layout.keys.allSatisfy { key in
            guard let own = file.captures[key], let other = cases[number].captures[key] else { return true }
            return own.lowercased() == other.lowercased()
          }
      }
      guard !fitting.isEmpty else { continue }
      return byStarts ? choose(fitting, of: file, cases) : choose(fitting, cases)
    }
    return .none
  }

  /// A BIDS name says whose file it is, whatever rule found it.
  private func isOfSubject(_ file: FileName, _ seed: CaseSeed) -> Bool {
    guard seed.layout.usesEntities, let subject = file.entity("sub") else { return true }
    return subject.lowercased() == seed.captures["patient"]?.lowercased()
  }

  private func isInFolders(_ file: MatchedFile, _ seed: CaseSeed) -> Bool {
    if !seed.layout.staysInFolders || file.layout != seed.layout.name { return true }
    if case .passedOver = file.role { return true }
    return file.base == seed.flairs[0].base
  }

  /// All visits of one patient, or the only case.
  private func choose(_ numbers: [Int], _ cases: [CaseSeed]) -> Owners {
    let patients = Set(numbers.map { cases[$0].captures["patient"] ?? cases[$0].name })
    return patients.count == 1 ? .of(numbers) : .unclear(numbers.count)
  }

  private func choose(_ numbers: [Int], of file: MatchedFile, _ cases: [CaseSeed]) -> Owners {
    let named = numbers.filter { NameStart.begins(file.file.stem, with: cases[$0].name) }
    if let longest = named.map({ cases[$0].name.count }).max() {
      return .of(named.filter { cases[$0].name.count == longest })
    }
    if numbers.count == 1 { return .of(numbers) }
    // The FLAIR may say more: "anna_3T_flair" beside "anna_mask".
    let start = NameStart.ofMask(file.file)
    let begun = numbers.filter { NameStart.begins(cases[$0].name, with: start) }
    return begun.count == 1 ? .of(begun) : .unclear(numbers.count)
  }

  private static func key(_ folder: String, _ patient: String) -> String { folder + "\u{0}" + patient.lowercased() }
}
