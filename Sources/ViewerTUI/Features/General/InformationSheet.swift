/// Files, matrices and notes of the case.
struct InformationSheet: SheetComponent {
  var scroll = 0

  package var mode: KeyMode { .information }

  func sheet(of viewer: Viewer) -> Sheet {
    Sheet(title: "Case", rows: viewer.scan.information.map { $0.isEmpty ? .blank : .text($0) }, width: 110)
  }
}
