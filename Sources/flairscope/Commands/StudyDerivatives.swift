import Foundation
import ReviewReports
import Segmenter
import VolumeModel

/// The tables of a study as BIDS derivatives: `sub-*/[ses-*/]anat/*_desc-*_table.tsv` for each case, those of the whole study
/// beside `dataset_description.json`, and what the columns mean in a JSON file beside each table.
struct StudyDerivatives {
  let document: StudyDocument

  /// - Returns: how many files were written.
  func write(to folder: String, force: Bool) throws -> Int {
    let agreement = document.agreement
    let sizes = document.setting.rules.sizes
    try OutputFolder.make(folder)
    try DatasetDescription(
      name: "Agreement of raters", version: Segmenter.version, sources: document.study
    ).write(to: folder, force: force)
    var names = CaseNames()
    var count = 2
    for entry in agreement.cases {
      let place = names.place(of: entry)
      let tables = CaseTables([entry], raters: agreement.raters, sizes: sizes)
      let sources = (entry.files?.inputs ?? []).map { URL(fileURLWithPath: $0).standardizedFileURL.path }
      try OutputFolder.make("\(folder)/\(place.folder)")
      for (description, table) in [
        ("agreement", tables.comparisons), ("lesionsBySize", tables.sizes), ("lesionsByRegion", tables.regionClasses),
        ("volumes", tables.volumes), ("regions", tables.regions),
      ] where !table.rows.isEmpty {
        let stem = "\(folder)/\(place.folder)/\(place.name.stem(label: "L", description: description, suffix: "table"))"
        count += try write(table, to: stem, sources: sources, force: force)
      }
    }
    let ofCases = Set(CaseTables(agreement.cases, raters: agreement.raters, sizes: sizes).names)
    for table in StudyTables(agreement, sizes: sizes).all where !ofCases.contains(table.name) && !table.rows.isEmpty {
      let description = table.name.split(separator: "_").enumerated().map { $0 == 0 ? String($1) : $1.capitalized }
      count += try write(
        table, to: "\(folder)/group_desc-\(description.joined())_table", sources: document.study, force: force)
    }
    return count
  }

  /// A table as BIDS has it, with its sidecar.
  private func write(_ table: StudyTable, to stem: String, sources: [String], force: Bool) throws -> Int {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let sidecar = TableSidecar(table: table, sources: sources)
    try OutputFile.write(Array(table.tsv.utf8), to: stem + ".tsv", force: force)
    let text = String(decoding: try encoder.encode(sidecar), as: UTF8.self).visibleInJSON + "\n"
    try OutputFile.write(Array(text.utf8), to: stem + ".json", force: force)
    return 2
  }
}

/// What BIDS says of the columns of a table, and what it was made from.
private struct TableSidecar: Encodable {
  let table: StudyTable
  let sources: [String]

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    for name in table.heading {
      let measure = AgreementMeasure(rawValue: name)
      try container.encode(
        ["Description": measure?.title ?? name.replacing("_", with: " ")], forKey: AnyKey(stringValue: name))
    }
    try container.encode(sources, forKey: AnyKey(stringValue: "Sources"))
    try container.encode(
      [["Name": "flairscope", "Version": Segmenter.version]], forKey: AnyKey(stringValue: "GeneratedBy"))
  }

  private struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

/// Where the tables of a case lie. A case whose name is no BIDS name is a subject by its letters and digits.
private struct CaseNames {
  private var given: Set<String> = []

  mutating func place(of entry: CaseAgreement) -> (folder: String, name: DerivedName) {
    let file = entry.files?.flair ?? entry.name
    let known = FileName(file)
    if let subject = known.entity("sub") {
      let session = known.entity("ses").map { "ses-\($0)" }
      let folder = (["sub-\(subject)"] + [session].compactMap(\.self) + ["anat"]).joined(separator: "/")
      let name = DerivedName(flair: file, caseName: entry.name)
      if given.insert("\(folder)/\(name.start)").inserted { return (folder, name) }
    }
    let plain = "sub-" + entry.name.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    var subject = plain
    var number = 2
    while !given.insert(subject).inserted {
      subject = "\(plain)x\(number)"
      number += 1
    }
    return ("\(subject)/anat", DerivedName(flair: "\(subject)_mask", caseName: subject))
  }
}
