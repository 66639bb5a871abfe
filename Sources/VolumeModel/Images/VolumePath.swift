/// A file, or one volume of it: `FILE:2` is the second volume of FILE, unless there is a file of that very name.
public struct VolumePath: Sendable, Hashable {
  /// The file.
  public let file: String
  /// Which volume, as named: those there are count from 1, and readers refuse others; nil where the name does not say.
  public let volume: Int?

  /// Both, as named.
  let text: String

  /// - Parameter text: as a user or a case file has it.
  public init(_ text: String) {
    self.text = text
    guard let colon = text.lastIndex(of: ":"), FileStatus(ofPath: text) == nil else {
      (file, volume) = (text, nil)
      return
    }
    let digits = text[text.index(after: colon)...]
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      (file, volume) = (text, nil)
      return
    }
    file = String(text[..<colon])
    // No file has a volume of a number that does not fit.
    volume = Int(digits) ?? .max
  }
}
