/// Which keys do what. The help screen and the hint line are written from it, so they cannot go out of date.
package struct KeyMap: Sendable {
  package struct Binding: Sendable, Hashable {
    package let keys: KeySequence
    package let action: Action.Name
  }

  /// What the keys typed so far come to.
  package enum Lookup: Sendable {
    case action(Action)
    /// The keys begin a longer sequence; alone they may have an action too.
    case beginning(alone: Action?)
    case nothing
  }

  package let bindings: [Binding]
  private let actions: [KeySequence: Action.Name]
  private let beginnings: Set<[Key]>

  package init(_ bindings: [Binding]) {
    self.bindings = bindings
    actions = Dictionary(bindings.map { ($0.keys, $0.action) }, uniquingKeysWith: { first, _ in first })
    beginnings = Set(
      bindings.flatMap { binding in (1..<max(1, binding.keys.keys.count)).map { Array(binding.keys.keys.prefix($0)) } })
  }

  package func lookup(_ keys: [Key]) -> Lookup {
    let action = actions[KeySequence(keys)].flatMap(Action.named)
    if beginnings.contains(keys) { return .beginning(alone: action) }
    return action.map { .action($0) } ?? .nothing
  }

  /// The keys of an action, in the order in which the help shows them.
  package func keys(for action: Action.Name) -> [KeySequence] {
    bindings.filter { $0.action == action }.map(\.keys)
  }

  /// How the hint line names an action's first key; nil where it has none.
  package func label(_ action: Action.Name) -> String? { keys(for: action).first?.label }

  package static let standard = KeyMap(
    Action.all.flatMap { action in action.keys.map { Binding(keys: $0, action: action.name) } })
}
