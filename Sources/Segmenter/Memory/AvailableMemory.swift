internal import Foundation

/// Memory that the system says could be handed out without swapping, in bytes; nil where it does not say.
func availableMemoryBytes() -> Int? {
  guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else { return nil }
  for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
    let words = line.split(separator: " ")
    return words.count > 1 ? Int(words[1]).map { $0 * 1024 } : nil
  }
  return nil
}
