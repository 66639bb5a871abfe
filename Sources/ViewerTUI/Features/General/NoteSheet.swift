/// Lines about something that was just done.
struct NoteSheet: SheetComponent {
  let title: String
  let lines: [String]
  var scroll = 0

  package var mode: KeyMode { .note }

  func sheet(of viewer: Viewer) -> Sheet {
    Sheet(title: title, rows: lines.map { $0.isEmpty ? .blank : .text($0) }, width: 110)
  }
}
