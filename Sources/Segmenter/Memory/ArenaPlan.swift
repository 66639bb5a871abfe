/// A block of an arena, known by number until the plan is laid out.
package struct ArenaSlot: Hashable, Sendable {
  let number: Int
}

/// A block that every worker has one of, known by number until the plan is laid out.
package struct WorkerSlot: Hashable, Sendable {
  let slot: ArenaSlot
}

/// Plans one block of memory for buffers with known lifetimes: buffers that never live at the same time share a place.
///
/// Times are whole numbers that count the work of one step: layer by layer forward, then backward.
package struct ArenaPlan {
  private struct Request {
    var floats: Int
    var lifetime: ClosedRange<Int>
  }
  private var requests: [Request] = []

  /// Floats between neighbours: an odd number of cache lines keeps equal-sized buffers out of the same cache sets.
  static let gap = 5 * cacheLineFloats

  /// A plan without buffers.
  package init() {}

  /// Plans a buffer of at least one float that nobody else uses during its lifetime.
  package mutating func reserve(floats: Int, during lifetime: ClosedRange<Int>) -> ArenaSlot {
    let rounded = max(floats, 1).dividedRoundingUp(by: cacheLineFloats) * cacheLineFloats
    requests.append(Request(floats: rounded, lifetime: lifetime))
    return ArenaSlot(number: requests.count - 1)
  }

  /// The same in a plan of which every worker gets an arena part of its own.
  package mutating func reserveForWorker(floats: Int, during lifetime: ClosedRange<Int>) -> WorkerSlot {
    WorkerSlot(slot: reserve(floats: floats, during: lifetime))
  }

  /// Places large buffers first, each at the lowest offset that is free during its whole life.
  package func layout() -> (offsets: [Int], floats: Int) {
    var offsets = [Int](repeating: 0, count: requests.count)
    var placed: [Int] = []
    var total = 0
    let order = requests.indices.sorted {
      (requests[$0].floats, $1) > (requests[$1].floats, $0)
    }
    for number in order {
      let request = requests[number]
      let neighbours = placed.filter { requests[$0].lifetime.overlaps(request.lifetime) }
        .sorted { offsets[$0] < offsets[$1] }
      var offset = 0
      for other in neighbours {
        if offset + request.floats <= offsets[other] { break }
        offset = max(offset, offsets[other] + requests[other].floats + Self.gap)
      }
      offsets[number] = offset
      placed.append(number)
      total = max(total, offset + request.floats)
    }
    return (offsets, total)
  }
}
