/// Reviews in a list that is cheap to copy and to change after a copy, however many lesions there are: states of a review
/// are kept to go back to.
struct ReviewList: RandomAccessCollection, Sendable, Hashable {
  /// What never changes is shared by all copies.
  private final class Entry: Sendable, Hashable {
    let review: LesionReview

    init(_ review: LesionReview) { self.review = review }

    static func == (a: Entry, b: Entry) -> Bool { a === b || a.review == b.review }
    func hash(into hasher: inout Hasher) { hasher.combine(review) }
  }

  /// A copy shares all blocks but those that are changed afterwards.
  private var blocks: [[Entry]] = []
  private static let blockSize = 256

  let startIndex = 0
  private(set) var endIndex = 0

  subscript(place: Int) -> LesionReview {
    get { blocks[place / Self.blockSize][place % Self.blockSize].review }
    set { blocks[place / Self.blockSize][place % Self.blockSize] = Entry(newValue) }
  }

  mutating func append(_ review: LesionReview) {
    if endIndex % Self.blockSize == 0 { blocks.append([]) }
    blocks[blocks.count - 1].append(Entry(review))
    endIndex += 1
  }
}
