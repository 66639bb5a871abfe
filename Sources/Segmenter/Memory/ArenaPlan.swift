internal import Foundation

/// A stretch of an arena, known by number until the plan is laid out.
package struct ArenaSlot: Hashable, Sendable {
  let number: Int
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

/// One block of memory, allocated once, cleared, aligned to cache lines.
final class Arena {
  private let base: UnsafeMutablePointer<Float>
  private let offsets: [Int]
  let floats: Int
  private static let largePageBytes = 2 << 20

  init(_ plan: ArenaPlan) {
    let (offsets, floats) = plan.layout()
    self.offsets = offsets
    self.floats = floats
    let bytes = max(floats, 1) * 4
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.largePageBytes)
    // Large pages: walking maps of tens of megabytes in 4 KB pages costs a tenth of the time in address lookups. Advice
    // only; where the system has none, nothing changes.
    #if os(Linux)
      madvise(raw, bytes, Int32(MADV_HUGEPAGE))
    #endif
    base = raw.initializeMemory(as: Float.self, repeating: 0, count: max(floats, 1))
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  func pointer(_ slot: ArenaSlot) -> UnsafeMutablePointer<Float> { base + offsets[slot.number] }
}
