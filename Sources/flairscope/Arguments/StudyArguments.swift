import ArgumentParser
import VolumeModel

/// How the many cases of one command are worked on.
struct ParallelArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Cases worked on at once. Default: the processors this process may use.", valueName: "n"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "Memory that the cases in work may need together, in GB. Default: half of what is available.",
      valueName: "gb"))
  var memory: Double?

  /// Whether it was said how to work on several cases.
  var isGiven: Bool { jobs != nil || memory != nil }

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs is at least 1.") }
    if let memory, !(memory > 0 && memory < 1e6) { throw ValidationError("--memory is above 0, in GB.") }
  }

  /// The results of all items in their order, with progress on standard error.
  /// - Parameter bytes: what an item is expected to need.
  func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], label: String, bytes: (Item) -> Int, _ work: @Sendable (Item) -> Result
  ) -> [Result] {
    let limit = memory.map { Int($0 * 1e9) } ?? (availableMemoryBytes() ?? 4_000_000_000) / 2
    let line = SharedProgress(label)
    defer { line.finish() }
    return ParallelCases.map(
      items, threads: jobs ?? ThreadCount.automatic, memoryLimit: limit, bytes: bytes,
      finished: { line.update(done: $0, of: items.count) }, work)
  }
}

/// What makes one mask comparable with another in a study, and how sure the numbers are.
struct StudyArguments: ParsableArguments {
  @OptionGroup var agreement: AgreementArguments

  @Option(
    help: ArgumentHelp("Where classes of lesion sizes begin, in mm^3, ascending.", valueName: "a,b,..."))
  var sizes = "10,50,150"

  /// The rules by which a consensus can be counted from votes.
  enum Consensus: String, CaseIterable, ExpressibleByArgument {
    case majority, union, intersection

    var rule: FusionMethod {
      switch self {
      case .majority: .majority
      case .union: .union
      case .intersection: .intersection
      }
    }
  }

  @Option(help: "How the consensus of the other raters is counted; by majority a tie is background.")
  var consensus = Consensus.majority

  @OptionGroup var intervals: BootstrapArguments

  func validate() throws {
    if classes == nil { throw ValidationError("--sizes is a list of ascending volumes in mm^3, as in 10,50,150.") }
  }

  private var classes: LesionSizeClasses? {
    let fields = sizes.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = fields.compactMap { Double($0) }
    return numbers.count == fields.count ? LesionSizeClasses(boundsMM3: numbers) : nil
  }

  var rules: ComparisonRules {
    ComparisonRules(
      connectivity: agreement.usedConnectivity, variants: agreement.variants, sizes: classes ?? .standard,
      consensus: consensus.rule)
  }
}
