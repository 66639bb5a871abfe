internal import Foundation

/// Memory that could be handed out without swapping, in bytes: what the machine has left, or what the container, the job
/// or the shell that this process runs in leaves it, when that is less; nil where the system does not say.
package func availableMemoryBytes() -> Int? {
  let machine = ControlGroups.entry("MemAvailable:", inFile: "/proc/meminfo").map { $0 * 1024 }
  return [machine, ControlGroups().availableMemoryBytes, addressSpaceBytes()].compactMap(\.self).min()
}

/// What `ulimit -v` leaves, which batch systems set too; nil without such a limit.
private func addressSpaceBytes() -> Int? {
  var limit = rlimit()
  guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < rlim_t(Int.max),
    let used = ControlGroups.entry("VmSize:", inFile: "/proc/self/status")
  else { return nil }
  return max(0, Int(limit.rlim_cur) - used * 1024)
}
