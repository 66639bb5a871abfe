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
  /// Whether there shall be a table; none holds up the first picture.
  package var wantsTable = false

  /// The rows of the list, filtered and sorted.
  package private(set) var rows: [LesionRow] = []
  package private(set) var allRows: [LesionRow] = []
  package private(set) var filter: LesionFilter?
  package private(set) var order = LesionOrder.worstFirst
  /// The number of the lesion that list and picture show.
  package var selected: Int?
  package var brushRadiusMM = 2.0
  /// Whether editing is about the region of disagreement in hand rather than the whole lesion.
  package var editsRegions = false
  /// The voxels of the scan's findings, in their order.
  package var findings: [VoxelRegion] = [] { didSet { refreshRegions() } }
  /// What was decided on each finding, by itself or with its lesion.
  package private(set) var findingVerdicts: [Verdict?] = []
  /// The lesion that is being cut.
  package var cutting: LesionCutting?
  /// The number of the lesion that is to be joined with another one.
  package var joinMark: Int?
  /// What was asked back last, until something is decided: the same again means yes.
  package var question: String?
  /// Whether the screen's rater 1 is the second one of the files, as may be in a blind review. The journal names the
  /// files' raters.
  package let hasSwappedRaters: Bool
  private let raters: [Mask]
  private let grid: VoxelGrid

  package init(
    raters: [Mask], grid: VoxelGrid, hasSwappedRaters: Bool = false, undecided: UndecidedPolicy = .intersection
  ) {
    self.undecided = undecided
    self.hasSwappedRaters = hasSwappedRaters
    self.raters = raters
    self.grid = grid
    adjudicated = undecided.mask(of: raters, on: grid)
  }

  package var state: ReviewState { history.state }
  /// Whether lesions were cut or joined since the table was made.
  package var isRegrouping: Bool { table.map { $0.pieces != state.pieces } ?? false }
  /// Lesions decided, as far as the journal has it: what is not recorded is not counted.
  package var decidedCount: Int {
    guard unrecordedCount > 0, let table else { return allRows.count(where: \.isDecided) }
    return table.rows(ReviewHistory(Array(events.dropLast(unrecordedCount))).state).count(where: \.isDecided)
  }
  package var selectedRow: LesionRow? { selected.flatMap { number in allRows.first { $0.id == number } } }
  package var selectedIndex: Int? { selected.flatMap { number in rows.firstIndex { $0.id == number } } }

  /// Actions that could not be written into the journal so far.
  package var unrecordedCount = 0

  /// "12/31 lesions decided", and how many actions are not in the journal.
  package var progress: String {
    var decided = "\(decidedCount)/\(allRows.count) lesions decided"
    if !state.regions.isEmpty {
      decided += ", \(findingVerdicts.count { $0 != nil })/\(findings.count) regions"
    }
    return unrecordedCount == 0 ? decided : "\(decided), \(unrecordedCount) actions NOT RECORDED"
  }

  package mutating func take(_ table: LesionTable) {
    self.table = table
    isBuildingTable = false
    refreshRows()
  }

  package mutating func show(_ filter: LesionFilter?) {
    self.filter = filter
    refreshRows()
  }

  package mutating func sort(by order: LesionOrder) {
    self.order = order
    refreshRows()
  }

  package mutating func setUndecided(_ policy: UndecidedPolicy) {
    undecided = policy
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
    guard let action = history.apply(event) else { return nil }
    events.append(event)
    question = nil
    refreshRows()
    refreshMasks()
    return action
  }

  private mutating func refreshRows() {
    allRows = table?.rows(state) ?? []
    refreshRegions()
    rows = order.sorted(filter.map { filter in allRows.filter(filter.includes) } ?? allRows)
  }

  private mutating func refreshRegions() {
    let state = state
    findingVerdicts = findings.map { state.verdict(onRegion: $0) }
  }

  private mutating func refreshMasks() {
    adjudicated = state.adjudicatedMask(of: raters, on: grid, undecided: undecided)
    let kept = state.kept(outside: raters, on: grid)
    self.kept = kept.isEmpty ? nil : kept
  }
}
