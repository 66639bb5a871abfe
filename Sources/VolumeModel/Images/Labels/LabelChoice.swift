/// Which label values of a mask are lesions.
public struct LabelChoice: Sendable, Hashable {
  /// The values that count; nil for every value of 0.5 and more.
  public let values: Set<Int>?
  /// Who says so, for people; nil where nobody does.
  public let reason: String?
  let names: [Int: String]

  /// Whether a user chose the values, so that none of them in a mask is a mistake.
  private let isChosen: Bool

  /// Every value of 0.5 and more.
  public static let all = LabelChoice(values: nil, reason: nil, names: [:])

  /// The values that a user chose.
  public init(chosen values: [Int], names: LabelNames? = nil) {
    self.init(values: Set(values), reason: "chosen", names: names?.names ?? [:], isChosen: true)
  }

  /// The values that a user chose for a mask file, with the names that a list of labels beside it gives.
  public init(chosen values: [Int], namedBeside path: String) {
    self.init(chosen: values, names: LabelNames.beside(VolumePath(path).file))
  }

  private init(values: Set<Int>?, reason: String?, names: [Int: String], isChosen: Bool = false) {
    self.isChosen = isChosen
    self.values = values
    self.reason = reason
    self.names = names
  }

  /// What the file beside a mask says, or else its layout.
  /// - Parameter otherwise: what a user chose for other masks of the sitting, where nothing else says.
  init(of mask: String, layoutValues: [Int]?, otherwise: [Int]? = nil) {
    let names = LabelNames.beside(mask)
    if let names, !names.lesions.isEmpty {
      self.init(values: Set(names.lesions), reason: "by \(FileName(names.source).name)", names: names.names)
    } else if let layoutValues {
      self.init(values: Set(layoutValues), reason: "by the layout", names: names?.names ?? [:])
    } else if let names, !names.ignored.isEmpty {
      let left = names.names.filter { !names.ignored.contains($0.key) && !LabelNames.isBackground($0.value) }.keys
      self.init(values: Set(left), reason: "by \(FileName(names.source).name)", names: names.names)
    } else {
      self.init(
        values: otherwise.map { Set($0) }, reason: otherwise.map { _ in "as in the other cases" },
        names: names?.names ?? [:])
    }
  }

  /// Reads `1,3`.
  /// - Returns: nil for a text that is no list of whole numbers above 0.
  public static func values(in text: String) -> [Int]? {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Int($0.drop { $0 == " " })
    }
    guard !numbers.isEmpty, numbers.allSatisfy({ ($0 ?? 0) > 0 }) else { return nil }
    return numbers.compactMap { $0 }
  }

  /// "1 (lesion)", where the name is known.
  func name(of value: Int) -> String { names[value].map { "\(value) (\($0))" } ?? "\(value)" }

  /// Whether a voxel's value counts.
  @inline(__always)
  func takes(_ value: Float) -> Bool {
    guard let values else { return value >= 0.5 }
    let whole = value.rounded()
    guard abs(value - whole) < 0.01, let number = Int(exactly: whole) else { return false }
    return values.contains(number)
  }

  /// Why a mask cannot be read by this choice: it holds labels, but none of those that a user chose; nil where it can.
  /// An empty mask is one without lesions, and so is one whose label file names what was chosen.
  /// - Parameters:
  ///   - found: the values that occur, without 0; empty where they are not whole numbers or too many.
  ///   - isEmpty: whether no voxel of the mask counts.
  func problem(found: [Int], isEmpty: Bool, path: String) -> FileError? {
    guard isChosen, isEmpty, !found.isEmpty, let values, values.allSatisfy({ names[$0] == nil }) else { return nil }
    return FileError(
      .badData, path: path,
      problem: "holds none of the labels \(values.sorted().map(String.init).joined(separator: ", ")), only "
        + found.map { name(of: $0) }.joined(separator: ", "),
      advice: found.count == 1 ? "leave the labels out" : "choose among those")
  }

  /// The labels that a mask holds, with their names where these are known.
  func found(_ values: [Int]) -> [FoundLabel] { values.map { FoundLabel(value: $0, name: names[$0]) } }

  /// What a person should know about the labels that a mask holds.
  /// - Parameter found: the values that occur, without 0; empty where they are not whole numbers or too many.
  func notes(found: [Int]) -> [String] {
    guard let values else {
      guard found.count > 1 else { return [] }
      let list = found.map { name(of: $0) }.joined(separator: ", ")
      return ["holds several labels: \(list); all count as lesion, --labels chooses some"]
    }
    let taken = found.filter { values.contains($0) }
    let left = found.filter { !values.contains($0) }
    guard !left.isEmpty || taken.isEmpty else { return [] }
    let said =
      taken.isEmpty
      ? "none of the labels \(values.sorted().map { name(of: $0) }.joined(separator: ", ")) occurs"
      : "label\(taken.count == 1 ? "" : "s") \(taken.map { name(of: $0) }.joined(separator: ", ")) taken"
    let rest = left.isEmpty ? "" : ", \(left.map { name(of: $0) }.joined(separator: ", ")) left out"
    return ["\(said)\(rest) (\(reason ?? "chosen")); --labels chooses others"]
  }
}

/// A label value that occurs in a mask.
public struct FoundLabel: Sendable, Hashable {
  /// The value, above 0.
  public let value: Int
  /// What a list of labels beside the mask calls it.
  public let name: String?
}

/// The labels of a mask, and whether what counts of them was decided.
public struct MaskLabels: Sendable, Hashable {
  /// The labels that occur, ascending; empty where values are not whole numbers, or too many for labels.
  public let found: [FoundLabel]
  /// Whether several occur and nobody said which of them are lesions.
  public let isUndecided: Bool
  /// Set where labels were chosen and the mask holds others only. Among several masks of a case one may well lack a
  /// label; a mask alone, or all of them, is refused with this.
  public let problem: FileError?

  /// Of a mask that came from no file.
  public static let none = MaskLabels(found: [], isUndecided: false, problem: nil)

  /// Refuses masks that all lack what was chosen.
  static func check(_ masks: [MaskLabels]) throws(FileError) {
    guard let problem = masks.first?.problem, masks.allSatisfy({ $0.problem != nil }) else { return }
    throw problem
  }
}
