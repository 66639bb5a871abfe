extension JournalPlace {
  /// The journals of all readers of a case, blind reviews included, in their usual place.
  /// - Parameter environment: says where that is.
  public static func journals(
    of review: ReviewCase, inputs: [JournalInput], environment: [String: String]
  ) -> [ReaderJournal] {
    folder(of: review, inputs: inputs, environment: environment).map { journals(inFolder: $0) } ?? []
  }
}

extension ReaderAgreement {
  /// How far all readers of a case agree in their verdicts, blind reviews included; empty with fewer than two.
  /// - Throws: `FileError` when a journal cannot be read.
  public static func ofReaders(
    of review: ReviewCase, inputs: [JournalInput], in table: LesionTable, environment: [String: String]
  ) throws(FileError) -> [ReaderAgreement] {
    let journals = JournalPlace.journals(of: review, inputs: inputs, environment: environment)
    guard journals.count > 1 else { return [] }
    var readers: [ReaderReview] = []
    for journal in journals { readers.append(try journal.read(on: review.grid).review) }
    return pairs(of: readers, in: table)
  }
}
