import VolumeModel
import Pictures
import TerminalIO

/// The lesion list: list and picture move together.
extension Viewer {
  package var showsLesionList: Bool {
    interface.mode == .lesions || interface.mode == .lesionClass && review.classMenuOrigin == .lesions
      || interface.mode == .prompt && interface.prompt.origin == .lesions
  }

  /// Keys of the list, the menu of classes and the edit mode; nil for those that mean what they always do.
  mutating func pressInReview(_ key: Key) -> [Effect]? {
    switch interface.mode {
    case .lesions: pressInLesionList(key)
    case .lesionClass: pressInClassMenu(key)
    case .edit: pressInEditing(key)
    case .relabelling: pressInRelabelling(key)
    default: nil
    }
  }

  mutating func toggleLesionList() {
    guard review.table != nil else {
      say("the lesions are being measured")
      return
    }
    toggle(.lesions)
    guard interface.mode == .lesions else { return }
    if let found = review.table?.record(at: place.cursor) { review.selected = found.id }
    if review.selectedIndex == nil, let first = review.rows.first { select(first) }
  }

  /// Selects a lesion and shows its largest slice, at a voxel of the lesion.
  mutating func select(_ row: LesionRow) {
    review.selected = row.id
    show(row.record.lesion)
  }

  private mutating func show(_ lesion: Lesion) {
    place.place(crosshair: voxelToShow(lesion))
    place.finding = scan.findings.firstIndex { lesion.contains($0.region.voxelOnLargestSlice(alongVoxelAxis: 2)) } ?? place.finding
  }

  mutating func stepLesion(by step: Int) {
    guard !review.rows.isEmpty else {
      say(review.filter == nil ? "no lesions" : "the filter leaves no lesion")
      return
    }
    let index = review.selectedIndex.map { $0 + step } ?? (step > 0 ? 0 : review.rows.count - 1)
    select(review.rows[min(review.rows.count - 1, max(0, index))])
  }

  /// Keys in the open list; nil for those that mean what they always do.
  mutating func pressInLesionList(_ key: Key) -> [Effect]? {
    switch key {
    case .down, .character("j"): stepLesion(by: 1)
    case .up, .character("k"): stepLesion(by: -1)
    case .pageDown: stepLesion(by: 10)
    case .pageUp: stepLesion(by: -10)
    case .home: stepLesion(by: -review.rows.count)
    case .end: stepLesion(by: review.rows.count)
    case .enter, .escape: interface.mode = .browse
    default: return nil
    }
    return []
  }

  mutating func openFilterPrompt() {
    if interface.mode != .lesions { toggleLesionList() }
    guard interface.mode == .lesions else { return }
    openPrompt(.filter)
    interface.prompt.insert(review.filter?.text ?? "")
  }

  mutating func openCommentPrompt() {
    guard let row = lesionInHand else {
      warn("no lesion under the crosshair")
      return
    }
    review.selected = row.id
    openPrompt(.comment)
    interface.prompt.insert(row.review?.comment ?? "")
  }

  mutating func filterLesions(_ text: String) {
    guard !text.isEmpty else {
      review.show(nil)
      say("all \(review.rows.count) lesions")
      return
    }
    do throws(LesionFilterError) {
      review.show(try LesionFilter(text))
      if review.selectedIndex == nil, let first = review.rows.first { select(first) }
      say("\(review.rows.count) of \(review.allRows.count) lesions")
    } catch {
      warn("\(error)")
    }
  }

  /// The orders that the sort key goes through.
  private static let orders: [LesionField] = [.dis, .vol, .agree, .prob, .slice, .id, .decided]

  mutating func cycleLesionOrder() {
    let index = Self.orders.firstIndex(of: review.order.field) ?? -1
    sortLesions(LesionOrder(Self.orders[(index + 1) % Self.orders.count]))
  }

  mutating func sortLesions(_ order: LesionOrder) {
    review.sort(by: order)
    say("sorted by \(order.field.meaning)\(order.isDescending ? ", largest first" : "")")
  }

  // MARK: - Classes

  mutating func openClassMenu() {
    guard let row = lesionInHand else {
      warn("no lesion under the crosshair")
      return
    }
    review.selected = row.id
    review.classChoice = row.review?.lesionClass.flatMap { LesionClass.allCases.firstIndex(of: $0) } ?? 0
    review.classMenuOrigin = interface.mode == .lesions ? .lesions : .browse
    interface.mode = .lesionClass
  }

  mutating func pressInClassMenu(_ key: Key) -> [Effect] {
    let classes = LesionClass.allCases
    switch key {
    case .down, .character("j"): review.classChoice = min(classes.count - 1, review.classChoice + 1)
    case .up, .character("k"): review.classChoice = max(0, review.classChoice - 1)
    case .enter: return choose(classes[min(review.classChoice, classes.count - 1)])
    default:
      if let digit = key.typedCharacter?.wholeNumberValue, (1...classes.count).contains(digit) {
        return choose(classes[digit - 1])
      }
      interface.mode = review.classMenuOrigin
    }
    return []
  }

  private mutating func choose(_ lesionClass: LesionClass) -> [Effect] {
    let effects = classify(lesionClass)
    interface.mode = review.classMenuOrigin
    return effects
  }

  var reviewHints: [(String, String)] {
    func keys(_ names: String...) -> String { names.compactMap { interface.keyMap.label($0) }.joined(separator: " ") }
    let verdicts = [
      (keys("approve", "reject", "flag"), "approve reject flag"), (keys("comment"), "comment"),
      (keys("class"), "class"), (keys("undo", "redo"), "undo"),
    ]
    switch interface.mode {
    case .relabelling:
      return [
        ("Up Down", "change"), ("A", "make it"), ("X", "refuse it"), (keys("undo", "redo"), "undo"),
        (keys("uncertainty"), "uncertainty"), ("Z", "zoom"), ("Enter", "close"),
      ]
    case .lesionClass:
      return [("1-\(LesionClass.allCases.count)", "choose"), ("Up Down Enter", "choose"), ("Esc", "close")]
    case .edit:
      return [
        ("1 2 u i p 0", "take r1 r2 union shared prediction none"), ("[ ]", "shrink grow"), ("b e", "paint erase"),
        (", .", "brush \(Wording.fixed(review.brushRadiusMM, 1)) mm"), ("z", "undo"), ("Esc", "done"),
      ]
    default:
      return [("Up Down", "lesion")] + verdicts
        + [(keys("filter"), "filter"), (keys("sort"), "sort"), (keys("edit"), "edit"), ("Enter", "close")]
    }
  }

  // MARK: - Editing

  mutating func toggleEditing() {
    interface.mode = interface.mode == .edit ? .browse : .edit
    if interface.mode == .edit {
      view.layers[.adjudicated].isVisible = true
      view.showsCrosshair = true
      if review.selected == nil { review.selected = lesionInHand?.id }
    }
    say(interface.mode == .edit ? "editing the adjudicated mask; E or Esc ends it" : "editing ended; everything is kept")
  }

  /// Keys of the edit mode; nil for those that mean what they always do.
  mutating func pressInEditing(_ key: Key) -> [Effect]? {
    switch key {
    case .character("1"): return take(.rater1)
    case .character("2"): return take(.rater2)
    case .character("u"): return take(.union)
    case .character("i"): return take(.intersection)
    case .character("p"): return take(.prediction)
    case .character("0"): return take(.nothing)
    case .character("["): return growLesion(by: -1)
    case .character("]"): return growLesion(by: 1)
    case .character("b"), .enter: return brush(adds: true)
    case .character("e"), .backspace, .delete: return brush(adds: false)
    case .character(","): changeBrush(by: -0.5)
    case .character("."): changeBrush(by: 0.5)
    case .up: moveCursor(columns: 0, rows: -1)
    case .down: moveCursor(columns: 0, rows: 1)
    case .left: moveCursor(columns: -1, rows: 0)
    case .right: moveCursor(columns: 1, rows: 0)
    case .escape: toggleEditing()
    default: return nil
    }
    return []
  }
}
