import Foundation

/// Recognises what flairscope wrote: it is no rater's work, so it is one only where a user names it.
enum OwnOutput {
  /// Why a file is one of ours; nil for others.
  static func reason(_ file: FileName) -> String? {
    if FileSidecar.read(beside: file)?.generators.contains(where: { $0.lowercased() == WrittenHeader.ownDescription })
      == true
    {
      return "written by flairscope, as the JSON file beside it says; name it with --rater1 to use it"
    }
    if NIfTIHeader.description(of: file.path)?.hasPrefix(WrittenHeader.ownDescription) == true {
      return "written by flairscope, as its header says; name it with --rater1 to use it"
    }
    return nil
  }
}

/// What the JSON file beside an image says of it, as BIDS has it.
struct FileSidecar: Decodable {
  let isSimulated: Bool?
  private let generatedBy: [Generator]?

  var generators: [String] { generatedBy?.compactMap(\.name) ?? [] }

  private struct Generator: Decodable {
    let name: String?
    enum CodingKeys: String, CodingKey { case name = "Name" }
  }

  enum CodingKeys: String, CodingKey {
    case isSimulated = "Simulated"
    case generatedBy = "GeneratedBy"
  }

  static func read(beside file: FileName) -> FileSidecar? {
    let path = String(file.path.dropLast(file.name.count)) + file.stem + ".json"
    guard let bytes = TextFile.bytes(of: path, mostBytes: 1 << 20) else { return nil }
    return try? JSONDecoder().decode(FileSidecar.self, from: Data(bytes))
  }
}
