import TerminalIO

/// The help, written from the live key map: the keys of the mode it was called from, then all others, then what this case
/// lacks.
struct HelpSheet: SheetComponent {
  /// The mode that was on top when help was asked for.
  let subject: KeyMode
  var scroll = 0

  package var mode: KeyMode { .help }

  func sheet(of viewer: Viewer) -> Sheet {
    let columns = max(1, min(3, (viewer.interface.screen.width - 8) / 64))
    return Sheet(title: "Keys", rows: rows(of: viewer), keyWidth: 22, columns: columns, width: 66)
  }

  func rows(of viewer: Viewer) -> [Sheet.Row] {
    let keyMap = viewer.interface.keyMap
    var rows: [Sheet.Row] = []
    var lacking: [String: [String]] = [:]
    if keyMap.preset != .mrtrix { rows.append(.text("Navigation as in \(keyMap.preset.rawValue).")) }
    if !keyMap.remaps.isEmpty { rows.append(.text("* your own keys, from keys.toml")) }
    let first = Action.Group.all.filter { subject != .browse && subject.chain.dropLast().contains($0.mode) }
    let groups = first + Action.Group.all.filter { group in !first.contains { $0.title == group.title } }
    for group in groups {
      var pairs: [Sheet.Row] = []
      for action in group.actions {
        let elsewhere = action.keysElsewhere.filter { $0.mode == subject }.flatMap(\.keys)
        let keys = (keyMap.keys(for: action.name) + elsewhere).map(\.label)
        guard !keys.isEmpty else { continue }
        if let need = action.need, let reason = viewer.lack(of: need) {
          lacking[reason, default: []] += keys
          continue
        }
        let mark = keyMap.isRemapped(action.name) ? " *" : ""
        pairs.append(.pair(keys.joined(separator: "  ") + mark, action.summary))
      }
      guard !pairs.isEmpty else { continue }
      if !rows.isEmpty { rows.append(.blank) }
      rows.append(.heading(group.title))
      rows += pairs
    }
    if !lacking.isEmpty {
      rows += [.blank, .heading("Unavailable now")]
      rows += lacking.sorted { $0.key < $1.key }.map { .pair($0.value.joined(separator: " "), $0.key) }
    }
    rows += [.blank, .heading("Command line (:)")]
    rows += TypedCommand.all.map { .pair($0.usage, "") }
    return rows
  }
}
