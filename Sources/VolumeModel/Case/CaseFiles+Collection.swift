/// Several cases at once, and what could not be used among them.
public struct CaseCollection: Sendable {
  /// The cases that can be opened, in the order of the list or of their folders.
  public let cases: [CaseFiles]
  /// Why an entry was left out, a sentence each.
  public let problems: [FileError]

  /// Cases, and why others are not among them.
  public init(cases: [CaseFiles], problems: [FileError]) {
    self.cases = cases
    self.problems = problems
  }
}

extension StudyFolder {
  /// Its cases, and why others are not among them.
  public var collection: CaseCollection { CaseCollection(cases: cases, problems: problems) }
}

extension CaseFiles {
  /// The cases named by a text list (a folder a line) or held by a folder, with all folders in it: patients, visits, and
  /// the parts of a data set.
  /// - Throws: `FileError` when there is no such list or folder, or nothing in it can be used.
  public static func collection(at path: String) throws(FileError) -> CaseCollection {
    guard let status = FileStatus(ofPath: path) else {
      throw FileError(.notFound, path: path, problem: "no such list or folder of cases", advice: "check the name")
    }
    guard !status.isFolder else {
      let study = try StudyFolder(path)
      guard !study.cases.isEmpty else { throw study.problems.first ?? study.absence(named: path) }
      return study.collection
    }
    var cases: [CaseFiles] = []
    var problems: [FileError] = []
    for name in try list(inTextFile: path) {
      do throws(FileError) { cases.append(try find(inFolder: name)) } catch { problems.append(error) }
    }
    guard !cases.isEmpty else {
      throw problems.first
        ?? FileError(.notFound, path: path, problem: "holds no case", advice: "a case is a folder with a FLAIR image")
    }
    return CaseCollection(cases: cases, problems: problems)
  }
}
