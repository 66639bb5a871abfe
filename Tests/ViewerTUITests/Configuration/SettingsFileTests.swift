import Glibc
import Settings
import TestSupport
import Testing

@Suite struct SettingsFileTests {
  /// Opening a pipe that nobody writes to would wait for ever.
  @Test func aPipeIsNoSettingsFile() throws {
    let folder = try temporaryFolder()
    #expect(mkfifo(folder + "/config.toml", 0o600) == 0)
    #expect { try SettingsFile.read(folder + "/config.toml") } throws: { "\($0)".contains("not a regular file") }
    #expect { try SettingsFile.read(folder) } throws: { "\($0)".contains("not a regular file") }
    #expect(try SettingsFile.read(folder + "/none.toml") == nil)
  }
}
