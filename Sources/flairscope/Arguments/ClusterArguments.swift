import ArgumentParser
import Foundation
import VolumeModel

/// How several programs, started by hand or by SLURM, do one work together.
struct ClusterArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Work as program K of N that share one folder: first on its own part, then on what no other has begun.",
      valueName: "k/n"),
    transform: { text throws in
      guard let shard = Shard(text) else {
        throw ValidationError("'\(text)' is no shard; write K/N, as in 3/16.")
      }
      return shard
    })
  var shard: Shard?

  @Flag(name: .customLong("status"), help: "Say how far the shards are, and which failed, without doing anything.")
  var asksStatus = false

  @Flag(name: .customLong("collect"), help: "Put together what shards have done by now, without doing what is left.")
  var collects = false

  @Flag(name: .customLong("slurm"), help: "Submit the shards to SLURM as an array of jobs.")
  var submits = false

  @Flag(name: .customLong("dry-run"), help: "Print the script of --slurm and submit nothing.")
  var isDry = false

  @Option(
    help: ArgumentHelp("Jobs of the array. Default: one for each cell, case or fold, at most 16.", valueName: "n"))
  var tasks: Int?

  @Option(help: ArgumentHelp("Jobs that may run at once.", valueName: "k"))
  var arrayLimit: Int?

  @Option(help: ArgumentHelp("The partition to run in.", valueName: "name"))
  var partition: String?

  @Option(help: ArgumentHelp("The time that a job may take, as in 4:00:00.", valueName: "limit"))
  var time: String?

  @Option(help: ArgumentHelp("Processors of a job. Default: 4, for agreement 1.", valueName: "n"))
  var cpus: Int?

  @Option(name: .customLong("mem"), help: ArgumentHelp("Memory of a job, as in 8G. Default: 4G.", valueName: "size"))
  var memory: String?

  func validate() throws {
    if !submits, let option = optionsOfAJob.first(where: \.isGiven) {
      // Else a job of this name would seem to have its limits, and has none.
      throw ValidationError("--\(option.name) goes with --slurm.")
    }
    if [shard != nil, asksStatus, collects, submits].count(where: { $0 }) > 1 {
      throw ValidationError("Give one of --shard, --status, --collect and --slurm.")
    }
    for (name, number) in [("tasks", tasks), ("array-limit", arrayLimit), ("cpus", cpus)] {
      if let number, !(1...100_000).contains(number) { throw ValidationError("--\(name) is at least 1.") }
    }
    for (name, text) in [("partition", partition), ("time", time), ("mem", memory)] {
      // These stand in lines of the script that no shell quotes.
      if let text,
        text.isEmpty || !text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_:.,".contains($0)) })
      {
        throw ValidationError("'\(text)' is no value of --\(name).")
      }
    }
  }

  /// What says something about jobs of SLURM, and nothing without them.
  private var optionsOfAJob: [(name: String, isGiven: Bool)] {
    [
      ("dry-run", isDry), ("tasks", tasks != nil), ("array-limit", arrayLimit != nil), ("partition", partition != nil),
      ("time", time != nil), ("cpus", cpus != nil), ("mem", memory != nil),
    ]
  }

  /// The command line without what is about the cluster.
  static func removed(from words: [String]) -> [String] {
    let flags = ["--slurm", "--dry-run", "--status", "--collect"]
    let options = ["--tasks", "--array-limit", "--partition", "--time", "--cpus", "--mem", "--shard"]
    var kept: [String] = []
    var skipsNext = false
    for word in words {
      if skipsNext {
        skipsNext = false
      } else if options.contains(word) {
        skipsNext = true
      } else if !flags.contains(word), !options.contains(where: { word.hasPrefix($0 + "=") }) {
        kept.append(word)
      }
    }
    return kept
  }

  /// Prints the script of the shards, or hands it to `sbatch`.
  /// - Parameters:
  ///   - output: the folder that the work writes into.
  ///   - shards: where it stands what is whose.
  ///   - usualProcessors: of a job, where no number was given.
  ///   - prepare: makes the folder ready; called before a real submission.
  func submit(
    output: String, items: Int, shards: ShardFolder, usualProcessors: Int = 4, prepare: () throws -> Void
  ) throws {
    let count = min(tasks ?? min(items, 16), max(items, 1))
    let words = Self.removed(from: Array(CommandLine.arguments.dropFirst()))
    let text = ClusterScript(
      arguments: self, output: output, tasks: count, processors: cpus ?? usualProcessors, words: words
    ).text
    guard !isDry else { return try Results.write(text) }
    // A claim is taken up by the shard of the same name alone.
    if let other = shards.status.claims.lazy.compactMap(\.shardCount).first(where: { $0 != count }) {
      throw CommandFailure(
        .wrongUsage, "\(output): was begun by \(other) shards, and some are not done; add --tasks \(other)")
    }
    try prepare()
    try hand(text)
  }

  private func hand(_ text: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sbatch"]
    let input = Pipe()
    process.standardInput = input
    do {
      try process.run()
      try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
      try input.fileHandleForWriting.close()
    } catch {
      throw CommandFailure(.transferFailed, "sbatch: could not be started; print the script with --dry-run")
    }
    process.waitUntilExit()
    switch process.terminationStatus {
    case 0: return
    case 127: throw CommandFailure(.someFailed, "sbatch: not found; --slurm is for a machine that submits to SLURM")
    default:
      throw CommandFailure(
        .someFailed, "sbatch: refused the job, with status \(process.terminationStatus); --dry-run prints the script")
    }
  }
}
