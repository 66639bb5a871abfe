/// A folder that records a run.
public struct RunFolder: Sendable, Hashable {
  public let path: String
  public let resumes: Bool

  /// A folder to record into. `resuming` goes on with the run that it holds.
  public init(path: String, resuming: Bool = false) throws(RunFolderError) {
    self.path = path
    self.resumes = resuming
  }
}
