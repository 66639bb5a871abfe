package import VolumeModel

/// What the viewer learns when the journal of a case was opened.
package struct JournalOpening: Sendable {
  package let path: String
  package let events: [ReviewEvent]
  package let readOnlyReason: String?
  /// What the reviewer should know: inputs that changed, lines that could not be read.
  package let notes: [String]
  /// What the readers of the case said, for an adjudication.
  package let readers: [ReaderReview]

  package init(
    path: String, events: [ReviewEvent], readOnlyReason: String? = nil, notes: [String] = [],
    readers: [ReaderReview] = []
  ) {
    self.readers = readers
    self.path = path
    self.events = events
    self.readOnlyReason = readOnlyReason
    self.notes = notes
  }
}
