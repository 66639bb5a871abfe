/// Roles that a user gave to files by name. They go before what a folder's layout says.
public struct NamedRoles: Sendable, Hashable {
  /// The FLAIR, in place of what the folder holds.
  public var flair: String?
  /// The mask of rater 1.
  public var rater1: String?
  /// The mask of rater 2.
  public var rater2: String?
  /// A probability map or mask to show as the prediction.
  public var prediction: String?
  /// A mask of the brain.
  public var brainMask: String?
  /// Further images; one of a sequence that the folder holds too goes before it.
  public var images: [ImageFile]
  /// Masks of raters after the first two.
  public var moreRaters: [String]
  /// Which label values of the masks are lesions.
  public var labels: [Int]?
  /// The form by which files are read that have two which differ.
  public var form: SpatialForm.Source?

  /// Why such a file has its role.
  static let reason = "named by an option"

  /// Roles by file; what is nil or empty stays as the folder has it.
  public init(
    flair: String? = nil, rater1: String? = nil, rater2: String? = nil, prediction: String? = nil,
    brainMask: String? = nil, images: [ImageFile] = [], moreRaters: [String] = [],
    labels: [Int]? = nil, form: SpatialForm.Source? = nil
  ) {
    self.flair = flair
    self.rater1 = rater1
    self.rater2 = rater2
    self.prediction = prediction
    self.brainMask = brainMask
    self.images = images
    self.moreRaters = moreRaters
    self.labels = labels
    self.form = form
  }
}

extension CaseFiles {
  /// Gives roles to the files that a user named. What they displace stays as another mask; a file that is named twice
  /// is one rater.
  public mutating func take(_ named: NamedRoles) {
    let before = roles
    if let file = named.flair { flair = file }
    takeRaters(named)
    takeMoreRaters(named.moreRaters)
    if let file = named.prediction { prediction = file }
    if let file = named.brainMask { brainMask = file }
    if let labels = named.labels {
      for index in raters.indices { raters[index].labels = labels }
      for index in furtherMasks.indices { furtherMasks[index].labels = labels }
    }
    form = named.form ?? form
    for image in named.images {
      images.removeAll { $0.role == image.role }
      images.append(image)
    }
    roles = allRoles.map { role, file in
      before.first { $0.role == role && $0.file == file } ?? before.first { $0.file == file }.map {
        RoleChoice(role: role, file: file, why: $0.why)
      } ?? RoleChoice(role: role, file: file, why: NamedRoles.reason)
    }
    let used = Set(roles.map(\.file))
    passedOver.removeAll { used.contains($0.path) }
    notes = CaseNotes.notes(of: self) + doubled(named)
  }

  /// Counts these label values of its masks as lesions where nothing else says which are.
  package mutating func suggest(labels: [Int]) {
    for index in raters.indices { raters[index].suggestedLabels = labels }
    for index in furtherMasks.indices { furtherMasks[index].suggestedLabels = labels }
  }

  private mutating func takeRaters(_ named: NamedRoles) {
    guard named.rater1 != nil || named.rater2 != nil else { return }
    func file(_ path: String, _ number: Int) -> RaterFile {
      (raters + furtherMasks).first { $0.path == path }
        ?? RaterFile(name: RaterNaming.description(in: FileName(path)) ?? "rater\(number)", path: path)
    }
    var chosen: [RaterFile] = []
    for (path, number) in [(named.rater1, 1), (named.rater2, 2)] {
      if let path, !chosen.contains(where: { Self.isOneFile($0.path, path) }) { chosen.append(file(path, number)) }
    }
    let found = raters + furtherMasks
    func isFree(_ rater: RaterFile) -> Bool { !chosen.contains { Self.isOneFile($0.path, rater.path) } }
    var rest = found.filter(isFree)
    // The one that was not named keeps its place, where it can.
    if named.rater1 == nil {
      if !rest.isEmpty { chosen.insert(rest.removeFirst(), at: 0) }
    } else if named.rater2 == nil {
      let kept = raters.count > 1 && isFree(raters[1]) ? raters[1] : rest.first
      if let kept {
        chosen.append(kept)
        rest.removeAll { $0.path == kept.path }
      }
    }
    raters = chosen
    furtherMasks = rest
  }

  /// Adds raters that were named beyond the first two; where there are fewer, they fill the places.
  private mutating func takeMoreRaters(_ paths: [String]) {
    for path in paths where !(raters + furtherMasks).contains(where: { Self.isOneFile($0.path, path) }) {
      let number = raters.count + furtherMasks.count + 1
      let name = RaterNaming.description(in: FileName(path)) ?? "rater\(number)"
      if raters.count < 2 {
        raters.append(RaterFile(name: name, path: path))
      } else {
        furtherMasks.append(RaterFile(name: name, path: path))
      }
    }
  }

  /// Takes masks in the order given; a file that occurs twice is one rater.
  mutating func take(raters given: [RaterFile], why: String) {
    var different: [RaterFile] = []
    var twice: [String] = []
    for rater in given {
      if let first = different.first(where: { Self.isOneFile($0.path, rater.path) }) {
        twice.append("\(rater.name) is the same file as \(first.name); it counts as one rater")
      } else {
        different.append(rater)
      }
    }
    raters = Array(different.prefix(2))
    furtherMasks = Array(different.dropFirst(2))
    roles = allRoles.map { RoleChoice(role: $0, file: $1, why: why) }
    notes = CaseNotes.notes(of: self) + twice
  }

  private func doubled(_ named: NamedRoles) -> [String] {
    guard let first = named.rater1, let second = named.rater2, Self.isOneFile(first, second) else { return [] }
    return ["--rater1 and --rater2 name one file (\(FileName(first).name)); it counts as one rater"]
  }

  private static func isOneFile(_ path: String, _ other: String) -> Bool {
    if path == other { return true }
    guard let identity = FileIdentity(ofPath: path) else { return false }
    return identity == FileIdentity(ofPath: other)
  }

  /// All files with a role, in the order in which they are told.
  private var allRoles: [(String, String)] {
    var all = [("flair", flair)] + images.map { ($0.role, $0.path) }
    all += (raters + furtherMasks).enumerated().map { ("rater\($0 + 1)", $1.path) }
    if let prediction { all.append(("prediction", prediction)) }
    if let brainMask { all.append(("brain_mask", brainMask)) }
    return all
  }
}
