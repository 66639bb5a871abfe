/// Which label values of a mask are lesions.
public struct LabelChoice: Sendable, Hashable {
  /// The values that count; nil for every value of 0.5 and more.
  public let values: Set<Int>?
  /// Who says so, for people; nil where nobody does.
  public let reason: String?
  let names: [Int: String]

  /// Every value of 0.5 and more.
  public static let all = LabelChoice(values: nil, reason: nil, names: [:])

  /// The values that a user chose.
  public init(chosen values: [Int], names: LabelNames? = nil) {
    self.init(values: Set(values), reason: "chosen", names: names?.names ?? [:])
  }

  private init(values: Set<Int>?, reason: String?, names: [Int: String]) {
    self.values = values
    self.reason = reason
    self.names = names
  }

  /// What the file beside a mask says, or else its layout.
  init(of mask: String, layoutValues: [Int]?) {
    let names = LabelNames.beside(mask)
    if let names, !names.lesions.isEmpty {
      self.init(values: Set(names.lesions), reason: "by \(FileName(names.source).name)", names: names.names)
    } else if let layoutValues {
      self.init(values: Set(layoutValues), reason: "by the layout", names: names?.names ?? [:])
    } else if let names, !names.ignored.isEmpty {
      let left = names.names.filter { !names.ignored.contains($0.key) && !LabelNames.isBackground($0.value) }.keys
      self.init(values: Set(left), reason: "by \(FileName(names.source).name)", names: names.names)
    } else {
      self.init(values: nil, reason: nil, names: names?.names ?? [:])
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
