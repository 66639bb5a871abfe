import Foundation
import Segmenter
import Synchronization
import Testing
import VolumeModel

/// Trains once in one go and once with a stop in between, and compares every tensor of the last checkpoints.
func expectSameBitsAfterResume(_ plan: TrainingPlan, stopAfter: Int) throws {
  let scratch = try TemporaryFolder()
  let cases = [SyntheticCase.make(), SyntheticCase.make(name: "second", seed: 2)]
  let whole = try RunFolder(path: scratch.file("whole"))
  let straight = try TrainingRun.start(plan, cases: cases, folder: whole) { _ in }.wait()

  let parts = try RunFolder(path: scratch.file("parts"))
  let gate = Mutex<TrainingRun?>(nil)
  let start = DispatchSemaphore(value: 0)
  let run = TrainingRun.start(plan, cases: cases, folder: parts) { event in
    if case .prepared = event { start.wait() }
    if case .step(let record) = event, record.step == stopAfter { gate.withLock { $0?.stop() } }
  }
  gate.withLock { $0 = run }
  start.signal()
  try run.wait()

  let log = EventLog()
  let resumed = try TrainingRun.start(plan, cases: cases, folder: try RunFolder(path: parts.path, resuming: true)) {
    log.add($0)
  }.wait()
  #expect(log.steps.first?.step == stopAfter + 1)
  let last = try Safetensors.read(whole.checkpointPath)
  let lastResumed = try Safetensors.read(parts.checkpointPath)
  #expect(last.tensors.keys.sorted() == lastResumed.tensors.keys.sorted())
  for (name, tensor) in last.tensors { #expect(lastResumed.tensors[name]?.scalars == tensor.scalars, "\(name)") }
  #expect(straight.weights == resumed.weights)
}
