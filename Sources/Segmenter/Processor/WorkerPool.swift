internal import CKernels
internal import Foundation
internal import Synchronization

/// Threads that work off numbered items together with the thread that asks.
///
/// One pool lives as long as its engine. Between jobs its threads spin briefly, then sleep. Items are claimed one by
/// one, so which thread does an item is open; results must therefore depend on the item alone, never on the worker.
package final class WorkerPool: Sendable {
  /// Does one item; no two calls that run at the same time have the same worker.
  package typealias Body = (_ item: Int, _ worker: Int) -> Void

  /// Workers including the asking thread; worker numbers run from 0 up to this.
  package let workerCount: Int
  private let queue = JobQueue()
  private let ended = DispatchGroup()

  /// - Parameters:
  ///   - workerCount: threads, the asking one among them.
  ///   - niceness: added to the niceness of the pool's own threads; the asking thread keeps its own.
  package init(workerCount: Int, niceness: Int = 0) {
    self.workerCount = max(1, workerCount)
    for number in 1..<self.workerCount {
      ended.enter()
      let thread = Thread { [queue, ended] in
        Self.lowerPriority(by: niceness)
        queue.serve(as: number)
        ended.leave()
      }
      thread.name = "flairscope-work\(number)"
      thread.stackSize = 1 << 20
      thread.start()
    }
  }

  deinit {
    queue.close()
    ended.wait()
  }

  /// Calls `body` for every item from 0 up to `count`, on all workers, and returns when all are done.
  package func run(_ count: Int, _ body: Body) {
    guard workerCount > 1, count > 1 else {
      for item in 0..<count { body(item, 0) }
      return
    }
    withoutActuallyEscaping(body) { queue.work(off: count, $0) }
  }

  /// On Linux a niceness belongs to a thread, and 0 names the calling one.
  package static func lowerPriority(by niceness: Int) {
    guard niceness > 0 else { return }
    _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, Int32(min(niceness, 19)))
  }
}

/// The items of the job at hand, and the threads that wait for the next.
private final class JobQueue: @unchecked Sendable {
  // @unchecked: `body` and `itemCount` are written by the asking thread before a job is announced, and read by workers
  // only while they hold an item of that job, which the asking thread waits for; all else is atomic or under the lock.
  private var body: WorkerPool.Body = { _, _ in }
  private var itemCount = 0
  /// Low 32 bits: items not yet claimed. High 32 bits: number of the job, so that a late claim cannot hit a newer job.
  private let tickets = Atomic<UInt64>(0)
  private let done = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let isClosing = Atomic<Bool>(false)
  private let lock = NSCondition()

  /// About 20 microseconds of waiting before a thread sleeps: the next job usually follows sooner.
  private static let spins = 2000
  private static let countBits: UInt64 = 0xffff_ffff

  /// Announces a job, works on it, and returns when every item is done.
  func work(off count: Int, _ body: @escaping WorkerPool.Body) {
    self.body = body
    itemCount = count
    done.store(0, ordering: .relaxed)
    let job = (tickets.load(ordering: .relaxed) >> 32) &+ 1
    tickets.store(job << 32 | UInt64(count), ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wakeAll() }
    while let item = claim() {
      body(item, 0)
      done.add(1, ordering: .releasing)
    }
    var waited = 0
    while done.load(ordering: .acquiring) < count {
      waited += 1
      if waited < Self.spins { fs_spin_pause() } else { sched_yield() }
    }
    self.body = { _, _ in }
  }

  private func claim() -> Int? {
    var ticket = tickets.load(ordering: .acquiring)
    while ticket & Self.countBits > 0 {
      let (exchanged, original) = tickets.compareExchange(
        expected: ticket, desired: ticket - 1, successOrdering: .acquiringAndReleasing, failureOrdering: .acquiring)
      if exchanged { return itemCount - Int(ticket & Self.countBits) }
      ticket = original
    }
    return nil
  }

  /// The life of one worker thread.
  func serve(as worker: Int) {
    var idle = 0
    while !isClosing.load(ordering: .relaxed) {
      if let item = claim() {
        body(item, worker)
        done.add(1, ordering: .releasing)
        idle = 0
      } else if idle < Self.spins {
        idle += 1
        fs_spin_pause()
      } else {
        sleep()
        idle = 0
      }
    }
  }

  private func sleep() {
    lock.lock()
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while tickets.load(ordering: .sequentiallyConsistent) & Self.countBits == 0,
      !isClosing.load(ordering: .sequentiallyConsistent)
    {
      lock.wait()
    }
    sleepers.subtract(1, ordering: .relaxed)
    lock.unlock()
  }

  private func wakeAll() {
    lock.lock()
    lock.broadcast()
    lock.unlock()
  }

  func close() {
    isClosing.store(true, ordering: .sequentiallyConsistent)
    wakeAll()
  }
}
