/// All actions of a review, with undo and redo without end.
public struct ReviewHistory: Sendable {
  /// What stands after the events so far.
  public private(set) var state = ReviewState()
  /// The actions that stand, in order.
  private var standing: [ReviewEvent] = []
  /// The actions that were undone, the last one undone at the end.
  private var undone: [ReviewEvent] = []
  /// What stood after the first actions: undoing one of the last need not begin at the first.
  private var base = ReviewState()
  private var baseCount = 0
  /// How many of the last actions follow the base, at least; of twice as many it takes up the first.
  private static let reach = 256

  /// A history without events.
  public init() {}

  /// A history with these events folded in.
  public init(_ events: some Sequence<ReviewEvent>) {
    // Only what stands at the end has to be folded.
    for event in events { _ = arrange(event) }
    foldFromBase()
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
      foldFromBase()
    } else {
      Self.apply(action, to: &state)
      if standing.count - baseCount > 2 * Self.reach { raiseBase() }
    }
    return action
  }

  private mutating func raiseBase() {
    let count = max(0, standing.count - Self.reach)
    if count < baseCount { (base, baseCount) = (ReviewState(), 0) }
    for action in standing[baseCount..<count] { Self.apply(action, to: &base) }
    baseCount = count
  }

  private mutating func foldFromBase() {
    if standing.count < baseCount || standing.count - baseCount > 2 * Self.reach { raiseBase() }
    state = base
    for action in standing[baseCount...] { Self.apply(action, to: &state) }
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
