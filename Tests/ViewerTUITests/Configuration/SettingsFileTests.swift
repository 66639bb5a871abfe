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

  /// The library would end the program at these.
  @Test(arguments: [
    ("[!]", 1), ("a = 1\n[ !b]", 2), ("[[[", 1), ("[[ [b]]", 1), ("x = \"\"\"\n[!]\n\"\"\"\n[=]", 4),
    ("x = [\n[1]]\n[,]", 3),
    ("\u{feff}[{]", 1), ("[\u{e9}]", 1), ("x = '''a'''\n# \"\"\"\n[#]", 3), ("x = \"\\\"\"\n\n[.]", 3),
  ])
  func aTableWithoutANameIsToldByItsLine(text: String, line: Int) {
    #expect {
      try SettingsFile(text, path: "config.toml")
    } throws: {
      "\($0)".hasPrefix("config.toml:\(line):") && "\($0)".contains("a table's name begins with")
    }
  }

  /// Brackets that begin no header, and headers of every form.
  @Test(arguments: [
    "a = [\n  [1, 2],\n  [\"!\"],\n  [{b = 1}],\n]\n[c]", "[\"!\"]\n['%'.b]", "[[ a ]]\n[[a]]\n[ b . 'c' ]",
    "x = '''\n[!]'''",
    "x = \"[!]\" # [!]\n# [!]", "x = {a = [[1]], b = \"\"}\n[-]\n[_]\n[0]", "x = \"\"\"a\\\"\"\"\\\n[!]\"\"\"\"\"\n[y]",
    "",
  ])
  func whatIsTOMLStaysSo(text: String) throws {
    _ = try SettingsFile(text, path: "config.toml")
  }
}
