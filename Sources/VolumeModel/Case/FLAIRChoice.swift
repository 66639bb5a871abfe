/// Which of several FLAIR images of one scan is taken.
struct FLAIRChoice {
  private let seed: CaseSeed
  /// What is left when all rules have spoken; one, or else the choice is the user's.
  private let best: [MatchedFile]

  init(_ seed: CaseSeed) {
    self.seed = seed
    var left = seed.flairs
    let rank = left.map(\.rank).min()
    left = left.filter { $0.rank == rank }
    // What the masks lie on.
    let masks = seed.files.filter { if case .rater = $0.role { true } else { false } }
    if left.count > 1, !masks.isEmpty {
      let spaces = Set(masks.map { $0.file.entity("space") })
      left = Self.narrowed(left) { spaces.contains($0.file.entity("space")) }
      if left.count > 1 {
        left = Self.narrowed(left) { flair in masks.contains { Images.lieOnOneGrid($0.file.path, flair.file.path) } }
      }
    }
    if left.count > 1 {
      left = Self.narrowed(left) { flair in
        masks.contains { $0.file.namesImage && $0.file.agrees(with: flair.file) }
      }
    }
    if left.count > 1 { left = Self.narrowed(left) { !$0.file.path.contains("derivatives/") } }
    if left.count > 1 {
      let depth = left.map(\.path.folders.count).min()
      left = Self.narrowed(left) { $0.path.folders.count == depth }
    }
    // Links to one file are one image.
    var identities: Set<FileIdentity> = []
    best = left.filter { FileIdentity(ofPath: $0.file.path).map { identities.insert($0).inserted } ?? true }
  }

  /// The choice, when there is no doubt.
  var flair: MatchedFile? { best.count == 1 ? best.first : nil }

  /// What is left to choose from.
  var candidates: [String] { best.map(\.file.path) }

  func whyNot(_ other: MatchedFile) -> String {
    guard let flair else { return "one of several FLAIR images" }
    let reason =
      other.rank > flair.rank
      ? "its form is preferred" : "the masks lie on it, or it lies higher in the folders"
    return "\(flair.file.name) is the FLAIR: \(reason); --flair chooses"
  }

  func ambiguity(named folder: String) -> FileError {
    let names = best.prefix(4).map(\.file.name).joined(separator: ", ") + (best.count > 4 ? ", ..." : "")
    return FileError(
      .badData, path: folder, problem: "holds \(best.count) FLAIR images of one scan: \(names)",
      advice: "choose one: --flair \(best[0].file.path)")
  }

  private static func narrowed(_ files: [MatchedFile], _ isFitting: (MatchedFile) -> Bool) -> [MatchedFile] {
    let fitting = files.filter(isFitting)
    return fitting.isEmpty ? files : fitting
  }
}
