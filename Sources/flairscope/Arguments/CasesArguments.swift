import ArgumentParser
import VolumeModel

/// Many cases in one command: which, and how they are worked on.
struct CasesArguments: ParsableArguments {
  @Option(
    help: "Many cases: a folder of case folders, a data set, or a text file with a case folder a line.",
    completion: .file())
  var cases: String?

  @OptionGroup var parallel: ParallelArguments

  func validate() throws {
    if cases == nil, parallel.isGiven { throw ValidationError("--jobs and --memory go with --cases.") }
  }

  /// Refuses options that go with one case alone.
  func validate(against source: CaseArguments, positional: String?, reviewing: ReviewArguments) throws {
    guard cases != nil else { return }
    if positional != nil || source.namesCase { throw ValidationError("Give one case or --cases, not both.") }
    if reviewing.journal != nil { throw ValidationError("--journal goes with one case; each has its own.") }
  }

  /// The cases of the list, with those that could not be put together said.
  func found(_ reading: ReadingArguments) throws -> CaseCollection {
    guard let cases else { throw ValidationError("Name the cases with --cases.") }
    let collection = try CaseFiles.collection(at: cases)
    for problem in collection.problems { Messages.error("left out: \(problem)") }
    return CaseCollection(cases: collection.cases.map { reading.applied(to: $0) }, problems: collection.problems)
  }

  /// Works on all cases of the list, several at a time; one that fails is named, and the others go on.
  /// - Parameter bytesPerVoxel: what the work needs at most, for each voxel of the FLAIR.
  func work<Value: Sendable>(
    _ label: String, reading: ReadingArguments, bytesPerVoxel: Int, _ work: @Sendable (CaseFiles) throws -> Value
  ) throws -> CaseResults<Value> {
    let collection = try found(reading)
    let results = parallel.map(
      collection.cases, label: label, bytes: { (Images.voxelCount(of: $0.flair) ?? 0) * bytesPerVoxel }
    ) { files in
      Result { try work(files) }
    }
    return try CaseResults(collection, results)
  }
}

/// What came of many cases.
struct CaseResults<Value> {
  private(set) var values: [(files: CaseFiles, value: Value)] = []
  /// A sentence for each case that was left out.
  private(set) var failures: [String]

  /// - Throws: the first failure when no case is left.
  init(_ collection: CaseCollection, _ results: [Result<Value, any Error>]) throws {
    failures = collection.problems.map(\.description)
    var first: (any Error)? = collection.problems.first
    for (files, result) in zip(collection.cases, results) {
      switch result {
      case .success(let value): values.append((files, value))
      case .failure(let error):
        first = first ?? error
        let sentence = "\(files.name): \(error)"
        failures.append(sentence)
        Messages.error("left out: \(sentence)")
      }
    }
    if values.isEmpty {
      throw CommandFailure(
        first.map { ExitStatus(of: $0) } ?? .noInput, "no case could be used, \(failures.count) were left out")
    }
  }

  /// The last thing a command does: fails when a case was left out.
  func end() throws {
    Messages.leftOut(failures.count, of: values.count + failures.count)
    if !failures.isEmpty { throw ExitCode(ExitStatus.someFailed.rawValue) }
  }
}
