import ArgumentParser
import Foundation
import VolumeModel

/// How many threads to use.
enum ThreadCount {
  /// More would only take memory.
  private static let limits = 1...1024

  /// Refuses a number of `--threads` that no machine has.
  static func check(_ threads: Int?) throws {
    guard let threads, !limits.contains(threads) else { return }
    let allowed = CoreLimits().allowed
    throw ValidationError(
      "--threads runs from \(limits.lowerBound) to \(limits.upperBound); this program may use "
        + (allowed == 1 ? "1 core here." : "\(allowed) cores here."))
  }

  /// When nobody says: what a job scheduler granted, else the cores this process may run on within its container's share of time; never
  /// simply the machine's cores, which on a cluster belong to others too.
  static var automatic: Int {
    if let granted = ProcessInfo.processInfo.environment["SLURM_CPUS_PER_TASK"].flatMap({ Int($0) }), granted > 0 {
      return min(granted, CoreLimits().allowed)
    }
    let limits = CoreLimits()
    return max(1, min(limits.allowed, limits.share.map { Int($0.rounded(.up)) } ?? limits.allowed))
  }
}

/// Cores there are, and those this process may use, as Linux tells them.
struct CoreLimits {
  let online: Int
  /// Cores in this process' affinity mask; Foundation's own count leaves the mask out.
  let allowed: Int
  /// Cores that the share of time of the container or of the job amounts to; nil without a limit.
  let share: Double?

  init() {
    online = ProcessInfo.processInfo.processorCount
    let list = SystemFile.fields("/proc/self/status")["Cpus_allowed_list"]
    allowed = list.flatMap(Self.count(inList:)) ?? online
    share = ControlGroups().processorShare
  }

  /// How many cores a list such as "0-3,8" names.
  private static func count(inList list: String) -> Int? {
    let count = list.split(separator: ",").map { part -> Int in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      return ends.isEmpty ? 0 : (ends.last ?? 0) - ends[0] + 1
    }.reduce(0, +)
    return count > 0 ? count : nil
  }
}

/// The small text files in which Linux tells about itself.
enum SystemFile {
  static func text(_ path: String) -> String? {
    (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Lines of the form "name: value", the first of each name.
  static func fields(_ path: String, separator: Character = ":") -> [String: String] {
    var fields: [String: String] = [:]
    for line in (text(path) ?? "").split(separator: "\n") {
      let parts = line.split(separator: separator, maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      if parts.count == 2, fields[parts[0]] == nil { fields[parts[0]] = parts[1] }
    }
    return fields
  }
}
