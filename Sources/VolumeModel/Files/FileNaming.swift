extension StringProtocol {
  /// The text as part of a file's name: letters, digits, '-', '_' and '.' stay, everything else becomes '-'.
  package var fileNamePart: String {
    String(map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" })
  }
}
