import ArgumentParser
import Foundation
import VolumeModel

/// How SLURM is to run the shards of an experiment.
struct ClusterArguments: ParsableArguments {
  @Flag(name: .customLong("slurm"), help: "Submit the experiment to SLURM as an array of jobs, one a shard.")
  var isAsked = false

  @Flag(name: .customLong("dry-run"), help: "Print the script of --slurm and submit nothing.")
  var isDry = false

  @Option(help: ArgumentHelp("Jobs of the array. Default: one a cell, at most 16.", valueName: "n"))
  var tasks: Int?

  @Option(help: ArgumentHelp("Jobs that may run at once.", valueName: "k"))
  var arrayLimit: Int?

  @Option(help: ArgumentHelp("The partition to run in.", valueName: "name"))
  var partition: String?

  @Option(help: ArgumentHelp("The time that a job may take, as in 4:00:00.", valueName: "limit"))
  var time: String?

  @Option(help: ArgumentHelp("Processors of a job.", valueName: "n"))
  var cpus = 4

  @Option(name: .customLong("mem"), help: ArgumentHelp("Memory of a job, as in 4G.", valueName: "size"))
  var memory = "4G"

  func validate() throws {
    if isDry, !isAsked { throw ValidationError("--dry-run goes with --slurm.") }
    for (name, number) in [("tasks", tasks), ("array-limit", arrayLimit), ("cpus", cpus)] {
      if let number, !(1...100_000).contains(number) { throw ValidationError("--\(name) is at least 1.") }
    }
    for (name, text) in [("partition", partition), ("time", time), ("mem", memory)] {
      // These stand in lines of the script that no shell quotes.
      if let text,
        text.isEmpty || !text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_:.,".contains($0)) })
      {
        throw ValidationError("'\(text)' is nothing for --\(name).")
      }
    }
  }

  /// The command line without what is about the cluster.
  static func removed(from words: [String]) -> [String] {
    let flags = ["--slurm", "--dry-run"]
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

  /// The script of the array. A job that is ended before its time, or preempted, hands its signal on, so that the run
  /// keeps what it has, and is queued again.
  func script(output: String, cells: Int, words: [String]) -> String {
    let count = min(tasks ?? min(cells, 16), max(cells, 1))
    let command = ([BundledFiles.runningProgramFolder() + "/flairscope"] + words).map(\.quotedForShell)
    var lines = ["#!/bin/bash", "#SBATCH --job-name=flairscope"]
    lines.append("#SBATCH --array=1-\(count)" + (arrayLimit.map { "%\($0)" } ?? ""))
    lines += ["#SBATCH --cpus-per-task=\(cpus)", "#SBATCH --mem=\(memory)"]
    if let partition { lines.append("#SBATCH --partition=\(partition)") }
    if let time { lines.append("#SBATCH --time=\(time)") }
    lines += [
      "#SBATCH --requeue", "#SBATCH --open-mode=append", "#SBATCH --signal=B:TERM@120",
      "cd \(FileManager.default.currentDirectoryPath.quotedForShell) || exit 1",
      "mkdir -p \("\(output)/slurm".quotedForShell)",
      "exec >> \("\(output)/slurm/".quotedForShell)\"$SLURM_ARRAY_TASK_ID.log\" 2>&1",
      "\(command.joined(separator: " ")) --shard \"$SLURM_ARRAY_TASK_ID/\(count)\" &",
      "child=$!",
      "again() {",
      "  kill -TERM \"$child\"",
      "  wait \"$child\"",
      "  scontrol requeue \"${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID\"",
      "  exit 0",
      "}",
      "trap again TERM USR1",
      "wait \"$child\"",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// Prints the script, or hands it to `sbatch`.
  func submit(output: String, cells: Int, words: [String]) throws {
    let text = script(output: output, cells: cells, words: words)
    guard !isDry else { return try Results.write(text) }
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
    guard process.terminationStatus == 0 else {
      throw CommandFailure(
        .someFailed, "sbatch: refused the job, with status \(process.terminationStatus); --dry-run prints the script")
    }
  }
}
