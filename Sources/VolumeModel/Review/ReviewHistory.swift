/// All actions of a review, with undo and redo without end.
public struct ReviewHistory: Sendable {
  /// What stands after the events so far.
  public private(set) var state = ReviewState()
  /// The actions that stand, in order.
  private var standing: [ReviewEvent] = []
  /// The actions that were undone, the last one undone at the end.
  private var undone: [ReviewEvent] = []
  /// What stood after some of the actions: undoing begins at the nearest, not at the first action of all. The first mark is
  /// before any action, the others follow the latest ones.
  private var marks = [Mark()]

  private struct Mark: Sendable {
    var count = 0
    var state = ReviewState()
  }

  /// Actions between two marks.
  private static let markSpacing = 64
  private static let mostMarks = 16

  /// A history without events.
  public init() {}

  /// A history with these events folded in.
  public init(_ events: some Sequence<ReviewEvent>) {
    // Only what stands at the end has to be folded.
    for event in events { _ = arrange(event) }
    fold()
  }

  /// Whether an event can be taken back.
  public var canUndo: Bool { !standing.isEmpty }
  /// Whether an event that was taken back can be made again.
  public var canRedo: Bool { !undone.isEmpty }

  /// The action that an event does, takes back or makes again; nil when there is nothing to undo or redo.
  public func action(of event: ReviewEvent) -> ReviewEvent? {
    switch event {
    case .undo: standing.last
    case .redo: undone.last
    case .lesion, .lesions, .regions, .division, .wholeCase: event
    }
  }

  /// Applies an event.
  /// - Returns: the action that was done, undone or redone; nil when there was nothing to undo or redo.
  @discardableResult
  public mutating func apply(_ event: ReviewEvent) -> ReviewEvent? {
    guard let action = arrange(event) else { return nil }
    if event == .undo {
      fold()
    } else {
      Self.apply(action, to: &state)
      mark(after: standing.count)
    }
    return action
  }

  /// Makes the state from the nearest mark on.
  private mutating func fold() {
    while marks.count > 1, marks[marks.count - 1].count > standing.count { marks.removeLast() }
    let nearest = marks[marks.count - 1]
    state = nearest.state
    for count in nearest.count..<standing.count {
      Self.apply(standing[count], to: &state)
      if standing.count - count < Self.markSpacing * Self.mostMarks { mark(after: count + 1) }
    }
  }

  /// Keeps what stands after so many actions, unless a mark is near.
  private mutating func mark(after count: Int) {
    guard count - marks[marks.count - 1].count >= Self.markSpacing else { return }
    marks.append(Mark(count: count, state: state))
    if marks.count > Self.mostMarks { marks.remove(at: 1) }
  }

  private mutating func arrange(_ event: ReviewEvent) -> ReviewEvent? {
    switch event {
    case .undo:
      guard let action = standing.popLast() else { return nil }
      undone.append(action)
      return action
    case .redo:
      guard let action = undone.popLast() else { return nil }
      standing.append(action)
      return action
    case .lesion, .lesions, .regions, .division, .wholeCase:
      undone.removeAll()
      standing.append(event)
      return event
    }
  }

  private static func apply(_ action: ReviewEvent, to state: inout ReviewState) {
    switch action {
    case .lesion(let action): state.apply(action)
    case .lesions(let many): for action in many.actions { state.apply(action) }
    case .regions(let many): for action in many.actions { state.apply(region: action) }
    case .division(let division): state.apply(division)
    case .wholeCase(let action): state.apply(action)
    case .undo, .redo: break
    }
  }
}
