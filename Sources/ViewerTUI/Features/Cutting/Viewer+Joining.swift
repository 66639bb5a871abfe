import Pictures
import VolumeModel

/// Joining lesions: the reverse of cutting.
extension Viewer {
  /// Marks the lesion in hand; with one marked, joins the two.
  mutating func markOrJoin() -> [Effect] {
    guard let row = lesionToDivide else { return [] }
    review.selected = row.id
    guard let marked = review.joinMark, let other = review.row(marked) else {
      review.joinMark = row.id
      say(
        "lesion \(row.id) marked; \(keyLabel("join")) on another lesion joins the two, on this one takes the mark back")
      return []
    }
    guard other.id != row.id else {
      review.joinMark = nil
      say("lesion \(row.id) is no longer marked")
      return []
    }
    return join([other, row])
  }

  /// `:join NUMBER NUMBER ...`
  mutating func join(named text: String) -> [Effect] {
    guard review.table != nil, !review.isRegrouping else {
      warn("the lesions are being measured; try again in a moment")
      return []
    }
    let words = text.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
    var rows: [LesionRow] = []
    for word in words {
      guard let row = Int(word).flatMap({ review.row($0) }) else {
        warn("no lesion \(word); \(keyLabel("lesion-list")) lists them")
        return []
      }
      if !rows.contains(where: { $0.id == row.id }) { rows.append(row) }
    }
    guard rows.count > 1 else {
      warnUsage("join")
      return []
    }
    return join(rows)
  }

  /// Makes one lesion of several. It has their voxels as they stand; it is decided where all of them were, and approved where one was.
  private mutating func join(_ rows: [LesionRow]) -> [Effect] {
    let largest = rows.max { $0.record.volumeMM3 < $1.record.volumeMM3 } ?? rows[0]
    var action = LesionAction(
      lesion: largest.id, region: rows.reduce(VoxelRegion()) { $0.union($1.record.region) })
    let verdicts = Set(rows.map { $0.review?.verdict })
    action.verdict = verdicts.contains(nil) ? nil : verdicts.contains(.approved) ? .approved : .rejected
    action.isFlagged = rows.contains { $0.review?.isFlagged == true } ? true : nil
    let classes = Set(rows.compactMap { $0.review?.lesionClass })
    action.lesionClass = classes.count == 1 ? classes.first : nil
    let comments = rows.compactMap { $0.review?.comment }.filter { !$0.isEmpty }
    action.comment = comments.isEmpty ? nil : comments.joined(separator: "; ")
    let reasons = Set(rows.compactMap { $0.review?.reason }.filter { !$0.isEmpty })
    action.reason = reasons.count == 1 && action.verdict == .rejected ? reasons.first : nil
    action.choice = joinedChoice(of: rows)
    let numbers = Wording.numbers(rows.map(\.id).sorted())
    let note = verdicts.count > 1 && verdicts.contains(nil) ? ", undecided as some of them were" : ""
    let effects = record(
      .division(LesionDivision(rule: "joined", lesions: rows.map(\.id).sorted(), actions: [action])),
      saying: "joined lesions \(numbers) as \(largest.id)\(note)")
    if !effects.isEmpty {
      review.joinMark = nil
      review.selected = largest.id
    }
    return effects
  }

  /// The voxels of several lesions as they stand; nil where none were chosen for any of them, so that the rule for
  /// undecided lesions goes on to hold.
  private func joinedChoice(of rows: [LesionRow]) -> VoxelChoice? {
    guard rows.contains(where: { $0.review?.choice != nil }) else { return nil }
    let choices = rows.map { row in
      standingChoice(of: row)
        ?? VoxelChoice(source: .drawn, voxels: review.adjudicated.part(inside: row.record.region))
    }
    let sources = Set(choices.map(\.source))
    let source = sources.contains(.regions) ? .regions : sources.count == 1 ? choices[0].source : .drawn
    return VoxelChoice(source: source, voxels: choices.reduce(VoxelRegion()) { $0.union($1.voxels) })
  }
}
