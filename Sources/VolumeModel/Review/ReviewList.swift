/// Reviews in a list that is cheap to copy: undoing begins with a copy of what stood before, however many lesions there are.
struct ReviewList: RandomAccessCollection, Sendable, Hashable {
  /// What never changes is shared by all copies.
  private final class Entry: Sendable, Hashable {
    let review: LesionReview

    init(_ review: LesionReview) { self.review = review }

    static func == (a: Entry, b: Entry) -> Bool { a === b || a.review == b.review }
    func hash(into hasher: inout Hasher) { hasher.combine(review) }
  }

  private var entries: [Entry] = []

  var startIndex: Int { 0 }
  var endIndex: Int { entries.count }

  subscript(place: Int) -> LesionReview {
    get { entries[place].review }
    set { entries[place] = Entry(newValue) }
  }

  mutating func append(_ review: LesionReview) { entries.append(Entry(review)) }
}
