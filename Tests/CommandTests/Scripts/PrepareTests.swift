import Testing

/// `Scripts/prepare` on machines that are not this one: the package tools are stand-ins.
@Suite struct PrepareTests {
  private static let swift = "echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'"
  /// zlib1g-dev is missing until the file `installed` exists.
  private static let oneMissing =
    #"case "$*" in *zlib1g-dev*) [ -e "$STUBS/installed" ] || exit 1;; esac; echo "install ok installed""#

  @Test func silentWhenNothingIsMissing() throws {
    let run = try ScriptRun(
      "prepare", stubs: ["swift": Self.swift, "dpkg-query": "echo 'install ok installed'"], alone: true)
    #expect(run.status == 0)
    #expect(run.output.isEmpty)
  }

  @Test func noSwift() throws {
    let run = try ScriptRun("prepare", alone: true)
    #expect(run.status == 1)
    #expect(run.output.hasPrefix("prepare: Swift is missing"))
  }

  @Test(arguments: [("5.10", false), ("6.2.4", false), ("6.3", true), ("6.10.1", true), ("7.0", true)])
  func versionsOfSwift(version: String, isEnough: Bool) throws {
    let run = try ScriptRun(
      "prepare",
      stubs: ["swift": "echo 'Swift version \(version) (swift)'", "dpkg-query": "echo 'install ok installed'"],
      alone: true)
    #expect(run.status == (isEnough ? 0 : 1))
    #expect(run.output.contains("Swift \(version) is too old") == !isEnough)
  }

  @Test func rootInstallsWhatIsMissing() throws {
    let run = try ScriptRun(
      "prepare",
      stubs: [
        "swift": Self.swift, "dpkg-query": Self.oneMissing, "id": "echo 0",
        "apt-get":
          #"[ "$1" = install ] || exit 1; for last; do :; done; [ "$last" = zlib1g-dev ] && : >"$STUBS/installed""#,
      ],
      alone: true)
    #expect(run.status == 0)
    #expect(run.output == "prepare: missing Debian packages: zlib1g-dev\nprepare: installed: zlib1g-dev\n")
  }

  @Test func listsAreFetchedOnlyWhenTheInstallationFails() throws {
    let run = try ScriptRun(
      "prepare",
      stubs: [
        "swift": Self.swift, "dpkg-query": Self.oneMissing, "id": "echo 0",
        "apt-get": #"case "$1" in update) : >"$STUBS/lists";; install) [ -e "$STUBS/lists" ] || exit 100;; esac"#,
      ],
      alone: true)
    #expect(run.status == 0)
    #expect(run.output.hasSuffix("prepare: installed: zlib1g-dev\n"))
  }

  @Test func withoutRightsAndWithoutSudoItSaysWhatToAskFor() throws {
    let run = try ScriptRun(
      "prepare", stubs: ["swift": Self.swift, "dpkg-query": Self.oneMissing, "id": "echo 1000"], alone: true)
    #expect(run.status == 1)
    #expect(run.output.contains("ask an administrator for: apt-get install zlib1g-dev"))
  }

  @Test func sudoThatWantsAPasswordIsNotWaitedFor() throws {
    let run = try ScriptRun(
      "prepare",
      stubs: [
        "swift": Self.swift, "dpkg-query": Self.oneMissing, "id": "echo 1000",
        "sudo": #"[ "$1" = -n ] && { echo "sudo: a password is required" >&2; exit 1; }; exec sleep 60"#,
      ],
      alone: true)
    #expect(run.status == 1)
    #expect(run.output.contains("sudo: a password is required"))
    #expect(run.output.contains("apt-get install zlib1g-dev"))
  }
}
