/// A file, or one volume of it: `FILE:2` is the second volume of FILE, unless there is a file of that very name.
public struct VolumePath: Sendable, Hashable {
  /// The file.
  public let file: String
  /// Which volume, from 1; nil where the name does not say.
  public let volume: Int?

  /// - Parameter text: as a user or a case file has it.
  public init(_ text: String) {
    if let colon = text.lastIndex(of: ":"), let number = Int(text[text.index(after: colon)...]), number > 0,
      text[text.index(after: colon)...].allSatisfy(\.isNumber), FileStatus(ofPath: text) == nil
    {
      file = String(text[..<colon])
      volume = number
    } else {
      file = text
      volume = nil
    }
  }
}
