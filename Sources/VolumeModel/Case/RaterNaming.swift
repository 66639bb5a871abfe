import Foundation

/// Who drew a mask, from its file's name and the JSON file beside it.
enum RaterNaming {
  /// The `desc-` of a BIDS name, the "rater1" of `_mask1`, or nil.
  static func description(in file: FileName) -> String? {
    if let description = file.entity("desc") { return description }
    let suffix = file.suffix
    if suffix.hasPrefix("mask"), let number = Int(suffix.dropFirst(4)) { return "rater\(number)" }
    return nil
  }

  /// Sorts manual, consensus, rater 1, rater 2 before all others, then by name.
  static func order(of name: String) -> (Int, String) {
    let lower = name.lowercased()
    let plain = lower.replacing("simulated", with: "")
    let rank = ["manual", "consensus", "rater1", "rater2"].firstIndex(of: plain) ?? 4
    return (rank, lower)
  }

  static func isSimulated(name: String, path: String) -> Bool {
    if name.lowercased().contains("simulated") || FileName(path).name.lowercased().contains("simulated") { return true }
    return sidecar(of: path)?.isSimulated == true
  }

  private struct Sidecar: Decodable {
    let isSimulated: Bool?
    enum CodingKeys: String, CodingKey { case isSimulated = "Simulated" }
  }

  private static func sidecar(of path: String) -> Sidecar? {
    let file = FileName(path)
    let beside = String(path.dropLast(file.name.count)) + file.stem + ".json"
    guard let status = FileStatus(ofPath: beside), status.isRegularFile, status.byteCount < 1 << 20,
      let data = FileManager.default.contents(atPath: beside)
    else { return nil }
    return try? JSONDecoder().decode(Sidecar.self, from: data)
  }
}
