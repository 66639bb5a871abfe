import Testing
import ViewerTUI

@Suite struct FrameMeterTests {
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

  @Test("the way to a terminal far away is no fault of the line's width")
  func whatTheBytesTake() {
    var meter = FrameMeter()
    #expect(meter.lineMilliseconds == nil)
    meter.note(bytes: 60_000, delayMilliseconds: 190)
    #expect(meter.lineMilliseconds == 190)
    meter.note(bytes: 900, delayMilliseconds: 150)
    meter.note(bytes: 700, delayMilliseconds: 160)
    #expect(meter.lineMilliseconds == 10)
    meter.note(bytes: 60_000, delayMilliseconds: 190)
    #expect(meter.lineMilliseconds == 40)
  }
}
