/// Control strings for the terminal around tmux (tmux(1), allow-passthrough).
enum TmuxPassthrough {
  /// Commands that end in ESC \, each on its own in a string that tmux hands on: ESC P tmux; COMMAND ESC \, with every
  /// ESC of the command doubled.
  static func wrapped(_ commands: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(commands.count + commands.count / 64)
    var isInside = false
    var last: UInt8 = 0
    for byte in commands {
      if !isInside { output += Array("\u{1b}Ptmux;".utf8) }
      isInside = true
      if byte == 0x1b { output.append(0x1b) }
      output.append(byte)
      if last == 0x1b, byte == UInt8(ascii: "\\") {
        output += Array("\u{1b}\\".utf8)
        isInside = false
      }
      last = byte
    }
    return output
  }
}
