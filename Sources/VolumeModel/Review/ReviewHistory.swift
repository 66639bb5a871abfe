/// All actions of a review, with undo and redo without end.
public struct ReviewHistory: Sendable {
  /// What stands after the events so far.
  public private(set) var state = ReviewState()
  /// The actions that stand, in order.
  private var standing: [ReviewEvent] = []
  /// The actions that were undone, the last one undone at the end.
  private var undone: [ReviewEvent] = []

  /// A history without events.
  public init() {}

  /// A history with these events folded in.
  public init(_ events: some Sequence<ReviewEvent>) {
    // Only what stands at the end has to be folded.
    for event in events { _ = arrange(event) }
    state = Self.fold(standing)
  }

  /// Whether an event can be taken back.
  public var canUndo: Bool { !standing.isEmpty }
  /// Whether an event that was taken back can be made again.
  public var canRedo: Bool { !undone.isEmpty }

  /// Applies an event.
  /// - Returns: the action that was done, undone or redone; nil when there was nothing to undo or redo.
  @discardableResult
  public mutating func apply(_ event: ReviewEvent) -> ReviewEvent? {
    guard let action = arrange(event) else { return nil }
    if event == .undo { state = Self.fold(standing) } else { Self.apply(action, to: &state) }
    return action
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

  private static func fold(_ actions: [ReviewEvent]) -> ReviewState {
    actions.reduce(into: ReviewState()) { apply($1, to: &$0) }
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
