import Pictures
import TerminalIO

extension Viewer {
  static let compressionHint = "frames are large for a slow line: connect with ssh -C, or start with --colors 256"

  /// Says once that compression would help.
  package mutating func noteFrame(bytes: Int, delayMilliseconds: Int?) {
    let wasHigh = interface.meter.isHigh
    interface.meter.note(bytes: bytes, delayMilliseconds: delayMilliseconds)
    let isSlow = (delayMilliseconds ?? 0) > 100
    guard !interface.hasHintedCompression, wasHigh, isSlow, interface.terminalReport?.isRemote == true,
      interface.message == nil
    else { return }
    interface.hasHintedCompression = true
    say(Self.compressionHint)
  }
}
