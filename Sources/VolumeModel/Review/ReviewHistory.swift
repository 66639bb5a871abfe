/// All acts of a review, with undo and redo without end.
public struct ReviewHistory: Sendable {
  public private(set) var state = ReviewState()
  /// The acts that stand, in order.
  private var standing: [ReviewEvent] = []
  /// The acts that were undone, the last one undone at the end.
  private var undone: [ReviewEvent] = []

  public init() {}

  public init(_ events: some Sequence<ReviewEvent>) {
    // Only what stands at the end has to be folded.
    for event in events { _ = arrange(event) }
    state = Self.fold(standing)
  }

  public var canUndo: Bool { !standing.isEmpty }
  public var canRedo: Bool { !undone.isEmpty }

  /// Applies an event.
  /// - Returns: the act that was done, undone or redone; nil when there was nothing to undo or redo.
  @discardableResult
  public mutating func apply(_ event: ReviewEvent) -> ReviewEvent? {
    guard let act = arrange(event) else { return nil }
    if event == .undo { state = Self.fold(standing) } else { Self.apply(act, to: &state) }
    return act
  }

  private mutating func arrange(_ event: ReviewEvent) -> ReviewEvent? {
    switch event {
    case .undo:
      guard let act = standing.popLast() else { return nil }
      undone.append(act)
      return act
    case .redo:
      guard let act = undone.popLast() else { return nil }
      standing.append(act)
      return act
    case .lesion, .wholeCase:
      undone.removeAll()
      standing.append(event)
      return event
    }
  }

  private static func fold(_ acts: [ReviewEvent]) -> ReviewState {
    acts.reduce(into: ReviewState()) { apply($1, to: &$0) }
  }

  private static func apply(_ act: ReviewEvent, to state: inout ReviewState) {
    switch act {
    case .lesion(let act): state.apply(act)
    case .wholeCase(let act): state.apply(act)
    case .undo, .redo: break
    }
  }
}
