internal import CNCurses
internal import Foundation

/// What tmux tells of the terminal around it, and whether it hands control strings on to it.
package struct TmuxFacts: Hashable, Sendable {
  /// TERM of the terminal around tmux.
  package var term: String
  /// Its name and version, as in "kitty(0.41.1)"; empty where it did not tell tmux.
  package var brand: String
  /// The option allow-passthrough is on for this pane.
  package var passesStrings: Bool

  package init(term: String, brand: String, passesStrings: Bool) {
    self.term = term
    self.brand = brand
    self.passesStrings = passesStrings
  }

  /// What `tmux display-message -p` is asked for. An option of a pane can be off, on or all; old versions say 0 and 1.
  private static let format = "#{allow-passthrough}\t#{client_termname}\t#{client_termtype}"

  /// Reads tmux's answer; nil where it is none.
  package init?(answer: String) {
    let fields = answer.trimmingCharacters(in: .newlines).split(separator: "\t", omittingEmptySubsequences: false)
    guard fields.count == 3 else { return nil }
    self.init(
      term: String(fields[1]), brand: String(fields[2]), passesStrings: !["", "0", "off"].contains(String(fields[0])))
  }

  /// Asks the tmux that the environment names. One that does not answer in time must not hold up the start.
  init?(environment: [String: String], patience: Duration) {
    guard let pane = environment["TMUX_PANE"], !pane.isEmpty else { return nil }
    var ends: [Int32] = [-1, -1]
    guard nc_pipe(&ends) == 0 else { return nil }
    defer { close(ends[0]) }
    let child = Self.start(["tmux", "display-message", "-p", "-t", pane, Self.format], output: ends[1], environment)
    close(ends[1])
    guard let child else { return nil }
    // What it says is a line, and the end of the line the end of what is waited for.
    var received: [UInt8] = []
    let deadline = ContinuousClock.now + patience
    var block = [UInt8](repeating: 0, count: 1024)
    while received.last != UInt8(ascii: "\n"), received.count < 65536 {
      let left = deadline - ContinuousClock.now
      var ready = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
      guard left > .zero, poll(&ready, 1, Int32(left / .milliseconds(1)) + 1) > 0 else { break }
      let count = read(ends[0], &block, block.count)
      guard count > 0 else { break }
      received += block[..<count]
    }
    // It has said all, or has had its time.
    kill(child, SIGKILL)
    waitpid(child, nil, 0)
    self.init(answer: String(decoding: received, as: UTF8.self))
  }

  /// Starts a program with nothing to read and its output in a descriptor; nil where it cannot be started.
  private static func start(_ words: [String], output: Int32, _ environment: [String: String]) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    guard posix_spawn_file_actions_init(&actions) == 0 else { return nil }
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var settings: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in arguments + settings { free(text) } }
    var child: pid_t = 0
    return posix_spawnp(&child, words[0], &actions, nil, &arguments, &settings) == 0 ? child : nil
  }
}
