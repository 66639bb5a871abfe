import Foundation
import Testing

@Suite struct ConfigCommandTests {
  @Test func originsAreShownAndSaidInJSON() throws {
    let folder = try ScratchFolder()
    try FileManager.default.createDirectory(atPath: folder.file("flairscope"), withIntermediateDirectories: true)
    try "# mine\ntheme = \"ember\"\n".write(
      toFile: folder.file("flairscope/config.toml"), atomically: true, encoding: .utf8)
    let environment = ["XDG_CONFIG_HOME": folder.path, "FLAIRSCOPE_HINTS": "no"]
    let text = try CommandRun(["config", "--show-origin", "--set", "keys=slicer"], environment: environment)
    #expect(text.status == 0)
    #expect(text.output.contains("flairscope/config.toml:2"))
    #expect(text.output.contains("environment FLAIRSCOPE_HINTS"))
    let json = try CommandRun(["config", "--json", "theme", "hints"], environment: environment).json
    #expect(json["schema"] as? String == "flairscope.config/1")
    let options = try #require(json["options"] as? [[String: Any]])
    #expect(options.map { $0["value"] as? String } == ["ember", "false"])
    #expect(options.map { $0["origin"] as? String } == ["user", "environment"])
    #expect(options.first?["line"] as? Int == 2)
  }

  @Test func aSlipIsNamedWithItsLineAndTheStatusSaysSo() throws {
    let folder = try ScratchFolder()
    try FileManager.default.createDirectory(atPath: folder.file("flairscope"), withIntermediateDirectories: true)
    try "moose = true\n".write(toFile: folder.file("flairscope/config.toml"), atomically: true, encoding: .utf8)
    try "axail = \"x\"\n".write(toFile: folder.file("flairscope/keys.toml"), atomically: true, encoding: .utf8)
    let run = try CommandRun(["config"], environment: ["XDG_CONFIG_HOME": folder.path])
    #expect(run.status == 65)
    #expect(run.errors.contains("config.toml:1: no option 'moose'; did you mean 'mouse'?"))
    #expect(run.errors.contains("keys.toml:1: no action 'axail'; did you mean 'axial'?"))
    #expect(run.output.contains("night"))
  }

  @Test(arguments: [
    ["config", "thene"], ["config", "--set", "theme"], ["config", "--set", "hints=perhaps"],
    ["config", "--theme", "x"],
  ])
  func wrongUsage(arguments: [String]) throws {
    #expect(try CommandRun(arguments).status == 64)
  }

  @Test func aQuestionHasOneMark() throws {
    let errors = try CommandRun("config", "--theme", "nigth").errors
    #expect(errors.contains("no theme 'nigth'; did you mean 'night'?") && !errors.contains("?."))
  }
}
