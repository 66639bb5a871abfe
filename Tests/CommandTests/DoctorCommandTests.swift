import Foundation
import Testing

@Suite struct DoctorCommandTests {
  @Test func everythingIsOneJSONDocumentWithoutATerminal() throws {
    let run = try CommandRun(["doctor", "--json"], environment: ["TERM": "xterm-256color", "NO_COLOR": ""])
    #expect(run.status == 0 && run.errors.isEmpty)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(json["schema"] as? String == "flairscope.doctor/1")
    let terminal = try #require(json["terminal"] as? [String: Any])
    #expect(terminal["usable"] as? Bool == false)
    #expect((terminal["obstacle"] as? String)?.hasPrefix("standard input is not a terminal") == true)
    #expect(terminal["answers"] is NSNull)
    let machine = try #require(json["machine"] as? [String: Any])
    #expect((machine["cores_allowed"] as? Int ?? 0) > 0 && (machine["memory_bytes"] as? Int ?? 0) > 0)
    let libraries = try #require(json["libraries"] as? [String: Any])
    #expect((libraries["openblas"] as? String)?.contains("OpenBLAS") == true)
    #expect((libraries["ncurses"] as? String)?.hasPrefix("ncurses ") == true)
  }

  @Test func instructionsCanBeForced() throws {
    func machine(_ arguments: [String]) throws -> [String: Any] {
      let run = try CommandRun(["doctor", "--json"] + arguments)
      let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      return try #require(json?["machine"] as? [String: Any])
    }
    #expect(try machine(["--instructions", "portable"])["kernels"] as? String == "portable")
    let available = try #require(try machine([])["kernels_available"] as? [String])
    #expect(available.first == "portable")
    #expect(try machine([])["kernels"] as? String == available.last)
    let refused = try CommandRun(["doctor", "--instructions", "mmx"])
    #expect(refused.status == 64 && refused.errors.contains("mmx"))
  }

  @Test func whatSlowsOrTakesAwayIsAWarning() throws {
    let run = try CommandRun(
      ["doctor"],
      environment: ["TERM": "vt100", "LC_ALL": "C", "OPENBLAS_CORETYPE": "Prescott", "OPENBLAS_L2_SIZE": "1"])
    #expect(run.status == 0)
    let warnings = run.output.split(separator: "\n").filter { $0.hasPrefix("warning") }
    for sign in ["OPENBLAS_CORETYPE=Prescott", "OPENBLAS_L2_SIZE=1", "ASCII", "no colours"] {
      #expect(warnings.contains { $0.contains(sign) }, "\(sign)")
    }
  }

  @Test(arguments: [
    ("dumb", "cannot place its cursor"), ("no-such-terminal", "terminfo does not know"), ("", "TERM is not set"),
  ])
  func aTerminalThatWillNotDoIsNamed(term: String, sign: String) throws {
    let run = try CommandRun(["doctor"], environment: ["TERM": term])
    #expect(run.status == 0)
    #expect(run.output.contains(sign))
  }

  @Test(arguments: [
    (["NO_COLOR": "1", "COLORTERM": "truecolor"], "mono (NO_COLOR is set)"),
    (["NO_COLOR": "", "COLORTERM": "truecolor"], "true (COLORTERM is truecolor)"),
    (["NO_COLOR": "", "COLORTERM": ""], "256 (terminfo gives tmux-256color 256 colours)"),
  ])
  func coloursStandWithTheirReason(environment: [String: String], line: String) throws {
    let run = try CommandRun(["doctor"], environment: environment.merging(["TERM": "tmux-256color"]) { $1 })
    #expect(run.output.contains(line))
  }
}
