package import VolumeModel

/// What the viewer learns when the journal of a case was opened.
package struct JournalOpening: Sendable {
  package let path: String
  package let events: [ReviewEvent]
  package let readOnlyReason: String?
  /// What the reviewer should know: inputs that changed, lines that could not be read.
  package let notes: [String]

  package init(path: String, events: [ReviewEvent], readOnlyReason: String? = nil, notes: [String] = []) {
    self.path = path
    self.events = events
    self.readOnlyReason = readOnlyReason
    self.notes = notes
  }
}
