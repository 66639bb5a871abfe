extension Action.Group {
  static let verdict = Action.Group(title: "Verdict", actions: [])
}
