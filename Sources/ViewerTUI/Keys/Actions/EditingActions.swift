extension Action.Group {
  static let editing = Action.Group(title: "Editing", actions: [])
}
