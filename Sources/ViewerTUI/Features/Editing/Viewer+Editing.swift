import Pictures
import VolumeModel

/// What editing changes: the voxels of the lesion in hand, or of the region of disagreement alone.
extension Viewer {
  /// The lesion that an edit is about: the one in hand, the selected one where the crosshair is at it, or one that was
  /// drawn at these voxels and is not measured yet.
  func editedLesion(touching voxels: VoxelRegion? = nil) -> EditedLesion? {
    if let row = lesionInHand ?? review.selectedRow.flatMap({ isNearCursor($0) ? $0 : nil }) {
      return EditedLesion(
        number: row.id, region: row.record.region,
        before: standingChoice(of: row)?.voxels ?? review.adjudicated.part(inside: row.record.region))
    }
    guard let voxels, let known = review.state.review(of: voxels) else { return nil }
    return EditedLesion(
      number: known.lesion, region: known.region,
      before: known.choice?.voxels ?? review.adjudicated.part(inside: known.region))
  }

  /// Whether the crosshair is at a lesion, or where the brush would reach it.
  func isNearCursor(_ row: LesionRow) -> Bool {
    row.record.lesion.boundingBox.padded(byMM: review.tools.radiusMM + 2, in: scan.grid).contains(place.cursor)
  }

  /// Gives the lesion in hand, or the region that is edited alone, other voxels.
  /// - Parameters:
  ///   - verb: what was done, as in "lesion 3 filled".
  ///   - unchanged: what to say where `change` leaves the voxels as they are.
  mutating func edit(
    _ verb: String, unchanged: String, _ change: (VoxelRegion) -> VoxelRegion
  ) -> [Effect] {
    if isEditingRegion { return editRegion(.drawn) { now, _ in change(now) } }
    guard let lesion = editedLesion() else {
      warn("no lesion under the crosshair; \(listHint)")
      return []
    }
    return give(change(lesion.before), to: lesion, verb, unchanged: unchanged)
  }

  private mutating func give(
    _ voxels: VoxelRegion, to lesion: EditedLesion, _ verb: String, unchanged: String
  ) -> [Effect] {
    guard voxels != lesion.before else {
      say(unchanged)
      return []
    }
    if review.row(lesion.number) != nil { review.selected = lesion.number }
    var action = LesionAction(lesion: lesion.number, region: lesion.region)
    action.verdict = voxels.isEmpty ? .rejected : .approved
    action.choice = VoxelChoice(source: .drawn, voxels: voxels)
    return record(.lesion(action), saying: "lesion \(lesion.number) \(verb), \(volume(of: voxels))")
  }

  func volume(of voxels: VoxelRegion) -> String {
    Wording.volume(mm3: Double(voxels.voxelCount) * scan.grid.voxelVolumeMM3)
  }

  /// Adds voxels to a lesion or takes them away. Where no lesion is, adding begins a new one.
  mutating func draw(
    _ voxels: VoxelRegion, adds: Bool, of lesion: EditedLesion?, _ verb: String
  ) -> [Effect] {
    if isEditingRegion {
      return editRegion(.drawn) { now, _ in adds ? now.union(voxels) : now.subtracting(voxels) }
    }
    guard let lesion else {
      guard adds else {
        warn("no lesion under the crosshair")
        return []
      }
      guard !voxels.isEmpty else {
        say(nothingPainted)
        return []
      }
      let number = max(review.table?.numbersGiven ?? 0, review.allRows.map(\.id).max() ?? 0) + 1
      var action = LesionAction(lesion: number, region: voxels)
      action.verdict = .approved
      action.choice = VoxelChoice(source: .drawn, voxels: voxels)
      return record(.lesion(action), saying: "drew a new lesion, \(volume(of: voxels))")
    }
    return give(
      adds ? lesion.before.union(voxels) : lesion.before.subtracting(voxels), to: lesion, verb,
      unchanged: adds ? nothingPainted : "nothing of the lesion to erase here")
  }

  private var nothingPainted: String {
    review.tools.paintsAbove.map { "nothing new as bright as \(Wording.intensity($0)) here" } ?? "painted already"
  }
}
