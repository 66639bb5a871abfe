import Segmenter
import Testing
import VolumeModel

@Suite struct SliceStoreTests {
  private static let trusting = MethodName.allCases.filter(\.details.needsTrustedSlices)

  /// A case whose annotation holds lesions in the given slices alone.
  private func onlySlices(_ kept: Set<Int>) -> TrainingCase {
    var one = SyntheticCase.make()
    let expert = Mask(grid: one.brain.grid, where: one.target.expert, slices: kept)
    one.target = SoftMask(expert: expert)
    one.trusted = one.target
    return one
  }

  private func lesionSlices(_ one: TrainingCase) -> [Int] {
    AxialSlices(one.brain.grid).occupied(by: one.target.expert)
  }

  private func plan(_ method: MethodName) -> TrainingPlan {
    var plan = SyntheticCase.plan()
    plan.method = MethodSettings(method)
    return plan
  }

  @Test("two lesion slices are too few to set some aside as trusted", arguments: trusting)
  func tooFewSlices(method: MethodName) throws {
    let two = onlySlices(Set(lesionSlices(SyntheticCase.make()).prefix(2)))
    #expect(lesionSlices(two).count == 2)
    #expect(throws: TrainingError.tooFewTrustedSlices(method: method, found: 2)) {
      try SliceStore([two], plan: plan(method))
    }
    // A whole trusted case needs none set aside.
    var whole = SyntheticCase.make(name: "trusted", seed: 3)
    whole.isTrusted = true
    let store = try SliceStore([two, whole], plan: plan(method))
    #expect(store.trusted.count == lesionSlices(whole).count)
  }

  @Test("no annotation is trusted that nobody vouched for", arguments: trusting)
  func noTrustedAnnotation(method: MethodName) throws {
    var one = SyntheticCase.make()
    one.trusted = nil
    #expect(throws: TrainingError.noTrustedAnnotation(method: method)) { try SliceStore([one], plan: plan(method)) }
    #expect(throws: Never.self) { try SliceStore([one], plan: plan(.plain)) }
  }

  @Test("slices without a lesion are trained on where the plan says so, and never validated on")
  func emptySlices() throws {
    let two = onlySlices(Set(lesionSlices(SyntheticCase.make()).prefix(4)))
    var plan = plan(.plain)
    let without = try SliceStore([two], plan: plan)
    #expect(without.emptySlices == 0)
    plan.emptySliceFraction = 0.5
    let with = try SliceStore([two], plan: plan)
    #expect(with.emptySlices == 2 && with.training.count == without.training.count + 2)
    let lesions = Set(lesionSlices(two))
    let added = with.training.filter { !lesions.contains($0.slice) }
    #expect(added.count == 2 && Set(added.map(\.slice)).count == 2)
    #expect(added.allSatisfy { !$0.classes.contains(TrainingSlice.expert) && $0.classes.contains(TrainingSlice.brain) })
    #expect(with.validation.map(\.slice) == without.validation.map(\.slice))
    // The same ones for the same seed; more than there are, are all.
    #expect(try SliceStore([two], plan: plan).training.map(\.slice) == with.training.map(\.slice))
    plan.emptySliceFraction = 10
    #expect(try SliceStore([two], plan: plan).emptySlices == two.brain.grid.shape.z - lesions.count)
    plan.weighting = .balanced
    #expect(throws: Never.self) { try TrainingRun.start(plan, cases: [two]) { _ in }.wait() }
  }

  @Test("how many slices are trusted is reported")
  func trustedCount() throws {
    var plan = plan(.trustedOnly)
    plan.method.trustedFraction = 0.4
    let one = SyntheticCase.make()
    let log = EventLog()
    try TrainingRun.start(plan, cases: [one]) { log.add($0) }.wait()
    let prepared = try #require(log.all.compactMap { if case .prepared(let record) = $0 { record } else { nil } }.first)
    #expect(prepared.trustedSlices == (try SliceStore([one], plan: plan)).trusted.count)
    #expect(prepared.trustedSlices > 0)
  }
}

extension Mask {
  /// A mask within some axial slices of a grid in LAS order.
  fileprivate init(grid: VoxelGrid, where mask: Mask, slices: Set<Int>) {
    self.init(grid: grid)
    mask.forEachLinearIndex { index in
      let voxel = grid.voxel(atLinearIndex: index)
      if slices.contains(voxel.z) { self[voxel] = true }
    }
  }
}
