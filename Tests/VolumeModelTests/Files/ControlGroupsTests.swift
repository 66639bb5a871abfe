import Foundation
import Testing
import VolumeModel

/// Limits of containers and of jobs, as the kernel writes them down.
@Suite struct ControlGroupsTests {
  /// What a system with these files says.
  private static func limits(_ files: [String: String]) throws -> (bytes: Int?, available: Int?, share: Double?) {
    let folder = try TemporaryFolder()
    for (name, text) in files {
      let file = URL(fileURLWithPath: folder.path + name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let groups = ControlGroups(root: folder.path)
    return (groups.memoryLimitBytes, groups.availableMemoryBytes, groups.processorShare)
  }

  /// SLURM sets the limit on the job, and the process is in a task of one of its steps.
  @Test func theLimitOfAJobStandsAboveItsSteps() throws {
    let job = "/sys/fs/cgroup/system.slice/slurmstepd.scope/job_7"
    let found = try Self.limits([
      "/proc/self/cgroup": "0::/system.slice/slurmstepd.scope/job_7/step_0/user/task_0\n",
      "\(job)/memory.max": "8000\n", "\(job)/memory.current": "5000\n",
      "\(job)/memory.stat": "anon 3000\ninactive_file 1000\nactive_file 7\n",
      "\(job)/step_0/memory.max": "max\n", "\(job)/step_0/user/task_0/memory.max": "max\n",
      "\(job)/cpu.max": "250000 100000\n", "/sys/fs/cgroup/system.slice/cpu.max": "max 100000\n",
    ])
    #expect(found.bytes == 8000 && found.available == 4000 && found.share == 2.5)
  }

  @Test func theTightestOfSeveralCounts() throws {
    let found = try Self.limits([
      "/proc/self/cgroup": "0::/a/b\n", "/sys/fs/cgroup/a/memory.max": "9000",
      "/sys/fs/cgroup/a/memory.current": "8500",
      "/sys/fs/cgroup/a/b/memory.max": "4000", "/sys/fs/cgroup/a/b/memory.current": "100",
    ])
    #expect(found.bytes == 4000 && found.available == 500 && found.share == nil)
  }

  @Test func versionOneIsRead() throws {
    let memory = "/sys/fs/cgroup/memory/slurm/uid_1/job_7"
    let found = try Self.limits([
      "/proc/self/cgroup": "9:name=systemd:/\n4:memory:/slurm/uid_1/job_7\n1:cpu,cpuacct:/slurm\n0::/\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
      "\(memory)/memory.limit_in_bytes": "6000\n", "\(memory)/memory.usage_in_bytes": "2000\n",
      "\(memory)/memory.stat": "cache 9\ntotal_inactive_file 500\n",
      "/sys/fs/cgroup/cpu,cpuacct/slurm/cpu.cfs_quota_us": "150000",
      "/sys/fs/cgroup/cpu,cpuacct/slurm/cpu.cfs_period_us": "100000",
    ])
    #expect(found.bytes == 6000 && found.available == 4500 && found.share == 1.5)
  }

  /// Docker names a group that the container does not see; its own is mounted at the top.
  @Test func aContainersOwnGroupIsAtTheTop() throws {
    let found = try Self.limits([
      "/proc/self/cgroup": "0::/docker/abc\n", "/sys/fs/cgroup/memory.max": "7000",
      "/sys/fs/cgroup/memory.current": "0", "/sys/fs/cgroup/cpu.max": "100000 100000",
    ])
    #expect(found.bytes == 7000 && found.available == 7000 && found.share == 1)
  }

  @Test(arguments: [[:], ["/proc/self/cgroup": "0::/\n\nnonsense\n"], ["/sys/fs/cgroup/cpu.max": "max 100000"]])
  func withoutLimitsThereAreNone(files: [String: String]) throws {
    let found = try Self.limits(files)
    #expect(found.bytes == nil && found.available == nil && found.share == nil)
  }
}
