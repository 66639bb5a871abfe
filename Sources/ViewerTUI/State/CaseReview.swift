package import VolumeModel

/// The review of the open case: its lesions, what was said of them, and the list's selection.
package struct CaseReview: Sendable {
  /// Whether actions can be recorded, and where.
  package enum Journal: Sendable, Hashable {
    case opening
    case open(path: String)
    case readOnly(reason: String)
  }

  /// What the lesion table was made from beside the raters; another prediction makes another table.
  package struct TableInputs: Sendable, Hashable {
    package var prediction: Mask?
    package var kept: Mask?
    package var pieces: [LesionPiece]
    package var samples: [Mask]
  }

  package private(set) var table: LesionTable?
  package private(set) var history = ReviewHistory()
  /// All that was recorded or is to be, in order.
  private var events: [ReviewEvent] = []
  package var journal: Journal = .opening
  /// What undecided lesions become.
  package private(set) var undecided: UndecidedPolicy
  package private(set) var adjudicated: Mask
  /// See ``ReviewState/kept(outside:on:)``.
  package private(set) var kept: Mask?
  /// What the table that is being made, or the last one, was made from.
  package var requestedInputs: TableInputs?
  package var isBuildingTable = false
  /// What the last action said, where its lesions are still to be measured; how far the review is follows then.
  package var unmeasuredAction: String?
  /// Whether there shall be a table; none holds up the first picture.
  package var wantsTable = false

  /// The rows of the list, filtered and sorted.
  package var rows: ListedLesions { ListedLesions(all: allRows, places: listed) }
  package private(set) var allRows: [LesionRow] = []
  package private(set) var filter: LesionFilter?
  package private(set) var order = LesionOrder.worstFirst
  /// The number of the lesion that list and picture show.
  package var selected: Int?
  package var tools = EditingTools()
  /// Whether editing is about the region of disagreement in hand rather than the whole lesion.
  package var editsRegions = false
  /// The voxels of the scan's findings, in their order.
  package var findings: [VoxelRegion] = [] {
    didSet {
      findingIndex = RegionIndex(findings)
      refreshRegions()
    }
  }
  private var findingIndex = RegionIndex()
  /// What readers said; nil but for an adjudication, and until their journals are read.
  package var adjudication: Adjudication?
  /// What was decided on each finding, by itself or with its lesion.
  package private(set) var findingVerdicts: [Verdict?] = []
  /// The lesion that is being cut.
  package var cutting: LesionCutting?
  /// The number of the lesion that is to be joined with another one.
  package var joinMark: Int?
  /// Whether the screen's rater 1 is the second one of the files, as may be in a blind review. The journal names the
  /// files' raters.
  package let hasSwappedRaters: Bool
  private let raters: [Mask]
  private let grid: VoxelGrid
  /// What anybody drew.
  private let drawn: Mask
  /// The mask where nothing was decided.
  private var ruleMask: Mask
  /// The places in ``allRows`` of what the list shows, in its order.
  private var listed: [Int] = []
  /// For each of ``allRows`` its line in the list; nil where the filter leaves it out.
  private var lines: [Int?] = []
  /// How many of ``allRows`` are decided.
  private var decidedRows = 0

  package init(
    raters: [Mask], grid: VoxelGrid, hasSwappedRaters: Bool = false, undecided: UndecidedPolicy = .intersection
  ) {
    self.undecided = undecided
    self.hasSwappedRaters = hasSwappedRaters
    self.raters = raters
    self.grid = grid
    drawn = Mask.union(of: raters) ?? Mask(grid: grid)
    ruleMask = undecided.mask(of: raters, on: grid)
    adjudicated = ruleMask
  }

  package var state: ReviewState { history.state }
  /// Whether lesions were cut or joined since the table was made.
  package var isRegrouping: Bool { table.map { $0.pieces != state.pieces } ?? false }
  /// Lesions decided, as far as the journal has it: what is not recorded is not counted.
  package var decidedCount: Int { recorded?.lesions ?? decidedRows }
  /// Regions of disagreement decided, as far as the journal has it.
  package var decidedRegionCount: Int { recorded?.regions ?? findingVerdicts.count { $0 != nil } }
  package var selectedRow: LesionRow? { selected.flatMap { row($0) } }
  /// The line of the list that shows the selected lesion; nil where it shows none, or not this one.
  package var selectedIndex: Int? { selected.flatMap { line(of: $0) } }

  /// The line of the list that shows a lesion; nil where none does.
  package func line(of number: Int) -> Int? {
    guard let place = table?.place(ofNumber: number), lines.indices.contains(place) else { return nil }
    return lines[place]
  }

  /// The next undecided lesion of the list, from behind a line on and round the end; nil where all others are decided.
  package func undecidedRow(behind line: Int) -> LesionRow? {
    guard listed.indices.contains(line) else { return nil }
    let place =
      listed[(line + 1)...].first { !allRows[$0].isDecided } ?? listed[..<line].first { !allRows[$0].isDecided }
    return place.map { allRows[$0] }
  }

  /// The row of a lesion by its number; nil where there is none.
  package func row(_ number: Int) -> LesionRow? { table?.place(ofNumber: number).flatMap { row(at: $0) } }

  /// The row of the lesion that shares most voxels with a region; nil where none shares any.
  package func row(sharingMostWith region: VoxelRegion) -> LesionRow? {
    let places = table?.places(touching: region).filter { allRows.indices.contains($0) } ?? []
    return places.map { allRows[$0] }.max {
      $0.record.region.overlapCount(with: region) < $1.record.region.overlapCount(with: region)
    }
  }

  /// The row of the lesion that holds a voxel; nil where none does.
  package func row(at voxel: SIMD3<Int>) -> LesionRow? { table?.place(at: voxel).flatMap { row(at: $0) } }

  private func row(at place: Int) -> LesionRow? { allRows.indices.contains(place) ? allRows[place] : nil }

  /// The findings that may share voxels with a region, in their order.
  package func findings(near region: VoxelRegion) -> [Int] { findingIndex.candidates(region) }

  /// Actions that could not be written into the journal so far.
  package var unrecordedCount = 0 { didSet { refreshRecorded() } }
  /// What is decided by the actions that the journal has, while it lacks some; nil while it has all.
  private var recorded: Recorded?

  private struct Recorded: Sendable {
    let eventCount: Int
    let lesions: Int
    let regions: Int
  }

  private mutating func refreshRecorded(isAnew: Bool = false) {
    guard unrecordedCount > 0 else {
      recorded = nil
      return
    }
    let kept = events.dropLast(unrecordedCount)
    guard isAnew || recorded?.eventCount != kept.count else { return }
    let state = ReviewHistory(kept).state
    recorded = Recorded(
      eventCount: kept.count, lesions: table?.rows(state).count(where: \.isDecided) ?? 0,
      regions: findings.count { state.verdict(onRegion: $0) != nil })
  }

  /// "12/31 lesions decided", and how many actions are not in the journal.
  package var progress: String { progress(of: " lesions decided", unrecorded: "actions NOT RECORDED") }

  /// The same for a heading that names the lesions.
  package var briefProgress: String { progress(of: "", unrecorded: "NOT RECORDED") }

  private func progress(of lesions: String, unrecorded: String) -> String {
    var decided = "\(decidedCount)/\(allRows.count)\(lesions)"
    if let places = adjudication?.places {
      decided = "\(places.count { isDecided($0) })/\(places.count) differences, \(decided)"
    }
    if !state.regions.isEmpty {
      decided += ", \(decidedRegionCount)/\(findings.count) regions"
    }
    return unrecordedCount == 0 ? decided : "\(decided), \(unrecordedCount) \(unrecorded)"
  }

  package mutating func take(_ table: LesionTable) {
    self.table = table
    isBuildingTable = false
    adjudication?.compare(on: table, regions: findings, raters: raters)
    refreshRows()
    refreshRecorded(isAnew: true)
    if undecided == .nothing { refreshMasks() }
  }

  /// Takes what the readers of the case said, to have the final word on it.
  package mutating func adjudicate(_ readers: [ReaderReview]) {
    adjudication = Adjudication(readers: readers)
    if let table { adjudication?.compare(on: table, regions: findings, raters: raters) }
    refreshRows()
  }

  /// Whether the final word on a place of the adjudication is said.
  package func isDecided(_ place: Adjudication.Place) -> Bool {
    switch place {
    case .lesion(let index): allRows.indices.contains(index) && allRows[index].isDecided
    case .region(let index): findingVerdicts.indices.contains(index) && findingVerdicts[index] != nil
    }
  }

  package mutating func show(_ filter: LesionFilter?) {
    self.filter = filter
    list()
  }

  package mutating func sort(by order: LesionOrder) {
    self.order = order
    list()
  }

  package mutating func setUndecided(_ policy: UndecidedPolicy) {
    undecided = policy
    ruleMask = policy.mask(of: raters, on: grid)
    refreshMasks()
  }

  /// Begins with what a journal held.
  package mutating func replay(_ events: [ReviewEvent]) {
    history = ReviewHistory(events)
    self.events = events
    refreshRows()
    refreshMasks()
  }

  /// Applies an event; see ``ReviewHistory/apply(_:)``.
  package mutating func apply(_ event: ReviewEvent) -> ReviewEvent? {
    let action = history.action(of: event)
    let before = action.flatMap { history.state.area(of: $0) }
    guard let done = history.apply(event) else { return nil }
    events.append(event)
    // Behind what waits already it waits too.
    if unrecordedCount > 0 { unrecordedCount += 1 }
    if let before, let after = history.state.area(of: done) {
      refresh(inside: before.union(after))
    } else {
      refreshRows()
      refreshMasks()
    }
    return done
  }

  /// Brings up to date what an action changed; the cost follows the size of the lesion, not how many there are.
  private mutating func refresh(inside area: VoxelRegion) {
    guard !area.isEmpty else { return }
    let places = refreshRows(inside: area)
    for index in findingIndex.candidates(area) where findings[index].overlapCount(with: area) > 0 {
      findingVerdicts[index] = history.state.verdict(onRegion: findings[index])
    }
    history.state.refresh(
      &adjudicated, inside: area, rule: ruleMask, agreed: undecided == .nothing ? Mask.intersection(of: raters) : nil,
      rows: places.map { allRows[$0] })
    // Only the reviewer has voxels that nobody drew.
    guard kept != nil || drawn.part(inside: area) != area else { return }
    var kept = self.kept ?? Mask(grid: grid)
    history.state.refreshKept(&kept, inside: area, outside: drawn)
    self.kept = kept.isEmpty ? nil : kept
  }

  private mutating func refreshRows(inside area: VoxelRegion) -> [Int] {
    guard let table else { return [] }
    let places = table.places(touching: area).filter { allRows.indices.contains($0) }
    var isListChanged = order.field.followsDecisions
    for place in places {
      let (old, new) = (allRows[place], table.row(at: place, history.state, words: adjudication?.words ?? []))
      allRows[place] = new
      decidedRows += (new.isDecided ? 1 : 0) - (old.isDecided ? 1 : 0)
      if let filter, filter.includes(old) != filter.includes(new) { isListChanged = true }
    }
    if isListChanged { list() }
    return places
  }

  private mutating func refreshRows() {
    allRows = table?.rows(state, words: adjudication?.words ?? []) ?? []
    decidedRows = allRows.count(where: \.isDecided)
    refreshRegions()
    list()
  }

  /// Filters and sorts.
  private mutating func list() {
    let chosen = filter.map { filter in allRows.indices.filter { filter.includes(allRows[$0]) } }
    listed = order.places(in: allRows, among: chosen ?? Array(allRows.indices))
    lines = [Int?](repeating: nil, count: allRows.count)
    for (line, place) in listed.enumerated() { lines[place] = line }
  }

  private mutating func refreshRegions() {
    let state = state
    findingVerdicts = findings.map { state.verdict(onRegion: $0) }
  }

  private mutating func refreshMasks() {
    adjudicated = state.adjudicatedMask(of: raters, on: grid, undecided: undecided, rows: allRows)
    let kept = state.kept(outside: raters, on: grid)
    self.kept = kept.isEmpty ? nil : kept
  }
}
