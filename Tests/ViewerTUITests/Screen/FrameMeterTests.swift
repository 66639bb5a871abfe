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
}
