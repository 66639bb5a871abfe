import Foundation
import Glibc

/// A terminal made of two descriptors, with the program at its far end, in a viewer of its own.
final class PseudoTerminal {
  struct Failed: Error { let call: String }

  private var master: Int32
  /// Kept open so that modes can be looked at after the program is gone.
  private var slave: Int32
  private(set) var process: pid_t = 0
  private(set) var output = ""
  private let modesBefore: [UInt8]

  // The requests of <asm-generic/ioctls.h> that Glibc's module leaves out, as they are macros.
  private static let unlockRequest: UInt = 0x4004_5431
  private static let numberRequest: UInt = 0x8004_5430
  private static let newSession: Int16 = 0x80

  /// - Parameters:
  ///   - fileBlocks: no file can grow beyond so many blocks of 512 bytes, as on a full disk.
  ///   - keysAreSignals: whether Ctrl-C and its like are signals while the program has given the terminal back,
  ///     suspended or quitting. Random bytes would kill it then, which says nothing about it.
  init(
    _ arguments: [String], columns: UInt16 = 100, rows: UInt16 = 30, environment: [String: String] = [:],
    workingFolder: String? = nil, fileBlocks: Int? = nil, keysAreSignals: Bool = true
  ) throws {
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    var unlock: Int32 = 0
    var number: UInt32 = 0
    guard master >= 0, ioctl(master, Self.unlockRequest, &unlock) == 0, ioctl(master, Self.numberRequest, &number) == 0
    else { throw Failed(call: "ptmx") }
    let path = "/dev/pts/\(number)"
    slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard slave >= 0 else { throw Failed(call: "open \(path)") }
    if !keysAreSignals { Self.makeKeysPlain(slave) }
    modesBefore = Self.modes(slave)
    resize(columns: columns, rows: rows)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that a session's leader opens becomes its own.
    posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Self.newSession)

    let program = try CommandRun.executable().path
    var variables = ProcessInfo.processInfo.environment
    variables["TERM"] = "xterm-256color"
    variables["COLORTERM"] = nil
    variables["NO_COLOR"] = nil
    // No test reads the settings of whoever runs it, or writes into the state of anyone.
    variables["XDG_STATE_HOME"] = NSTemporaryDirectory() + "flairscope-test-state-" + UUID().uuidString
    variables["XDG_CONFIG_HOME"] = NSTemporaryDirectory() + "flairscope-test-without-settings"
    // A crash on purpose must not wait for a debugger's key.
    variables["SWIFT_BACKTRACE"] = "enable=no"
    variables.merge(environment) { $1 }
    // A shell goes into the folder first, sets the limit, and becomes the program.
    let limit = fileBlocks.map { "ulimit -f \($0) && " } ?? ""
    let entering =
      workingFolder == nil && fileBlocks == nil
      ? [] : ["/bin/sh", "-c", "cd \"$0\" && \(limit)exec \"$@\"", workingFolder ?? "."]
    let line = entering + [program] + arguments
    let words = line.map { strdup($0) } + [nil]
    let settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (words + settings).forEach { free($0) } }
    guard posix_spawn(&process, line[0], &actions, &attributes, words, settings) == 0 else {
      throw Failed(call: "posix_spawn")
    }
  }

  deinit {
    if process > 0 {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    hangUp()
  }

  /// Whether the terminal works as it did before the program started.
  var hasModesOfBefore: Bool { Self.modes(slave) == modesBefore }

  private static func modes(_ descriptor: Int32) -> [UInt8] {
    var modes = termios()
    guard tcgetattr(descriptor, &modes) == 0 else { return [] }
    return withUnsafeBytes(of: &modes) { Array($0) }
  }

  private static func makeKeysPlain(_ descriptor: Int32) {
    var modes = termios()
    guard tcgetattr(descriptor, &modes) == 0 else { return }
    modes.c_lflag &= ~tcflag_t(ISIG)
    tcsetattr(descriptor, TCSANOW, &modes)
  }

  func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  func type(_ text: String) { type(Array(text.utf8)) }

  /// Sends bytes as fast as the program takes them, and reads what it draws meanwhile; gives up on one that takes none.
  func type(_ bytes: [UInt8], patienceSeconds: Double = 20) {
    var rest = bytes[...]
    var deadline = Date().addingTimeInterval(patienceSeconds)
    while !rest.isEmpty, master >= 0, Date() < deadline {
      let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
        deadline = Date().addingTimeInterval(patienceSeconds)
      } else {
        _ = reads(seconds: 0.01) { false }
        if hasEnded { return }
      }
    }
  }

  /// Whether the program is gone, be its ending asked for or not.
  var hasEnded: Bool {
    guard process > 0 else { return true }
    var information = siginfo_t()
    return waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) != 0
      || information._sifields._sigchld.si_pid == process
  }

  /// The largest resident set of the program so far, in megabytes; nil when it has ended.
  var peakMegabytes: Int? {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
    else { return nil }
    return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 / 1024 }
  }

  func send(_ signal: Int32) { kill(process, signal) }

  /// Takes the terminal away, as a lost connection does.
  func hangUp() {
    if master >= 0 { close(master) }
    if slave >= 0 { close(slave) }
    (master, slave) = (-1, -1)
  }

  /// Reads until the output contains a text, or the time is over.
  func waits(for text: String, seconds: Double = 20) -> Bool {
    reads(seconds: seconds) { output.contains(text) }
  }

  /// Reads until nothing came for a while.
  func settles(quietSeconds: Double = 0.5) {
    var length = -1
    while length != output.count {
      length = output.count
      _ = reads(seconds: quietSeconds) { false }
    }
  }

  /// Reads what comes in a time, quiet or not.
  func reads(forSeconds seconds: Double) { _ = reads(seconds: seconds) { false } }

  func forgetOutput() { output = "" }

  private func reads(seconds: Double, until isDone: () -> Bool) -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    var block = [UInt8](repeating: 0, count: 65536)
    while !isDone() {
      guard Date() < deadline, master >= 0 else { return false }
      var input = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      guard poll(&input, 1, 20) > 0 else { continue }
      let count = read(master, &block, block.count)
      if count > 0 { output += String(decoding: block[..<count], as: UTF8.self) } else { usleep(5000) }
    }
    return true
  }

  enum Ending: Equatable { case status(Int32), signal(Int32), stillRunning }

  /// How the program ended; reads its output meanwhile, so that it is not held up.
  func ending(seconds: Double = 20) -> Ending {
    var status: Int32 = 0
    var ended = false
    let deadline = Date().addingTimeInterval(seconds)
    while !ended, Date() < deadline {
      ended = waitpid(process, &status, WNOHANG) == process
      if !ended { _ = reads(seconds: 0.02) { false } }
      if master < 0 { usleep(5000) }
    }
    guard ended else { return .stillRunning }
    process = 0
    _ = reads(seconds: 0.1) { false }
    return status & 0x7f == 0 ? .status(status >> 8 & 0xff) : .signal(status & 0x7f)
  }
}
