import TerminalIO

/// The help, written from the live key map: the keys of the mode it was called from, then all others, then what this case
/// lacks.
struct HelpSheet: SheetComponent {
  /// The mode that was on top when help was asked for.
  let subject: KeyMode
  var scroll = 0
  /// Only lines that hold this are shown; all of them where it is empty.
  var search = ""

  package var mode: KeyMode { .help }

  func sheet(of viewer: Viewer) -> Sheet {
    let columns = max(1, min(3, (viewer.interface.screen.width - 8) / 64))
    let title = search.isEmpty ? "Keys" : "Keys with '\(search)'"
    return Sheet(
      title: title, rows: found(in: rows(of: viewer)).flatMap(Self.wrapped), keyWidth: Self.keyWidth, columns: columns,
      width: 66)
  }

  private static let keyWidth = 22
  /// What a line takes of a text beside keys where sheets stand side by side.
  private static let textWidth = 37

  /// A row over as many lines as its keys and their meaning need.
  private static func wrapped(_ row: Sheet.Row) -> [Sheet.Row] {
    guard case .pair(let keys, let text) = row, !text.isEmpty else { return [row] }
    let (left, right) = (keys.lines(ofWidth: keyWidth - 1), text.lines(ofWidth: textWidth))
    return (0..<max(left.count, right.count)).map { line in
      .pair(left.indices.contains(line) ? left[line] : "", right.indices.contains(line) ? right[line] : "")
    }
  }

  /// The rows that hold what is searched for, each below its heading.
  private func found(in rows: [Sheet.Row]) -> [Sheet.Row] {
    guard !search.isEmpty else { return rows }
    var found: [Sheet.Row] = []
    var heading: Sheet.Row?
    for row in rows {
      switch row {
      case .heading: heading = row
      case .pair(let key, let text) where Self.holds(search, in: [key, text]):
        if let title = heading { found += (found.isEmpty ? [] : [.blank]) + [title] }
        heading = nil
        found.append(row)
      case .pair, .text, .columns, .blank: break
      }
    }
    return found.isEmpty ? [.text("nothing; \"/\" searches again")] : found
  }

  /// Whether each word stands somewhere, whatever its case.
  private static func holds(_ search: String, in texts: [String]) -> Bool {
    let text = texts.joined(separator: " ").lowercased()
    return search.lowercased().split(separator: " ").allSatisfy { text.contains($0) }
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
    rows += TypedCommand.all.flatMap { command -> [Sheet.Row] in
      search.isEmpty
        ? [.pair(command.usage, ""), .pair("", command.sentence)] : [.pair(command.name, command.sentence)]
    }
    return rows
  }
}

extension Action.Group {
  static let help = Action.Group(
    title: "In this help", mode: .help,
    actions: [Action("search-help", "find a word in this help", ["/"]) { $0.openHelpSearch() }.hinted("find")])
}

extension Viewer {
  mutating func openHelpSearch() {
    guard let sheet = interface.open.last as? HelpSheet else { return }
    openPrompt(.search, text: sheet.search)
  }

  mutating func searchHelp(_ text: String) {
    guard let index = interface.open.indices.last, var sheet = interface.open[index] as? HelpSheet else { return }
    sheet.search = text
    sheet.scroll = 0
    interface.open[index] = sheet
  }
}
