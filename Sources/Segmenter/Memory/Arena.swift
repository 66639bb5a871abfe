internal import Foundation
internal import VolumeModel

/// One block of memory, allocated once, cleared, aligned to cache lines: what the threads share, then a like part for
/// every worker.
final class Arena {
  private let base: UnsafeMutablePointer<Float>
  private let whole: UnsafeMutableRawPointer
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
    firstWorker = floats + ArenaPlan.gap
    floatsPerWorker = workerFloats + ArenaPlan.gap
    self.floats = firstWorker + floatsPerWorker * workerCount
    // Fresh from the system it is zero without being written, and pages that no pass touches are never there.
    guard let whole = calloc(self.floats * 4 + Self.alignment, 1) else {
      preconditionFailure("no memory for \(self.floats * 4) bytes of a network")
    }
    self.whole = whole
    base = whole.alignedUp(toMultipleOf: Self.alignment).assumingMemoryBound(to: Float.self)
    UnsafeMutableBufferPointer(start: base, count: self.floats).askForLargePages()
  }

  /// Of a large page, so that all of it lies in such pages.
  private static let alignment = 1 << 21

  /// Floats that a plan takes.
  static func floats(_ plan: ArenaPlan, worker: ArenaPlan, workerCount: Int) -> Int {
    plan.layout().floats + ArenaPlan.gap + (worker.layout().floats + ArenaPlan.gap) * workerCount
  }

  deinit { free(whole) }

  func pointer(_ slot: ArenaSlot) -> UnsafeMutablePointer<Float> { base + offsets[slot.number] }

  func pointer(_ slot: WorkerSlot, worker: Int) -> UnsafeMutablePointer<Float> {
    base + firstWorker + worker * floatsPerWorker + workerOffsets[slot.slot.number]
  }
}

extension Arena {
  /// The place of a slot that only a training network has.
  func pointer(_ slot: ArenaSlot?) -> UnsafeMutablePointer<Float> {
    guard let slot else { preconditionFailure("an inference network has no backward pass") }
    return pointer(slot)
  }

  func pointer(_ slot: WorkerSlot?, worker: Int) -> UnsafeMutablePointer<Float> {
    guard let slot else { preconditionFailure("an inference network has no backward pass") }
    return pointer(slot, worker: worker)
  }
}
