import VolumeModel

/// A part of a report, before it is put into Markdown or HTML.
enum ReportBlock {
  case title(String)
  case heading(String)
  /// A paragraph of sentences.
  case text([ReportSentence])
  case quote(String)
  case table(ReportTable)
  /// The pictures of lesions, worst disagreement first, with what is to be said below them.
  case pictures([LesionRow], caption: [ReportSentence])
  /// A lesion that was flagged or commented on, with a picture of its own.
  case lesion(LesionRow)
}

/// A sentence of a paragraph, of which some words may stand out.
struct ReportSentence: ExpressibleByStringInterpolation {
  let start: String
  var strong = ""
  var end = ""

  init(_ start: String, strong: String = "", _ end: String = "") {
    self.start = start
    self.strong = strong
    self.end = end
  }

  init(stringLiteral text: String) { self.init(text) }
}

/// A table with a caption.
struct ReportTable {
  struct Column: Sendable {
    enum Kind: Sendable { case text, number, code }

    let title: String
    let kind: Kind

    static func text(_ title: String) -> Column { Column(title: title, kind: .text) }
    static func number(_ title: String) -> Column { Column(title: title, kind: .number) }
    static func code(_ title: String) -> Column { Column(title: title, kind: .code) }
  }

  let caption: String
  let columns: [Column]
  let rows: [[String]]
}
