import Testing

/// A first word that is near to a command is no case.
@Suite struct MisspeltCommandTests {
  @Test(arguments: [("trian", "train"), ("viw", "view"), ("lesoins", "lesions"), ("agreemnt", "agreement")])
  func theCommandIsNamed(typed: String, meant: String) throws {
    let run = try CommandRun(typed, "study")
    #expect(run.status == 64 && run.errors.contains("did you mean 'flairscope \(meant)'?"), "\(run.errors)")
  }

  /// Nothing is near to it, so that it is a case that is not there.
  @Test func otherWordsAreCases() throws {
    let run = try CommandRun("sub-17")
    #expect(run.status == 66 && !run.errors.contains("did you mean 'flairscope"), "\(run.errors)")
  }
}
