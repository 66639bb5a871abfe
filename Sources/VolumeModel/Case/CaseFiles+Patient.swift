import Foundation

extension CaseFiles {
  /// Whose scan this is: scans of one patient never stand on both sides of a split.
  ///
  /// What the layout says, else the nearest folder named `sub-*`, else the file's `sub-` entity, else the first part of an ISBI 2015 name
  /// (`training01_02_flair_pp` is the second visit of `training01`), else the case's own name.
  public var patient: String {
    get { givenPatient ?? namedPatient }
    set { givenPatient = newValue }
  }

  private var namedPatient: String {
    let path = URL(fileURLWithPath: flair).standardizedFileURL.path
    let folders = path.split(separator: "/").dropLast().map(String.init)
    if let folder = folders.last(where: { $0.hasPrefix("sub-") && $0.count > 4 }) { return folder }
    let file = FileName(flair)
    if let subject = file.entity("sub") { return "sub-" + subject }
    let parts = file.parts
    if parts.count > 2, parts[0].hasPrefix("training") || parts[0].hasPrefix("test"),
      parts[0].last?.isNumber == true, parts[1].allSatisfy(\.isNumber)
    {
      return parts[0]
    }
    return name
  }
}
