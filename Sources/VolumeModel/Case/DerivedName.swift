/// How files derived from a case are called, after the rules of BIDS derivatives.
public struct DerivedName: Sendable, Hashable {
  /// What names begin with: the FLAIR's subject, session and other entities, or the case's name.
  public let start: String
  private let space: String

  /// - Parameter caseName: used where the FLAIR's name is no BIDS name.
  public init(flair path: String, caseName: String) {
    let name = FileName(path)
    if name.entity("sub") != nil {
      let left = ["space-", "res-", "label-", "desc-"]
      let entities = name.parts.dropLast().filter { part in !left.contains { part.hasPrefix($0) } }
      start = entities.joined(separator: "_")
      // The grid is the image's: where that was not brought to another space, it is the original one.
      space = name.entity("space") ?? "orig"
    } else {
      start = String(caseName.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) ? $0 : "-" })
      space = "orig"
    }
  }

  /// `sub-07_space-orig_label-L_desc-adjudicated_mask`, for a label and a description.
  public func stem(label: String? = nil, description: String, suffix: String) -> String {
    [start, "space-\(space)", label.map { "label-\($0)" }, "desc-\(description)", suffix].compactMap { $0 }
      .joined(separator: "_")
  }
}
