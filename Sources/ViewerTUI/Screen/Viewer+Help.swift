import TerminalIO

/// The help, written from the live key map: what works here, then what this case lacks.
extension Viewer {
  var helpRows: [Row] {
    var rows: [Row] = []
    var lacking: [String: [String]] = [:]
    if interface.keyMap.preset != .mrtrix { rows.append(.text("Navigation as in \(interface.keyMap.preset.rawValue).")) }
    if !interface.keyMap.remaps.isEmpty { rows.append(.text("* your own keys, from keys.toml")) }
    for group in Action.Group.all {
      var pairs: [Row] = []
      for action in group.actions {
        let keys = interface.keyMap.keys(for: action.name).map(\.label)
        guard !keys.isEmpty else { continue }
        if let need = action.need, let reason = lack(of: need) {
          lacking[reason, default: []] += keys
          continue
        }
        let mark = interface.keyMap.isRemapped(action.name) ? " *" : ""
        pairs.append(.pair(keys.joined(separator: "  ") + mark, action.summary))
      }
      guard !pairs.isEmpty else { continue }
      if !rows.isEmpty { rows.append(.blank) }
      rows.append(.heading(group.title))
      rows += pairs
    }
    if !lacking.isEmpty {
      rows += [.blank, .heading("Not here")]
      rows += lacking.sorted { $0.key < $1.key }.map { .pair($0.value.joined(separator: " "), $0.key) }
    }
    rows += [.blank, .heading("Command line (:)")]
    rows += TypedCommand.all.map { .pair($0.usage, "") }
    return rows
  }
}
