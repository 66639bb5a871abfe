extension Action.Group {
  static let cases = Action.Group(title: "Cases", actions: [])
}
