import TerminalIO
import Testing

@Suite struct KeyPaceTests {
  private static let start = ContinuousClock.now

  /// Presses keys at milliseconds after the start.
  private func pace(_ presses: [(Key, Int)]) -> KeyPace {
    var pace = KeyPace()
    for (key, milliseconds) in presses { pace.press(key, at: Self.start + .milliseconds(milliseconds)) }
    return pace
  }

  @Test(arguments: [
    ([(Key.right, 0)], false), ([(.right, 0), (.right, 33)], true), ([(.right, 0), (.right, 33), (.left, 66)], false),
    ([(.right, 0), (.right, 400)], false), ([(.right, 0), (.left, 33)], false),
  ])
  func aHeldKeyIsTheSameOneAgainAtOnce(presses: [(Key, Int)], isHeld: Bool) {
    #expect(pace(presses).isHeld == isHeld)
  }

  @Test func aReleasedKeySettlesOnce() throws {
    var pace = pace([(.right, 0), (.right, 33), (.right, 66)])
    let due = try #require(pace.settles)
    #expect(due >= Self.start + .milliseconds(166) && due <= Self.start + .milliseconds(216))
    let settledEarly = pace.settle(at: due - .milliseconds(1))
    #expect(!settledEarly && pace.isHeld)
    let settled = pace.settle(at: due)
    #expect(settled && !pace.isHeld)
    let settledAgain = pace.settle(at: due + .milliseconds(1))
    #expect(!settledAgain)
    // The next press begins anew.
    pace.press(.right, at: due + .milliseconds(2))
    #expect(!pace.isHeld)
  }
}
