/// A stretch of an arena, known by number until the plan is laid out.
package struct ArenaSlot: Hashable, Sendable {
  fileprivate let number: Int
}

/// A stretch that every worker has one of, known by number until the plan is laid out.
package struct WorkerSlot: Hashable, Sendable {
  fileprivate let slot: ArenaSlot
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

  /// Cache line in floats; every buffer starts on one.
  static let alignment = 16

  package init() {}

  package mutating func reserve(floats: Int, during lifetime: ClosedRange<Int>) -> ArenaSlot {
    let rounded = (max(floats, 1) + Self.alignment - 1) / Self.alignment * Self.alignment
    requests.append(Request(floats: rounded, lifetime: lifetime))
    return ArenaSlot(number: requests.count - 1)
  }

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
        // An odd number of cache lines between neighbours keeps equal-sized buffers out of the same cache sets.
        offset = max(offset, offsets[other] + requests[other].floats + 5 * Self.alignment)
      }
      offsets[number] = offset
      placed.append(number)
      total = max(total, offset + request.floats)
    }
    return (offsets, total)
  }
}

/// One block of memory, allocated once, cleared, aligned to cache lines: what the threads share, then a like part for
/// every worker.
final class Arena {
  private let base: UnsafeMutablePointer<Float>
  private let offsets: [Int]
  private let workerOffsets: [Int]
  private let firstWorker: Int
  private let floatsPerWorker: Int
  let floats: Int

  init(_ plan: ArenaPlan, worker workerPlan: ArenaPlan, workerCount: Int) {
    let (offsets, floats) = plan.layout()
    let (workerOffsets, workerFloats) = workerPlan.layout()
    self.offsets = offsets
    self.workerOffsets = workerOffsets
    firstWorker = floats + Self.gap
    floatsPerWorker = workerFloats + Self.gap
    self.floats = firstWorker + floatsPerWorker * workerCount
    let raw = UnsafeMutableRawPointer.allocate(byteCount: self.floats * 4, alignment: 4096)
    base = raw.initializeMemory(as: Float.self, repeating: 0, count: self.floats)
  }

  /// Floats that a plan takes.
  static func floats(_ plan: ArenaPlan, worker: ArenaPlan, workerCount: Int) -> Int {
    plan.layout().floats + gap + (worker.layout().floats + gap) * workerCount
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  func pointer(_ slot: ArenaSlot) -> UnsafeMutablePointer<Float> { base + offsets[slot.number] }

  func pointer(_ slot: WorkerSlot, worker: Int) -> UnsafeMutablePointer<Float> {
    base + firstWorker + worker * floatsPerWorker + workerOffsets[slot.slot.number]
  }

  /// An odd number of cache lines, so that the workers' places do not share cache sets.
  private static let gap = 5 * ArenaPlan.alignment
}
