internal import Foundation

/// Memory that could be handed out without swapping, in bytes: what the machine has left, or the container this process
/// runs in when that is less; nil where the system does not say.
func availableMemoryBytes() -> Int? {
  let machine = entry("MemAvailable:", inFile: "/proc/meminfo").map { $0 * 1024 }
  return [machine, containerBytes()].compactMap(\.self).min()
}

/// Linux control groups, version 2. Cached files count as used there, though they give way.
private func containerBytes() -> Int? {
  let folder = "/sys/fs/cgroup/memory."
  guard let limit = number(inFile: folder + "max"), let used = number(inFile: folder + "current") else { return nil }
  let cached = entry("inactive_file", inFile: folder + "stat") ?? 0
  return max(0, limit - used + cached)
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
    let words = line.split(separator: " ")
    if words.count > 1, words[0] == name { return Int(words[1]) }
  }
  return nil
}
