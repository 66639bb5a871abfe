import Testing
import VolumeModel

/// Decisions on many lesions in one event.
@Suite struct ManyLesionsDecidedTests {
  private let grid = VoxelGrid(shape: SIMD3(20, 4, 4), affine: Affine(spacingMM: SIMD3(1, 1, 1)))

  private func region(_ x: Int) -> VoxelRegion {
    var mask = Mask(grid: grid)
    mask[SIMD3(x, 1, 1)] = true
    return VoxelRegion(mask)
  }

  private func decision(_ places: [Int], _ verdict: Verdict) -> LesionActions {
    LesionActions(
      rule: "undecided lesions of vol<2",
      actions: places.enumerated().map { index, x in
        var action = LesionAction(lesion: index + 1, region: region(x))
        action.verdict = verdict
        action.choice = VoxelChoice(source: .rater1, voxels: verdict == .rejected ? VoxelRegion() : region(x))
        return action
      })
  }

  @Test func oneUndoTakesAllBack() {
    var history = ReviewHistory()
    history.apply(.lesions(decision([2, 5, 8], .approved)))
    #expect(history.state.lesions.map(\.verdict) == [.approved, .approved, .approved])
    history.apply(.lesion(decision([5], .rejected).actions[0]))
    #expect(history.state.review(of: region(5))?.verdict == .rejected)
    history.apply(.undo)
    #expect(history.state.review(of: region(5))?.verdict == .approved)
    history.apply(.undo)
    #expect(history.state.lesions.isEmpty)
  }

  @Test func theRecordNamesTheRule() throws {
    let folder = try ScratchJournal()
    let journal = try ReviewJournal(opening: folder.path, grid: grid)
    try journal.append(.lesions(decision([2, 5], .rejected)), author: "ada")
    let event = try JournalContents.read(folder.path, grid: grid).events.first
    #expect(event == .lesions(decision([2, 5], .rejected)))
    // What lies beyond another grid is passed over as a whole.
    let small = VoxelGrid(shape: SIMD3(2, 2, 2), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    #expect(try JournalContents.read(folder.path, grid: small).events.isEmpty)
  }

  /// A lesion is found by the voxels that it shares with a decision, the most first, however many were decided.
  @Test func decisionsAreFoundAmongMany() {
    let wide = VoxelGrid(shape: SIMD3(64, 64, 8), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    func box(_ x: Range<Int>, _ y: Int) -> VoxelRegion {
      var mask = Mask(grid: wide)
      for x in x { mask[SIMD3(x, y, 3)] = true }
      return VoxelRegion(mask)
    }
    var state = ReviewState()
    for (index, y) in (0..<64).enumerated() {
      var action = LesionAction(lesion: index + 1, region: box(0..<10, y).union(box(20..<30, y)))
      action.comment = "\(y)"
      state.apply(action)
    }
    #expect(state.lesions.count == 64)
    #expect(state.review(of: box(0..<2, 17))?.comment == "17")
    #expect(state.review(of: box(0..<2, 17).union(box(20..<25, 40)))?.comment == "40")
    #expect(state.review(of: box(12..<18, 17)) == nil)
  }

  private struct ScratchJournal {
    let folder: TemporaryFolder
    var path: String { folder.file("journal.jsonl") }
    init() throws { folder = try TemporaryFolder() }
  }
}
