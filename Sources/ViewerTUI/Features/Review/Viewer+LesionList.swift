import VolumeModel
import Pictures
import TerminalIO

/// The lesion list: list and picture move together.
extension Viewer {
  /// Whether the list is open, on top or below what was opened over it.
  package var showsLesionList: Bool { interface.isOpen(.lesions) }

  mutating func toggleLesionList() {
    toggle(LesionList())
    guard interface.mode == .lesions else { return }
    guard review.table != nil else {
      say("the lesions are being measured; the list fills as soon as they are")
      return
    }
    selectFirstLesion()
  }

  /// Selects the lesion under the crosshair, or else the first of the list.
  mutating func selectFirstLesion() {
    if let found = review.table?.record(at: place.cursor) { review.selected = found.id }
    if review.selectedIndex == nil, let first = review.rows.first { select(first) }
  }

  /// Selects a lesion and shows its largest slice, at a voxel of the lesion.
  mutating func select(_ row: LesionRow) {
    review.selected = row.id
    let lesion = row.record.lesion
    place.place(crosshair: voxelToShow(lesion))
    let inside = review.findings(near: row.record.region).first {
      lesion.contains(scan.findings[$0].region.voxelOnLargestSlice(alongVoxelAxis: 2))
    }
    place.finding = inside ?? place.finding
  }

  mutating func stepLesion(_ step: ListStep) {
    guard !review.rows.isEmpty else {
      guard review.table != nil else {
        say("the lesions are being measured")
        return
      }
      say(review.filter == nil ? "no lesions" : "the filter leaves no lesion")
      return
    }
    guard let index = review.selectedIndex else {
      if let first = review.rows.first { select(first) }
      return
    }
    select(review.rows[step.line(from: index, of: review.rows.count)])
  }

  mutating func openFilterPrompt() {
    if interface.mode != .lesions { toggleLesionList() }
    guard interface.mode == .lesions else { return }
    openPrompt(.filter, text: review.filter?.text ?? "")
  }

  mutating func openCommentPrompt() {
    guard let row = lesionInHand else {
      warn("no lesion under the crosshair")
      return
    }
    review.selected = row.id
    openPrompt(.comment, text: row.review?.comment ?? "")
  }

  mutating func filterLesions(_ text: String) {
    guard !text.isEmpty else {
      review.show(nil)
      say("all \(review.rows.count) lesions")
      return
    }
    do throws(LesionFilterError) {
      let filter = try LesionFilter(text)
      if let lack = filter.lack(inCaseOf: scan.raters.count) {
        warn(lack)
        return
      }
      review.show(filter)
      if review.selectedIndex == nil, let first = review.rows.first { select(first) }
      say("\(review.rows.count) of \(review.allRows.count) lesions")
    } catch {
      warn("\(error)")
    }
  }

  /// The orders that the sort key goes through.
  private static let orders: [LesionField] = [.dis, .unexp, .vol, .agree, .prob, .slice, .id, .decided]

  mutating func cycleLesionOrder() {
    let orders = Self.orders.filter { $0 != .unexp || scan.samples != nil }
    let index = orders.firstIndex(of: review.order.field) ?? -1
    sortLesions(LesionOrder(orders[(index + 1) % orders.count]))
  }

  mutating func sortLesions(_ order: LesionOrder) {
    review.sort(by: order)
    say("sorted by \(order.field.meaning)\(order.isDescending ? ", largest first" : "")")
  }
}
