package import TerminalIO

/// Which keys do what. The help screen and the hint line are written from it, so they cannot go out of date.
///
/// It is made of the actions' own keys, a preset that moves the navigation, and the user's own choices, in this order:
/// each layer replaces the keys of an action and takes them from any other action.
package struct KeyMap: Sendable {
  package struct Binding: Sendable, Hashable {
    package let keys: KeySequence
    package let action: Action.Name
    /// The user's own choice, which help marks.
    package let isRemapped: Bool
  }

  /// What the keys typed so far come to.
  package enum Lookup: Sendable {
    case action(Action)
    /// The keys begin a longer sequence; alone they may have an action too.
    case beginning(alone: Action?)
    case nothing
  }

  package let preset: Preset
  /// The user's own keys; none unbinds an action.
  package let remaps: [Action.Name: [KeySequence]]
  package let bindings: [Binding]
  private let actions: [KeySequence: Action.Name]
  private let beginnings: Set<[Key]>

  package init(preset: Preset = .mrtrix, remaps: [Action.Name: [KeySequence]] = [:]) {
    self.preset = preset
    self.remaps = remaps
    var layers = Action.all.flatMap { action in
      action.keys.map { Binding(keys: $0, action: action.name, isRemapped: false) }
    }
    for (choices, isRemapped) in [(preset.keys, false), (remaps, true)] {
      let taken = Set(choices.values.joined())
      layers.removeAll { choices[$0.action] != nil || taken.contains($0.keys) }
      // In the order of the actions, so that hints and help do not depend on a dictionary's.
      for action in Action.all {
        layers += (choices[action.name] ?? []).map { Binding(keys: $0, action: action.name, isRemapped: isRemapped) }
      }
    }
    bindings = layers
    actions = Dictionary(layers.map { ($0.keys, $0.action) }, uniquingKeysWith: { first, _ in first })
    beginnings = Set(
      layers.flatMap { binding in (1..<max(1, binding.keys.keys.count)).map { Array(binding.keys.keys.prefix($0)) } })
  }

  package static let standard = KeyMap()

  package func with(_ preset: Preset) -> KeyMap { KeyMap(preset: preset, remaps: remaps) }

  package func lookup(_ keys: [Key]) -> Lookup {
    let action = actions[KeySequence(keys)].flatMap(Action.named)
    if beginnings.contains(keys) { return .beginning(alone: action) }
    return action.map { .action($0) } ?? .nothing
  }

  /// The keys of an action, in the order in which the help shows them.
  package func keys(for action: Action.Name) -> [KeySequence] {
    bindings.filter { $0.action == action }.map(\.keys)
  }

  package func isRemapped(_ action: Action.Name) -> Bool { remaps[action] != nil }

  /// How the hint line names an action's first key; nil where it has none.
  package func label(_ action: Action.Name) -> String? { keys(for: action).first?.label }
}
