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

  /// Twelve patients with loads of 1 to 12 voxels, in any order of cases: neither the lightest nor the heaviest of a half is
  /// held out, one of each half is, and the seed decides which.
  @Test func extremesOfLesionLoadAreTrainedOn() {
    let grid = VoxelGrid(shape: SIMD3(20, 2, 1), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    let cases = (0..<12).map { number in
      let load = (number * 5) % 12 + 1
      var lesion = Mask(grid: grid)
      for x in 0..<load { lesion[SIMD3(x, 0, 0)] = true }
      var one = TrainingCase(
        name: "P\(load)", channels: [Volume(grid: grid, filledWith: 1)],
        brain: Mask(brainOf: Volume(grid: grid, filledWith: 1)),
        target: SoftMask(expert: lesion))
      one.patient = "P\(load)"
      return one
    }
    var all: Set<String> = []
    for seed in 1...40 as ClosedRange<UInt64> {
      let names = HeldOutPatients(of: cases, fraction: 0.2, seed: seed).names
      #expect(names.count == 2 && names == HeldOutPatients(of: cases, fraction: 0.2, seed: seed).names)
      #expect(Set(names).intersection(["P3", "P4"]).count == 1 && Set(names).intersection(["P9", "P10"]).count == 1)
      all.formUnion(names)
    }
    #expect(all == ["P3", "P4", "P9", "P10"])
    #expect(HeldOutPatients(of: Array(cases.prefix(1)), fraction: 0.2, seed: 1).names.isEmpty)
    #expect(HeldOutPatients(of: Array(cases.prefix(2)), fraction: 0.9, seed: 1).names.count == 1)
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
