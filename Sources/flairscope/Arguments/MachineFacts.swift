import Foundation
import VolumeModel

/// Processor, memory and their limits, as Linux tells them.
struct MachineFacts {
  let processor: String
  /// Of the instruction sets that matter for speed, those present.
  let features: [String]
  let cores = CoreLimits()
  let memoryBytes: Int?
  let availableMemoryBytes: Int?
  /// The limit of the container or of the job; nil without one.
  let memoryLimitBytes: Int?
  let system: String

  private static let interestingFeatures = [
    "sse4_2", "avx", "fma", "avx2", "avx512f", "avx512bw", "avx512vl", "avx512_vnni", "avx512_bf16", "amx_bf16",
  ]

  init() {
    let processorInfo = SystemFile.fields("/proc/cpuinfo")
    processor = processorInfo["model name"] ?? "unknown"
    let flags = Set((processorInfo["flags"] ?? "").split(separator: " ").map(String.init))
    features = Self.interestingFeatures.filter(flags.contains)
    let memory = SystemFile.fields("/proc/meminfo")
    memoryBytes = Self.kilobytes(memory["MemTotal"])
    availableMemoryBytes = Self.kilobytes(memory["MemAvailable"])
    memoryLimitBytes = ControlGroups().memoryLimitBytes
    let name = SystemFile.fields("/etc/os-release", separator: "=")["PRETTY_NAME"]?.replacing("\"", with: "")
    let kernel = SystemFile.text("/proc/sys/kernel/osrelease")
    system = [name ?? "Linux", kernel.map { "kernel \($0)" }].compactMap { $0 }.joined(separator: ", ")
  }

  private static func kilobytes(_ value: String?) -> Int? {
    value?.split(separator: " ").first.flatMap { Int($0) }.map { $0 * 1024 }
  }
}
