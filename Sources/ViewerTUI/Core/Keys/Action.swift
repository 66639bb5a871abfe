import Pictures
package import TerminalIO

/// Something a key can do. One row says how it is called, what it does, which keys have it in which mode, and what it needs.
///
/// Each action is also a command of the `:` line under its name, and has its line in the help.
package struct Action: Sendable {
  package typealias Name = String

  /// The name that `:` and `keys.toml` know it by.
  package let name: Name
  /// What it does, in a line.
  package let summary: String
  /// The keys that have it unless someone rebinds them. The help shows the first ones first.
  package let keys: [KeySequence]
  /// The mode in which they hold.
  package private(set) var mode = KeyMode.browse
  /// Keys of other modes that have it too; nobody rebinds those.
  package private(set) var keysElsewhere: [(mode: KeyMode, keys: [KeySequence])] = []
  /// What the hint line says of it; the name of the action where this is empty.
  package private(set) var hint = ""
  /// Its name in earlier versions.
  package private(set) var formerName: Name?
  /// Without this it can do nothing, and the help leaves it out.
  package let need: Need?
  let perform: @Sendable (inout Viewer) -> [Effect]

  /// An action that changes the viewer only.
  init(
    _ name: Name, _ summary: String, _ keys: [KeySequence] = [], needs need: Need? = nil,
    _ change: @escaping @Sendable (inout Viewer) -> Void
  ) {
    self.init(name: name, summary: summary, keys: keys, need: need) { viewer in
      change(&viewer)
      return []
    }
  }

  /// An action that asks for work outside the viewer.
  static func asking(
    _ name: Name, _ summary: String, _ keys: [KeySequence] = [], needs need: Need? = nil,
    _ perform: @escaping @Sendable (inout Viewer) -> [Effect]
  ) -> Action {
    Action(name: name, summary: summary, keys: keys, need: need, perform: perform)
  }

  private init(
    name: Name, summary: String, keys: [KeySequence], need: Need?,
    perform: @escaping @Sendable (inout Viewer) -> [Effect]
  ) {
    self.name = name
    self.summary = summary
    self.keys = keys
    self.need = need
    self.perform = perform
  }
}

extension Action {
  /// Actions under one heading of the help. A new action is a row in a group's file in `Keys/Actions`.
  package struct Group: Sendable {
    package let title: String
    package let mode: KeyMode
    package let actions: [Action]

    init(title: String, mode: KeyMode = .browse, actions: [Action]) {
      self.title = title
      self.mode = mode
      self.actions = actions.map { action in
        var action = action
        action.mode = mode
        return action
      }
    }

    package static let all: [Group] = [
      slices, view, overlays, compare, tuning, lesions, verdict, regions, division, adjudication, model, samples, cases,
      general,
      help, window, editing, polygon, cutting, lists,
      classes,
      relabelling, caseList, labels, question, line,
    ]
  }

  /// The same action with the words that the hint line has for it.
  func hinted(_ words: String) -> Action {
    var action = self
    action.hint = words
    return action
  }

  /// The same action with keys of another mode.
  func also(_ mode: KeyMode, _ keys: [KeySequence]) -> Action {
    var action = self
    action.keysElsewhere.append((mode, keys))
    return action
  }

  /// The same action with the name that it had in earlier versions, which scripts and `keys.toml` may still say.
  func known(as former: Name) -> Action {
    var action = self
    action.formerName = former
    return action
  }

  package static let all: [Action] = Group.all.flatMap(\.actions)

  package static func named(_ name: Name) -> Action? { byName[name] }

  private static let byName = Dictionary(
    all.map { ($0.name, $0) } + all.compactMap { action in action.formerName.map { ($0, action) } },
    uniquingKeysWith: { first, _ in first })
}

extension Action {
  /// What an action works on and what a case or the present state may lack.
  package enum Need: Sendable, Hashable {
    case overlay(OverlayID)
    case secondRater
    case findings
    case channels
    case otherCases
    case weights
    case pixelMaps
    case readers
  }
}

extension Viewer {
  /// Why something is missing here, or nil when it is there.
  package func lack(of need: Action.Need) -> String? {
    switch need {
    case .overlay(let place): missing(place)
    case .secondRater: missing(.rater(1))
    case .findings:
      !scan.findings.isEmpty
        ? nil : scan.raters.isEmpty ? "no rater mask, so no disagreements" : "the raters agree everywhere"
    case .otherCases:
      (workList?.count ?? 1) > 1 ? nil : "one case only; flairscope view --cases LIST opens many"
    case .channels: scan.channels.count > 1 ? nil : "one image only: \(scan.channels[place.channel].role)"
    case .pixelMaps: lackOfMaps
    case .readers:
      interface.isAdjudicating ? nil : "one reader's review; view --adjudicate shows those of all readers"
    case .weights: model.hasWeights ? nil : lackOfWeights
    }
  }

  /// What to do for weights where there are none.
  var lackOfWeights: String {
    model.training.isBusy
      ? "no weights yet: they come with the end of the first epoch"
      : "no weights yet: t trains on this case, or start with --weights FILE"
  }
}
