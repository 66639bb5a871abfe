internal import Foundation

/// Memory that could be handed out without swapping, in bytes: what the machine has left, or what the container, the job
/// or the shell that this process runs in leaves it, when that is less; nil where the system does not say.
package func availableMemoryBytes() -> Int? {
  let machine = entry("MemAvailable:", inFile: "/proc/meminfo").map { $0 * 1024 }
  return [machine, containerBytes(), addressSpaceBytes()].compactMap(\.self).min()
}

/// Linux control groups, version 2 or 1. Cached files count as used there, though they give way.
private func containerBytes() -> Int? {
  let folder = "/sys/fs/cgroup/"
  let rooms = [
    ("memory.max", "memory.current", "memory.stat", "inactive_file"),
    ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "memory/memory.stat", "total_inactive_file"),
  ].compactMap { limitFile, useFile, statistics, cached -> Int? in
    guard let limit = number(inFile: folder + limitFile), let used = number(inFile: folder + useFile) else {
      return nil
    }
    return max(0, limit - used + (entry(cached, inFile: folder + statistics) ?? 0))
  }
  return rooms.min()
}

/// What `ulimit -v` leaves, which batch systems set too; nil without such a limit.
private func addressSpaceBytes() -> Int? {
  var limit = rlimit()
  guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < rlim_t(Int.max),
    let used = entry("VmSize:", inFile: "/proc/self/status")
  else { return nil }
  return max(0, Int(limit.rlim_cur) - used * 1024)
}

private func number(inFile path: String) -> Int? {
  (try? String(contentsOfFile: path, encoding: .utf8)).flatMap {
    Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}

/// The number after a name at the beginning of a line.
private func entry(_ name: String, inFile path: String) -> Int? {
  guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
  for line in text.split(separator: "\n") {
    let words = line.split(whereSeparator: \.isWhitespace)
    if words.count > 1, words[0] == name { return Int(words[1]) }
  }
  return nil
}
