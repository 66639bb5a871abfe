import Glibc
import Settings
import TestSupport
import Testing

@Suite struct SettingsFileTests {
  /// What is said of a file that is refused; nothing of one that is taken.
  private func refusal(of text: String) -> String {
    do {
      _ = try SettingsFile(text, path: "config.toml")
      return ""
    } catch {
      return "\(error)"
    }
  }

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
    let told = refusal(of: text)
    #expect(told.hasPrefix("config.toml:\(line):") && told.contains("a table's name begins with"), "\(told)")
  }

  @Test(arguments: [
    ("a = [}", 1), ("a = [\n\"b\",}\n]", 2), ("a = [[1}]", 1), ("a = {b = 1]", 1),
    ("[a]\nb = [{c = 2}, # ]\n\"]\", }", 3),
  ])
  func bracketsThatDoNotMatchAreToldByTheirLine(text: String, line: Int) {
    let told = refusal(of: text)
    #expect(told.hasPrefix("config.toml:\(line): expected '"), "\(told)")
  }

  @Test(arguments: [
    ("a = 2026-01-31 7 # x", 1), ("x = 1\na=2026-01-31 7\n", 2), ("a = [2026_-01-31 7, 1]", 1),
    ("a = {b = 2026-01-31 7}", 1), ("a = 20\"6-01-31 7 \"", 1), ("a = 2026-01-31true07:30:00", 1), ("a = 1\nb = 1e", 2),
    ("x = '''\n'''\na = 2026-01-31 7\t", 3), ("a = 08", 1), ("a = +0x1", 1), ("a = -", 1),
  ])
  func aWordThatIsNoNumberIsToldByItsLine(text: String, line: Int) {
    let told = refusal(of: text)
    #expect(told.hasPrefix("config.toml:\(line): '") && told.contains("' is no "), "\(told)")
  }

  @Test(arguments: [
    ("a = 2\u{11}26-01-31 7 #", 1), ("n = [\"Up\",\u{2028}", 1), ("a = 1\n\u{e9} = 2", 2), ("# a\u{85}[!]", 1),
    ("a = 1\r\n# b\rc", 2), ("a\u{b}= 1", 1), ("a = \u{a0}1", 1), (" \u{feff}a = 1", 1),
  ])
  func whatStandsInStringsAloneIsToldByItsLine(text: String, line: Int) {
    let told = refusal(of: text)
    #expect(told.hasPrefix("config.toml:\(line):"), "\(told)")
  }

  /// Brackets that begin no header, headers of every form, and what looks like a date with one digit of a time.
  @Test(arguments: [
    "a = [\n  [1, 2],\n  [\"!\"],\n  [{b = 1}],\n]\n[c]", "[\"!\"]\n['%'.b]", "[[ a ]]\n[[a]]\n[ b . 'c' ]",
    "x = '''\n[!]'''",
    "x = \"[!]\" # [!]\n# [!]", "x = {a = [[1]], b = \"\"}\n[-]\n[_]\n[0]", "x = \"\"\"a\\\"\"\"\\\n[!]\"\"\"\"\"\n[y]",
    "", "a = 2026-01-31 07:30:00\nb = 2026-01-31 # 7 \n# 2026-01-31 7 lesions",
    "a = [0, -1, +1_000, 0xfF, 0o7, 0b1_0, 1.5, -1e-3, 6.0E+2, inf, -nan, 07:30:00.5, 2026-01-31T07:30:00-01:00]",
    "1 = 2\n-a.b = 1\n2026-01-31 = 1", "a.1 = 1\n1 . 2 = 3\n[1.2-x]\nb = 2026-01-31 07:30:00Z",
    "\u{feff}a = 1\r\n# \u{e9}\t\u{2019}\r\nb = \"\u{e9}\u{2028}\"", "c=\"2026-01-31 7 lesions\"\nd = '2026-01-31 7 '",
    "a = \"\"\"\n2026-01-31 7 lesions\"\"\"\nb-2026-1 = 7\n2026-01-31 = 7\n7 = 2026-01-31",
  ])
  func whatIsTOMLStaysSo(text: String) throws {
    _ = try SettingsFile(text, path: "config.toml")
  }

  /// Keys bare and in quotes, the first line of each; 40,000 of them are told as soon as one.
  @Test func theLineOfAKeyIsThatWhichSetsIt() throws {
    let many = (0..<40_000).map { "k\($0) = 1" }.joined(separator: "\n")
    let file = try SettingsFile("# theme = 0\n\ttheme= 1\n\"a b\" = 2\n'c'\t=3\nx = 'theme = 4'\n" + many, path: "f")
    #expect(["theme", "a b", "c", "x", "k0", "k39999", "theme "].map(file.line(of:)) == [2, 3, 4, 5, 6, 40_005, nil])
    #expect((0..<40_000).allSatisfy { file.line(of: "k\($0)") == $0 + 6 })
  }
}
