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
    firstWorker = floats + ArenaPlan.gap
    floatsPerWorker = workerFloats + ArenaPlan.gap
    self.floats = firstWorker + floatsPerWorker * workerCount
    let raw = UnsafeMutableRawPointer.allocate(byteCount: self.floats * 4, alignment: 4096)
    base = raw.initializeMemory(as: Float.self, repeating: 0, count: self.floats)
  }

  /// Floats that a plan takes.
  static func floats(_ plan: ArenaPlan, worker: ArenaPlan, workerCount: Int) -> Int {
    plan.layout().floats + ArenaPlan.gap + (worker.layout().floats + ArenaPlan.gap) * workerCount
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

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
