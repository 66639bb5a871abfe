import Segmenter
import Testing
import VolumeModel

/// Validation by patient, whatever a data set calls its visits.
@Suite struct HeldOutPatientsTests {
  /// Visits named by folders, as MSLesSeg publishes them: the name alone does not say whose they are.
  @Test(arguments: 1...4) func visitsOfAPatientAreNotSplit(seed: Int) throws {
    let cases = [("P1/T1", "P1"), ("P1/T2", "P1"), ("P2/T1", "P2")].enumerated().map { number, names in
      var one = SyntheticCase.make(name: names.0, seed: UInt64(number + 1))
      one.patient = names.1
      return one
    }
    var plan = SyntheticCase.plan(epochs: 1)
    plan.seed = UInt64(seed)
    plan.validationUnit = .patients
    let log = EventLog()
    try TrainingRun.start(plan, cases: cases) { log.add($0) }.wait()
    let sentence = try #require(log.notes.first { $0.hasPrefix("validation is by patients") })
    let heldOut = try #require(["P1", "P2"].first { sentence.hasSuffix(": \($0)") }, "\(sentence)")
    let prepared = log.all.compactMap { if case .prepared(let record) = $0 { record } else { nil } }
    let ofPatient = heldOut == "P1" ? 2 : 1
    let record = try #require(prepared.first)
    // Every brain slice of the patient is validated, whichever visit it is of.
    #expect(record.validationSlices == ofPatient * 8)
  }

  @Test func aRunRemembersWhoseScanItWas() throws {
    let one = SyntheticCase.make()
    let rater = RaterMask(name: "rater1", mask: one.target.expert, isSimulated: false, path: "/m.nii", notes: [])
    let scan = TrainingScan(
      name: "P1/T2", patient: "P1", channels: one.channels, imagePaths: ["/f.nii"], brain: one.brain, raters: [rater],
      spatial: SpatialForm(grid: one.brain.grid))
    let input = scan.input(learningFrom: TrainingMask(rater), target: one.target)
    #expect(input.trainingCase.patient == "P1")
    #expect(try #require(input.record).patient == "P1")
  }
}
