import Pictures
import VolumeModel

/// Cutting a lesion into pieces.
extension Viewer {
  /// Begins to cut the lesion in hand; nothing is cut before the pieces were seen.
  mutating func openCutting(_ way: LesionCutting.Way = .necks) {
    guard let row = lesionToDivide else { return }
    guard row.record.lesion.voxelCount > 1 else {
      warn("lesion \(row.id) is a single voxel")
      return
    }
    review.selected = row.id
    review.cutting = LesionCutting(row, on: scan.grid)
    review.cutting?.way = way
    open(CuttingMode())
    view.showsCrosshair = true
    view.overlays.isPeeking = false
    refreshCutting()
  }

  /// The lesion in hand, or the selected one about the crosshair, once it is known what the lesions are; says why there is
  /// none.
  var lesionToDivide: LesionRow? {
    mutating get {
      guard review.table != nil, !review.isRegrouping else {
        warn("the lesions are being measured; try again in a moment")
        return nil
      }
      guard let row = lesionInHand ?? review.selectedRow.flatMap({ isNearCursor($0) ? $0 : nil }) else {
        warn("no lesion under the crosshair; \(listHint)")
        return nil
      }
      return row
    }
  }

  /// Every way that this case has, in the order in which a key goes through them.
  private var ways: [LesionCutting.Way] {
    [.necks, .slice, .row, .column] + scan.raters.indices.map { .rater($0) }
  }

  mutating func nextCut(by step: Int) {
    guard let now = review.cutting?.way else { return }
    let index = ways.firstIndex(of: now) ?? 0
    cut(by: ways[(index + step + ways.count) % ways.count])
  }

  mutating func cut(by way: LesionCutting.Way) {
    if case .rater(let rater) = way, !scan.raters.indices.contains(rater) {
      warn("there is no rater \(rater + 1) in this case")
      return
    }
    review.cutting?.way = way
    refreshCutting()
  }

  mutating func changePieces(by step: Int) {
    review.cutting?.way = .necks
    if review.cutting?.change(partsBy: step) == false {
      say(step > 0 ? "the lesion has no further necks" : "these are the narrowest necks of the lesion")
    }
    refreshCutting()
  }

  /// Brings the pieces up to date with the way, the crosshair and the plane.
  mutating func refreshCutting() {
    guard let way = review.cutting?.way else { return }
    let axis = cutAxis(of: way)
    review.cutting?.refresh(axis: axis, index: place.cursor[axis], raters: scan.raterMasks)
  }

  /// The voxel axis across which a way cuts.
  private func cutAxis(of way: LesionCutting.Way) -> Int {
    switch way {
    case .row: geometry.down.voxelAxis
    case .column: geometry.right.voxelAxis
    default: geometry.normal.voxelAxis
    }
  }

  // MARK: - Doing it

  /// Cuts the lesion as shown; what stands of it goes to its pieces.
  mutating func makeCut() -> [Effect] {
    guard let cutting = review.cutting else { return [] }
    guard cutting.pieces.count > 1 else {
      warn("one piece: \(reasonOfOnePiece(cutting.way))")
      return []
    }
    guard let table = review.table, !review.isRegrouping,
      let row = review.allRows.first(where: { $0.record.region == cutting.cutter.region })
    else {
      warn("the lesions have changed meanwhile; \(keyLabel("close")), and cut the lesion anew")
      return []
    }
    let beyond = (review.state.review(of: row.record.region)?.choice?.voxels.subtracting(row.record.region))
    let parts = LesionCutter.distribute(beyond ?? VoxelRegion(), among: cutting.pieces, on: scan.grid)
    let actions = cutting.pieces.indices.map { index in
      var action = LesionAction(
        lesion: index == 0 ? row.id : table.numbersGiven + index, region: cutting.pieces[index])
      inherit(from: row, beyond: parts[index], &action)
      return action
    }
    let source: VoxelSource? = if case .rater(let rater) = cutting.way { VoxelSource(rater: rater) } else { nil }
    let division = LesionDivision(rule: rule(of: cutting), source: source, lesions: [row.id], actions: actions)
    let numbers = Wording.numbers(actions.map(\.lesion))
    let effects = record(
      .division(division),
      saying: "cut lesion \(row.id) into \(actions.count): lesions \(numbers)")
    guard !effects.isEmpty else { return [] }
    review.cutting = nil
    interface.open.removeAll { $0.mode == .cutting }
    return effects
  }

  /// What stands of a piece: what stood of the lesion, and of its voxels those inside.
  private func inherit(from row: LesionRow, beyond: VoxelRegion, _ action: inout LesionAction) {
    guard let known = review.state.review(of: action.region) else { return }
    action.verdict = known.verdict
    action.isFlagged = known.isFlagged ? true : nil
    action.lesionClass = known.lesionClass
    action.comment = known.comment.isEmpty ? nil : known.comment
    action.reason = known.reason.isEmpty ? nil : known.reason
    guard let choice = known.choice else { return }
    let standing = row.review == known ? standingChoice(of: row) ?? choice : choice
    let voxels = standing.voxels.intersection(action.region).union(beyond)
    action.choice = VoxelChoice(source: standing.source, voxels: voxels)
    if known.verdict != nil { action.verdict = voxels.isEmpty ? .rejected : .approved }
  }

  private func reasonOfOnePiece(_ way: LesionCutting.Way) -> String {
    switch way {
    case .necks: "the lesion has no neck"
    case .slice, .row, .column: "the plane does not pass through the lesion; move the crosshair into it"
    case .rater(let rater): "\(scan.maskNames.name(ofRater: rater)) has not several lesions in it"
    }
  }

  // MARK: - Words

  /// The way as the screen names it.
  func title(of cutting: LesionCutting) -> String {
    switch cutting.way {
    case .necks:
      cutting.depthMM.map { "at necks \(Wording.fixed($0, 2)) mm narrower" } ?? "no necks"
    case .slice, .row, .column: "before \(planeName(of: cutting.way))"
    case .rater(let rater): "around the lesions of \(scan.maskNames.name(ofRater: rater))"
    }
  }

  /// The way as the record names it, whoever the raters are on this screen.
  private func rule(of cutting: LesionCutting) -> String {
    switch cutting.way {
    case .necks: "cut by watershed at necks \(Wording.fixed(cutting.depthMM ?? 0, 2)) mm narrower"
    case .slice, .row, .column: "cut before \(planeName(of: cutting.way))"
    case .rater: "cut around a rater's lesions"
    }
  }

  /// "axial slice 95": rows and columns of one plane are slices of the others.
  private func planeName(of way: LesionCutting.Way) -> String {
    let axis = cutAxis(of: way)
    let plane = Plane.allCases.first { geometry(of: $0).normal.voxelAxis == axis } ?? view.plane
    return "\(plane.rawValue) slice \(geometry(of: plane).position(of: place.cursor).slice + 1)"
  }

  /// "3 pieces: 40.10 ml, 10.20 ml, 6.50 ml"
  func summary(of pieces: [VoxelRegion]) -> String {
    let volumes = pieces.prefix(8).map { Wording.volume(mm3: Double($0.voxelCount) * scan.grid.voxelVolumeMM3) }
    let more = pieces.count > 8 ? ", …" : ""
    return "\(pieces.count) piece\(pieces.count == 1 ? "" : "s"): \(volumes.joined(separator: ", "))\(more)"
  }

  // MARK: - The picture

  /// The pieces in place of all masks while a lesion is being cut; nil at other times. They are apart by hatches and
  /// outlines, since every colour means something else.
  func cuttingOverlays() -> [DrawnOverlay]? {
    guard interface.isOpen(.cutting), let cutting = review.cutting else { return nil }
    let looks: [(Unicode.Scalar, Unicode.Scalar, PictureHatch)] = [
      ("A", "╱", .rising), ("B", "╲", .falling), ("C", "│", .upright), ("D", "─", .level), ("E", "·", .dots),
      ("F", "╳", .crossed),
    ]
    return zip(cutting.masks, looks).flatMap { mask, look in
      let (letter, hatch, stroke) = look
      return [
        DrawnOverlay(
          .mask(mask), look: OverlayLook(.other, letter: letter, hatch: hatch, stroke: stroke),
          settings: OverlaySettings(isVisible: true, opacity: 0.4, style: .hatch)),
        DrawnOverlay(
          .mask(mask), look: OverlayLook(.text, letter: letter, hatch: hatch, stroke: stroke),
          settings: OverlaySettings(isVisible: true, opacity: 0.8, style: .outline)),
      ]
    }
  }
}
