internal import Synchronization

/// Which cases' maps somebody wants of a run; asked for on any thread, met between epochs.
final class MapRequests: Sendable {
  private struct State {
    var pending: Set<Int> = []
    /// Cases that were ever asked for: their maps are made once more at the end.
    var looked: Set<Int> = []
  }
  private let state = Mutex(State())
  /// Whether the maps of every case are made at the end.
  let wantsAllAtEnd: Bool

  init(wantsAllAtEnd: Bool = false) { self.wantsAllAtEnd = wantsAllAtEnd }

  func request(_ caseNumber: Int) {
    state.withLock { state in
      state.pending.insert(caseNumber)
      state.looked.insert(caseNumber)
    }
  }

  /// The cases asked for since the last time, in order.
  func takePending() -> [Int] {
    state.withLock { state in
      defer { state.pending = [] }
      return state.pending.sorted()
    }
  }

  /// The cases whose maps are asked for at the end, of so many.
  func wantedAtEnd(of caseCount: Int) -> [Int] {
    wantsAllAtEnd ? Array(0..<caseCount) : state.withLock { $0.looked.sorted() }
  }
}
