import Foundation
import TOMLKit
import TOMLReading

/// A `case.toml`: the files of a case by role, relative to its own folder.
///
///     name = "sub-19"
///     flair = "flair.nii.gz"
///     prediction = "probability.nii.gz"
///     brain_mask = "brain.nii.gz"
///     regions = "regions.nii.gz"
///     labels = [1]
///
///     [images]
///     T1 = "t1.nii.gz"
///
///     [[rater]]
///     name = "consensus"
///     mask = "consensus.nii.gz"
///
///     [[rater]]
///     name = "rater 2"
///     mask = "second.nii.gz"
///     simulated = true
enum CaseDescription {
  /// What the layout of such a case is called.
  static let layout = "case.toml"

  static func read(_ path: String) throws(FileError) -> CaseFiles {
    let text = try TextFile.read(path, mostBytes: 1 << 20)
    let table: TOMLTable
    do {
      table = try TOMLDocument.table(of: text)
    } catch {
      throw FileError(.badData, path: path, problem: "\(error)", advice: "correct the TOML")
    }
    return try CaseDescriptionReader(path: path).files(table)
  }
}

private struct CaseDescriptionReader {
  let path: String

  func files(_ table: TOMLTable) throws(FileError) -> CaseFiles {
    try checkKeys(
      of: table, known: ["name", "flair", "prediction", "brain_mask", "regions", "labels", "images", "rater"], in: "")
    guard let flair = try file("flair", in: table) else {
      throw wrong("'flair' is missing", "name the FLAIR: flair = \"FILE.nii.gz\"")
    }
    var images: [ImageFile] = []
    if let entry = table["images"] {
      guard let named = entry.table else { throw wrong("'images' is no table", "write [images] and T1 = \"FILE\"") }
      for role in named.keys.sorted() {
        if let file = try file(role, in: named) { images.append(ImageFile(role: role, path: file)) }
      }
    }
    var raters: [RaterFile] = []
    if let entry = table["rater"] {
      guard let list = entry.array else { throw wrong("'rater' is no list of tables", "write [[rater]] for each") }
      for (index, element) in list.enumerated() { raters.append(try rater(element, number: index + 1)) }
    }
    // Those of a rater go before those of the case.
    let common = try labels(in: table)
    for index in raters.indices where raters[index].labels == nil { raters[index].labels = common }
    var found = CaseFiles(
      name: try string("name", in: table) ?? folderName, flair: flair, images: images,
      prediction: try file("prediction", in: table), brainMask: try file("brain_mask", in: table))
    found.layout = CaseDescription.layout
    found.regions = try file("regions", in: table)
    found.take(raters: raters, why: "named in \(FileName(path).name)")
    return found
  }

  private func rater(_ element: any TOMLValueConvertible, number: Int) throws(FileError) -> RaterFile {
    guard let table = element.table else { throw wrong("'rater' is no list of tables", "write [[rater]] for each") }
    try checkKeys(of: table, known: ["name", "mask", "simulated", "labels"], in: "rater \(number): ")
    guard let mask = try file("mask", in: table) else { throw wrong("rater \(number): 'mask' is missing", nil) }
    let isSimulated: Bool? =
      if let entry = table["simulated"] {
        if let flag = entry.bool {
          flag
        } else {
          throw wrong("rater \(number): 'simulated' is neither true nor false", nil)
        }
      } else { nil }
    var rater = RaterFile(name: try string("name", in: table) ?? "rater\(number)", path: mask, isSimulated: isSimulated)
    rater.labels = try labels(in: table)
    return rater
  }

  private func checkKeys(of table: TOMLTable, known: Set<String>, in place: String) throws(FileError) {
    for key in table.keys where !known.contains(key) {
      throw wrong("\(place)unknown key '\(key)'", "known are \(known.sorted().joined(separator: ", "))")
    }
  }

  private func string(_ key: String, in table: TOMLTable) throws(FileError) -> String? {
    guard let entry = table[key] else { return nil }
    guard let text = entry.string else { throw wrong("'\(key)' is not text", "put it in quotes") }
    return text
  }

  /// `labels = [1, 3]`: the values of a mask that are lesions.
  private func labels(in table: TOMLTable) throws(FileError) -> [Int]? {
    guard let entry = table["labels"] else { return nil }
    let numbers = entry.array.map { list in list.map { $0.int } } ?? [entry.int]
    guard !numbers.isEmpty, numbers.allSatisfy({ ($0 ?? 0) > 0 }) else {
      throw wrong("'labels' is no list of whole numbers above 0", "write labels = [1, 3]")
    }
    return numbers.compactMap { $0 }
  }

  private func file(_ key: String, in table: TOMLTable) throws(FileError) -> String? {
    try string(key, in: table).map { $0.hasPrefix("/") ? $0 : folder + $0 }
  }

  private var folder: String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }
  private var folderName: String {
    let parts = path.split(separator: "/")
    return parts.count > 1 ? String(parts[parts.count - 2]) : "case"
  }

  private func wrong(_ problem: String, _ advice: String?) -> FileError {
    FileError(.badData, path: path, problem: problem, advice: advice)
  }
}
