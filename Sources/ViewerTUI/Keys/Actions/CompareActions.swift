extension Action.Group {
  static let compare = Action.Group(title: "Compare", actions: [])
}
