import Pictures
import TerminalIO

/// Something to be answered by yes or no before it is done.
///
/// Other keys neither answer it nor act meanwhile, so that a key typed ahead decides nothing.
struct Question: ScreenComponent {
  let text: String
  /// The action that asked; its key again means yes. Its answer asks nothing else.
  let asker: Action.Name?
  let yes: @Sendable (inout Viewer) -> [Effect]

  package var mode: KeyMode { .question }
  package var isBesidePicture: Bool { true }

  package mutating func handle(_ key: Key, in viewer: inout Viewer) -> ComponentReply? {
    if let asker, case .action(let action) = viewer.interface.keyMap.lookup([key], in: .browse), action.name == asker {
      return ComponentReply(effects: yes(&viewer), closes: true)
    }
    guard key == .control("c") else { return .stays }
    cancel(in: &viewer)
    return .closed
  }

  /// A click answers nothing.
  package mutating func press(column: Int, row: Int, in viewer: inout Viewer) -> ComponentReply? { .stays }

  package func cancel(in viewer: inout Viewer) { viewer.say("no: nothing was done") }

  package func draw(_ layout: Layout, of viewer: Viewer, on frame: inout Frame) {
    let theme = viewer.interface.theme
    let (asked, answers) = (layout.status, layout.hints)
    frame.fill(asked, Pen(theme.warning, on: theme.bar, .bold))
    frame.write(
      "! \(text)?", x: asked.x + 1, y: asked.y, Pen(theme.warning, on: theme.bar, .bold), limit: asked.width - 2)
    frame.fill(answers, Pen(theme.text, on: theme.background))
    var x = answers.x + 1
    for (keys, words) in viewer.hints {
      x = frame.write(keys, x: x, y: answers.y, Pen(theme.accent, on: theme.background, .bold))
      x = frame.write(" \(words)", x: x, y: answers.y, Pen(theme.quiet, on: theme.background)) + 2
    }
  }
}

extension Action.Group {
  static let question = Action.Group(
    title: "A question", mode: .question,
    actions: [
      .asking("answer-yes", "yes, do it", ["y"]) { $0.answerYes() }.hinted("yes"),
      Action("answer-no", "no", ["n", .escape]) { $0.answerNo() }.hinted("no"),
    ])
}

extension InterfaceState {
  /// What is asked now and waits for yes or no.
  package var question: String? { (open.last as? Question)?.text }
}

extension Viewer {
  /// Asks before something is done.
  /// - Parameters:
  ///   - question: what happens on yes, without a question mark.
  ///   - asker: the action that asks, where its key again is to mean yes.
  mutating func ask(
    _ question: String, asker: Action.Name? = nil, yes: @escaping @Sendable (inout Viewer) -> [Effect]
  ) {
    open(Question(text: question, asker: asker, yes: yes))
  }

  fileprivate mutating func answerYes() -> [Effect] {
    guard !interface.isBurst else {
      warn("that came too fast for a hand, as pasted text does; answer again")
      return []
    }
    guard let question = interface.open.last as? Question else { return [] }
    // It is closed first: the answer may ask something else.
    interface.open.removeLast()
    return question.yes(&self)
  }

  fileprivate mutating func answerNo() { closeTop() }
}
