internal import Dispatch
internal import Synchronization

/// Work on many cases, several at a time as far as memory allows.
public enum ParallelCases {
  /// The results of all items, in their order.
  /// - Parameters:
  ///   - threads: how many items are worked on at once, at most.
  ///   - memoryLimit: the bytes that the items in work may need together; one that needs more is worked on alone.
  ///   - bytes: what an item is expected to need.
  ///   - finished: called after each item with the number of those that are done, one call at a time.
  ///   - work: called on several threads at once.
  public static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], threads: Int, memoryLimit: Int, bytes: (Item) -> Int,
    finished: @Sendable (_ done: Int) -> Void = { _ in }, _ work: @Sendable (Item) -> Result
  ) -> [Result] {
    let queue = CaseQueue<Result>(costs: items.map { max(0, bytes($0)) }, limit: max(0, memoryLimit))
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, items.count))) { _ in
      while let place = queue.next() { queue.finish(place, work(items[place]), finished) }
    }
    return queue.results
  }
}

/// Which items are in work, and what they need.
private final class CaseQueue<Result: Sendable>: Sendable {
  private struct State {
    var next = 0
    var used = 0
    var done = 0
    var waiting = 0
    var results: [Result?]
  }

  private enum Step {
    case work(Int)
    case wait
    case end
  }

  private let state: Mutex<State>
  private let room = DispatchSemaphore(value: 0)
  private let costs: [Int]
  private let limit: Int

  init(costs: [Int], limit: Int) {
    self.costs = costs
    self.limit = limit
    state = Mutex(State(results: costs.map { _ in nil }))
  }

  var results: [Result] { state.withLock { $0.results.compactMap(\.self) } }

  /// The next item, once there is memory for it; nil when all are taken.
  func next() -> Int? {
    while true {
      switch step() {
      case .work(let place): return place
      case .wait: room.wait()
      case .end: return nil
      }
    }
  }

  private func step() -> Step {
    state.withLock { state in
      guard state.next < costs.count else { return .end }
      let cost = costs[state.next]
      guard state.used == 0 || state.used + cost <= limit else {
        state.waiting += 1
        return .wait
      }
      // At least one byte, so that an item alone with the memory is seen to be in work.
      state.used += max(1, cost)
      state.next += 1
      return .work(state.next - 1)
    }
  }

  func finish(_ place: Int, _ result: Result, _ finished: (Int) -> Void) {
    let waiting = state.withLock { state in
      state.results[place] = result
      state.used -= max(1, costs[place])
      state.done += 1
      finished(state.done)
      defer { state.waiting = 0 }
      return state.waiting
    }
    for _ in 0..<waiting { room.signal() }
  }
}
