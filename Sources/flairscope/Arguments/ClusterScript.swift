import Foundation
import VolumeModel

/// The script of an array of jobs for SLURM, one job a shard.
struct ClusterScript {
  let arguments: ClusterArguments
  let output: String
  let tasks: Int
  /// Of a job.
  let processors: Int
  /// The command line of a shard but for its number.
  let words: [String]

  /// Where the jobs write what they print, below the folder of the work.
  static let logFolder = "slurm"

  /// How often a job whose program was killed is queued again: one that needs more memory than it gets would never end.
  private static let restartLimit = 20

  var text: String { (settings + work).joined(separator: "\n") + "\n" }

  private var settings: [String] {
    var lines = ["#!/bin/bash", "#SBATCH --job-name=flairscope"]
    lines.append("#SBATCH --array=1-\(tasks)" + (arguments.arrayLimit.map { "%\($0)" } ?? ""))
    lines += ["#SBATCH --cpus-per-task=\(processors)", "#SBATCH --mem=\(arguments.memory ?? "4G")"]
    if let partition = arguments.partition { lines.append("#SBATCH --partition=\(partition)") }
    if let time = arguments.time { lines.append("#SBATCH --time=\(time)") }
    // What the job prints goes into the folder of the work, once it is known.
    return lines + [
      "#SBATCH --output=/dev/null", "#SBATCH --requeue", "#SBATCH --open-mode=append", "#SBATCH --signal=B:TERM@120",
    ]
  }

  /// A job that is ended before its time hands the signal on, so that the program keeps what it has, and is queued again;
  /// so is one whose program was killed. A job that was cancelled is not, and one that was preempted SLURM queues itself.
  private var work: [String] {
    let command = ([BundledFiles.runningProgram()] + words).map(\.quotedForShell)
    return [
      "cd \(FileManager.default.currentDirectoryPath.quotedForShell) || exit 1",
      "mkdir -p \("\(output)/\(Self.logFolder)".quotedForShell)",
      "exec >> \("\(output)/\(Self.logFolder)/".quotedForShell)\"$SLURM_ARRAY_TASK_ID.log\" 2>&1",
      "task=\"${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID\"",
      "child=",
      "again() {",
      "  trap '' TERM USR1",
      "  if [ \"$(squeue -h -j \"$task\" -o %T)\" = RUNNING ]; then scontrol requeue \"$task\"; fi",
      "}",
      "stop() {",
      "  trap '' TERM USR1",
      "  if [ -n \"$child\" ]; then kill -TERM \"$child\"; wait \"$child\"; fi",
      "  again",
      "  exit 0",
      "}",
      "trap stop TERM USR1",
      "\(command.joined(separator: " ")) --shard \"$SLURM_ARRAY_TASK_ID/\(tasks)\" &",
      "child=$!",
      "wait \"$child\"",
      "status=$?",
      "if [ \"$status\" -gt 128 ] && [ \"${SLURM_RESTART_COUNT:-0}\" -lt \(Self.restartLimit) ]; then again; fi",
      "exit \"$status\"",
    ]
  }
}
