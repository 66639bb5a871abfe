package import TerminalIO

/// Which keys do what in which mode. The help screen and the hint line are written from it, so they cannot go out of date.
///
/// It is made of the actions' own keys, a preset that moves the navigation, and the user's own choices, in this order:
/// each layer replaces the keys of an action and takes them from any other action of its mode.
package struct KeyMap: Sendable {
  package struct Binding: Sendable, Hashable {
    package let keys: KeySequence
    package let action: Action.Name
    package let mode: KeyMode
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
  private let actions: [KeyMode: [KeySequence: Action.Name]]
  private let beginnings: [KeyMode: Set<[Key]>]

  package init(preset: Preset = .mrtrix, remaps: [Action.Name: [KeySequence]] = [:]) {
    self.preset = preset
    self.remaps = remaps
    var bindings = Action.all.flatMap { action in
      ([(mode: action.mode, keys: action.keys)] + action.keysElsewhere).flatMap { place in
        place.keys.map { Binding(keys: $0, action: action.name, mode: place.mode, isRemapped: false) }
      }
    }
    for (choices, isRemapped) in [(preset.keys, false), (remaps, true)] {
      var taken: [KeyMode: Set<KeySequence>] = [:]
      for action in Action.all { taken[action.mode, default: []].formUnion(choices[action.name] ?? []) }
      bindings.removeAll { binding in
        let isOwn = choices[binding.action] != nil && Action.named(binding.action)?.mode == binding.mode
        return isOwn || taken[binding.mode]?.contains(binding.keys) == true
      }
      // In the order of the actions, so that hints and help do not depend on a dictionary's.
      for action in Action.all {
        bindings += (choices[action.name] ?? []).map {
          Binding(keys: $0, action: action.name, mode: action.mode, isRemapped: isRemapped)
        }
      }
    }
    self.bindings = bindings
    var actions: [KeyMode: [KeySequence: Action.Name]] = [:]
    var beginnings: [KeyMode: Set<[Key]>] = [:]
    for binding in bindings {
      let known = actions[binding.mode]?[binding.keys]
      actions[binding.mode, default: [:]][binding.keys] = known ?? binding.action
      for length in 1..<max(1, binding.keys.keys.count) {
        beginnings[binding.mode, default: []].insert(Array(binding.keys.keys.prefix(length)))
      }
    }
    self.actions = actions
    self.beginnings = beginnings
  }

  package static let standard = KeyMap()

  package func with(_ preset: Preset) -> KeyMap { KeyMap(preset: preset, remaps: remaps) }

  /// What keys mean in a mode: the first mode of its chain that knows them decides.
  package func lookup(_ keys: [Key], in mode: KeyMode) -> Lookup {
    for mode in mode.chain {
      let action = actions[mode]?[KeySequence(keys)].flatMap(Action.named)
      if beginnings[mode]?.contains(keys) == true { return .beginning(alone: action) }
      if let action { return .action(action) }
    }
    return .nothing
  }

  /// The keys of an action in the mode that it belongs to, in the order in which the help shows them.
  package func keys(for action: Action.Name) -> [KeySequence] {
    let home = Action.named(action)?.mode
    return bindings.filter { $0.action == action && $0.mode == home }.map(\.keys)
  }

  /// What a mode itself binds, in the order of the actions.
  package func bindings(of mode: KeyMode) -> [(action: Action, keys: [KeySequence])] {
    Action.all.compactMap { action in
      let keys = bindings.filter { $0.mode == mode && $0.action == action.name }.map(\.keys)
      return keys.isEmpty ? nil : (action, keys)
    }
  }

  package func isRemapped(_ action: Action.Name) -> Bool { remaps[action] != nil }

  /// How messages name an action's first key; nil where it has none.
  package func label(_ action: Action.Name) -> String? { keys(for: action).first?.label }

  /// How the hint line of a mode names an action's first key; nil where it has none there.
  package func label(_ action: Action.Name, in mode: KeyMode) -> String? {
    for mode in mode.chain {
      if let binding = bindings.first(where: { $0.action == action && $0.mode == mode }) { return binding.keys.label }
    }
    return nil
  }
}
