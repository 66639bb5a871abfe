import Foundation
package import VolumeModel

/// `dataset_description.json`: what BIDS asks of a folder of derivatives. Beside it lies `.bidsignore`, which names the files
/// that BIDS has no rule for, so that its validator accepts the others.
package struct DatasetDescription: Encodable {
  package static let fileName = "dataset_description.json"
  package static let ignoreFileName = ".bidsignore"
  private static let withoutRule = ["*_table.*", "*_report*", "*_desc-lesions_dseg.*", "*.label.txt"]

  private let name: String
  private let version: String
  private let sources: [String]

  /// - Parameters:
  ///   - name: what the data set is, in a few words.
  ///   - version: of the program.
  ///   - sources: the folders or lists that it was made from.
  package init(name: String, version: String, sources: [String]) {
    self.name = name
    self.version = version
    self.sources = sources
  }

  /// Writes both files into a folder, unless those of flairscope lie there, which several exports may share.
  /// - Throws: `cannotCreate` for a file of another program, unless `force` is given.
  package func write(to folder: String, force: Bool) throws(FileError) {
    let path = "\(folder)/\(Self.fileName)"
    if !force, let data = FileManager.default.contents(atPath: path),
      let known = try? JSONDecoder().decode(Known.self, from: data), known.isOurs
    {
      return
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      throw FileError(.transferFailed, path: path, problem: "could not be put into JSON")
    }
    try OutputFile.write(Array(data) + [10], to: path, force: force)
    let ignored = Self.withoutRule.map { $0 + "\n" }.joined()
    try OutputFile.write(Array(ignored.utf8), to: "\(folder)/\(Self.ignoreFileName)", force: force)
  }

  private struct Known: Decodable {
    struct Generator: Decodable {
      let name: String
      private enum CodingKeys: String, CodingKey { case name = "Name" }
    }
    let generators: [Generator]

    var isOurs: Bool { generators.contains { $0.name == "flairscope" } }

    private enum CodingKeys: String, CodingKey { case generators = "GeneratedBy" }
  }

  private struct Source: Encodable {
    let url: String
    private enum CodingKeys: String, CodingKey { case url = "URL" }
  }

  private enum CodingKeys: String, CodingKey {
    case name = "Name"
    case bidsVersion = "BIDSVersion"
    case type = "DatasetType"
    case generatedBy = "GeneratedBy"
    case sources = "SourceDatasets"
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode("1.10.0", forKey: .bidsVersion)
    try container.encode("derivative", forKey: .type)
    try container.encode([MaskSidecar.Generator(version: version)], forKey: .generatedBy)
    try container.encode(
      sources.map { Source(url: URL(fileURLWithPath: $0).absoluteString) }, forKey: .sources)
  }
}
