import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI

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

  @Test func theMeterSaysWhatFramesCost() {
    var meter = FrameMeter()
    meter.note(bytes: 0, delayMilliseconds: nil)
    #expect(meter.frames == 0 && meter.text == "0 B")
    meter.note(bytes: 3400, delayMilliseconds: 12)
    #expect(meter.text == "3.4 kB, 12 ms" && meter.totalBytes == 3400)
    #expect(!meter.isHigh)
    for _ in 0..<8 { meter.note(bytes: 90_000, delayMilliseconds: 700) }
    #expect(meter.isHigh && meter.text == "90 kB, 700 ms")
  }
}
