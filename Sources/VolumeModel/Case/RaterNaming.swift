import Foundation

/// Who drew a mask, from its file's name and the JSON file beside it.
enum RaterNaming {
  /// The `desc-` of a BIDS name, the `lesion-` of spinal-cord data sets, the "rater1" of ISBI's `_mask1` and of MSSEG's
  /// `ManualSegmentation_1`, MSSEG's "consensus", or nil.
  static func description(in file: FileName) -> String? {
    if let description = file.entity("desc") ?? file.entity("lesion") { return description }
    let (stem, suffix) = (file.stem.lowercased(), file.suffix)
    if stem == "consensus" { return stem }
    let number = suffix.hasPrefix("mask") ? Int(suffix.dropFirst(4)) : stem.hasPrefix(msseg) ? Int(suffix) : nil
    return number.map { "rater\($0)" }
  }

  private static let msseg = "manualsegmentation_"

  /// Whether the name is that of an MSSEG 2016 lesion mask, which says neither "mask" nor "lesion".
  static func isMSSEGMask(_ file: FileName) -> Bool {
    let stem = file.stem.lowercased()
    return stem == "consensus" || stem.hasPrefix(msseg)
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
