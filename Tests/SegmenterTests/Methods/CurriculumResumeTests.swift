import Segmenter
import Testing

@Suite struct CurriculumResumeTests {
  /// A checkpoint of before holds a network of another shape: the run goes on, and says so.
  @Test("a network of sizes that does not fit begins anew, with a word", arguments: [false, true])
  func saysThatSizesBeginAnew(isKept: Bool) throws {
    let scratch = try TemporaryFolder()
    var plan = SyntheticCase.plan(epochs: 1)
    plan.method.name = .sizeCurriculum
    plan.useDefaultsOfMethod()
    let cases = [SyntheticCase.make(), SyntheticCase.make(name: "second", seed: 2)]
    let folder = try RunFolder(path: scratch.file("run"))
    try TrainingRun.start(plan, cases: cases, folder: folder) { _ in }.wait()
    let (tensors, strings) = try Safetensors.read(folder.checkpointPath)
    #expect(tensors["method.size"] != nil)
    if !isKept {
      let others = tensors.values.filter { $0.name != "method.size" }.sorted { $0.name < $1.name }
      try Safetensors.write(others, metadata: strings, to: folder.checkpointPath)
    }
    let log = EventLog()
    try TrainingRun.start(plan, cases: cases, folder: try RunFolder(path: folder.path, resuming: true)) { log.add($0) }
      .wait()
    #expect(log.notes.contains { $0.contains("sizes are learned anew") } == !isKept)
  }
}
