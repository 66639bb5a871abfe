extension TypedCommand {
  static let general: [TypedCommand] = [
    TypedCommand("theme", "theme NAME") { session, name in
      do { session.theme = try Theme.bundled(name) } catch { session.warn("\(error)") }
    },
    .asking("quit", "quit") { _, _ in [.quit(nil)] },
  ]
}
