import VolumeModel
import Pictures
import TerminalIO

/// The lesion list: list and picture move together.
extension Session {
  package var showsLesionList: Bool {
    mode == .lesions || mode == .lesionClass && desk.classMenuOrigin == .lesions
      || mode == .prompt && prompt.origin == .lesions
  }

  /// Keys of the list, the menu of classes and the edit mode; nil for those that mean what they always do.
  mutating func pressInReview(_ key: Key) -> [Effect]? {
    switch mode {
    case .lesions: pressInLesionList(key)
    case .lesionClass: pressInClassMenu(key)
    case .edit: pressInEditing(key)
    case .relabelling: pressInRelabelling(key)
    default: nil
    }
  }

  mutating func toggleLesionList() {
    guard desk.table != nil else {
      say("the lesions are being measured")
      return
    }
    toggle(.lesions)
    guard mode == .lesions else { return }
    if let found = desk.table?.record(at: cursor) { desk.selected = found.id }
    if desk.selectedIndex == nil, let first = desk.rows.first { select(first) }
  }

  /// Selects a lesion and shows its largest slice, at a voxel of the lesion.
  mutating func select(_ row: LesionRow) {
    desk.selected = row.id
    show(row.record.lesion)
  }

  private mutating func show(_ lesion: Lesion) {
    place(crosshair: voxelToShow(lesion))
    finding = findings.firstIndex { lesion.contains($0.region.voxelOnLargestSlice(alongVoxelAxis: 2)) } ?? finding
  }

  mutating func stepLesion(by step: Int) {
    guard !desk.rows.isEmpty else {
      say(desk.filter == nil ? "no lesions" : "the filter leaves no lesion")
      return
    }
    let index = desk.selectedIndex.map { $0 + step } ?? (step > 0 ? 0 : desk.rows.count - 1)
    select(desk.rows[min(desk.rows.count - 1, max(0, index))])
  }

  /// Keys in the open list; nil for those that mean what they always do.
  mutating func pressInLesionList(_ key: Key) -> [Effect]? {
    switch key {
    case .down, .character("j"): stepLesion(by: 1)
    case .up, .character("k"): stepLesion(by: -1)
    case .pageDown: stepLesion(by: 10)
    case .pageUp: stepLesion(by: -10)
    case .home: stepLesion(by: -desk.rows.count)
    case .end: stepLesion(by: desk.rows.count)
    case .enter, .escape: mode = .browse
    default: return nil
    }
    return []
  }

  mutating func openFilterPrompt() {
    if mode != .lesions { toggleLesionList() }
    guard mode == .lesions else { return }
    openPrompt(.filter)
    prompt.insert(desk.filter?.text ?? "")
  }

  mutating func openCommentPrompt() {
    guard let row = lesionInHand else {
      warn("no lesion under the crosshair")
      return
    }
    desk.selected = row.id
    openPrompt(.comment)
    prompt.insert(row.review?.comment ?? "")
  }

  mutating func filterLesions(_ text: String) {
    guard !text.isEmpty else {
      desk.show(nil)
      say("all \(desk.rows.count) lesions")
      return
    }
    do throws(LesionFilterError) {
      desk.show(try LesionFilter(text))
      if desk.selectedIndex == nil, let first = desk.rows.first { select(first) }
      say("\(desk.rows.count) of \(desk.allRows.count) lesions")
    } catch {
      warn("\(error)")
    }
  }

  /// The orders that the sort key goes through.
  private static let orders: [LesionField] = [.dis, .vol, .agree, .prob, .slice, .id, .decided]

  mutating func cycleLesionOrder() {
    let index = Self.orders.firstIndex(of: desk.order.field) ?? -1
    sortLesions(LesionOrder(Self.orders[(index + 1) % Self.orders.count]))
  }

  mutating func sortLesions(_ order: LesionOrder) {
    desk.sort(by: order)
    say("sorted by \(order.field.meaning)\(order.isDescending ? ", largest first" : "")")
  }

  // MARK: - Classes

  mutating func openClassMenu() {
    guard let row = lesionInHand else {
      warn("no lesion under the crosshair")
      return
    }
    desk.selected = row.id
    desk.classChoice = row.review?.lesionClass.flatMap { LesionClass.allCases.firstIndex(of: $0) } ?? 0
    desk.classMenuOrigin = mode == .lesions ? .lesions : .browse
    mode = .lesionClass
  }

  mutating func pressInClassMenu(_ key: Key) -> [Effect] {
    let classes = LesionClass.allCases
    switch key {
    case .down, .character("j"): desk.classChoice = min(classes.count - 1, desk.classChoice + 1)
    case .up, .character("k"): desk.classChoice = max(0, desk.classChoice - 1)
    case .enter: return choose(classes[min(desk.classChoice, classes.count - 1)])
    default:
      if let digit = key.typedCharacter?.wholeNumberValue, (1...classes.count).contains(digit) {
        return choose(classes[digit - 1])
      }
      mode = desk.classMenuOrigin
    }
    return []
  }

  private mutating func choose(_ lesionClass: LesionClass) -> [Effect] {
    let effects = classify(lesionClass)
    mode = desk.classMenuOrigin
    return effects
  }

  var reviewHints: [(String, String)] {
    func keys(_ names: String...) -> String { names.compactMap { keyMap.label($0) }.joined(separator: " ") }
    let verdicts = [
      (keys("approve", "reject", "flag"), "approve reject flag"), (keys("comment"), "comment"),
      (keys("class"), "class"), (keys("undo", "redo"), "undo"),
    ]
    switch mode {
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
        (", .", "brush \(Wording.fixed(desk.brushRadiusMM, 1)) mm"), ("z", "undo"), ("Esc", "done"),
      ]
    default:
      return [("Up Down", "lesion")] + verdicts
        + [(keys("filter"), "filter"), (keys("sort"), "sort"), (keys("edit"), "edit"), ("Enter", "close")]
    }
  }

  // MARK: - Editing

  mutating func toggleEditing() {
    mode = mode == .edit ? .browse : .edit
    if mode == .edit {
      layers[.adjudicated].isVisible = true
      showsCrosshair = true
      if desk.selected == nil { desk.selected = lesionInHand?.id }
    }
    say(mode == .edit ? "editing the adjudicated mask; E or Esc ends it" : "editing ended; everything is kept")
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
