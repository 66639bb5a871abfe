internal import Foundation

/// What the control groups of Linux leave this process. Containers and batch systems (SLURM, PBS) set limits by them, on the
/// process's own group or on one above it, so all are looked at; of versions 1 and 2.
package struct ControlGroups: Sendable {
  private let memoryFolders: (new: [String], old: [String])
  private let processorFolders: (new: [String], old: [String])

  /// - Parameter root: of the file system.
  package init(root: String = "") {
    let mount = root + "/sys/fs/cgroup"
    var folders: [String: [String]] = [:]
    for line in (Self.text(root + "/proc/self/cgroup") ?? "").split(separator: "\n") {
      // As "4:memory:/slurm/job_7", of version 2 "0::/system.slice".
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      for controller in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
        folders[String(controller)] = Self.chain(String(parts[2]))
      }
    }
    // A container may not see the names of the groups above it, and has its own group at the top.
    func placed(_ controller: String, below places: [String]) -> [String] {
      places.flatMap { place in (folders[controller] ?? [""]).map { mount + place + $0 } }
    }
    memoryFolders = (placed("", below: ["", "/unified"]), placed("memory", below: ["/memory"]))
    processorFolders = (placed("", below: ["", "/unified"]), placed("cpu", below: ["/cpu", "/cpu,cpuacct"]))
  }

  /// "", "/a", "/a/b" of "/a/b".
  private static func chain(_ path: String) -> [String] {
    path.split(separator: "/").reduce(into: [""]) { chain, name in chain.append("\(chain.last ?? "")/\(name)") }
  }

  /// The smallest limit of memory; nil without one.
  package var memoryLimitBytes: Int? { memory.map(\.limit).min() }

  /// What the groups leave of their limits; cached files count as used there, though they give way. Nil without a limit.
  package var availableMemoryBytes: Int? {
    memory.compactMap { group in
      group.used.map { max(0, group.limit - $0 + (group.cached ?? 0)) }
    }.min()
  }

  /// Processors that the share of time amounts to; nil without a limit.
  package var processorShare: Double? {
    let new = processorFolders.new.compactMap { folder -> Double? in
      let words = (Self.text(folder + "/cpu.max") ?? "").split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
      return words.count == 2 ? Self.share(quota: words[0], period: words[1]) : nil
    }
    let old = processorFolders.old.compactMap { folder -> Double? in
      guard let quota = Self.number(folder + "/cpu.cfs_quota_us"),
        let period = Self.number(folder + "/cpu.cfs_period_us")
      else { return nil }
      return Self.share(quota: Double(quota), period: Double(period))
    }
    return (new + old).min()
  }

  private static func share(quota: Double, period: Double) -> Double? {
    quota > 0 && period > 0 ? quota / period : nil
  }

  private var memory: [(limit: Int, used: Int?, cached: Int?)] {
    let new = memoryFolders.new.map {
      ($0 + "/memory.max", $0 + "/memory.current", $0 + "/memory.stat", "inactive_file")
    }
    let old = memoryFolders.old.map {
      ($0 + "/memory.limit_in_bytes", $0 + "/memory.usage_in_bytes", $0 + "/memory.stat", "total_inactive_file")
    }
    return (new + old).compactMap { limitFile, useFile, statistics, cached in
      // Version 1 says "no limit" by a number near 2^63.
      guard let limit = Self.number(limitFile), limit < 1 << 60 else { return nil }
      return (limit, Self.number(useFile), Self.entry(cached, inFile: statistics))
    }
  }

  private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

  private static func number(_ path: String) -> Int? {
    text(path).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  /// The number after a name at the beginning of a line.
  static func entry(_ name: String, inFile path: String) -> Int? {
    for line in (text(path) ?? "").split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.count > 1, words[0] == name { return Int(words[1]) }
    }
    return nil
  }
}
