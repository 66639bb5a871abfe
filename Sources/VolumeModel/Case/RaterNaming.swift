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

  /// What a free name says besides whose file it is: "alice" of `patient01_alice_mask`; nil for
  /// nothing.
  static func rest(of file: FileName, start: String) -> String? {
    let words: Set<String> = ["mask", "msk", "seg", "roi", "dseg", "lesion", "lesions", "label", "labels", "flair"]
    let own = NameStart.begins(file.stem, with: start) ? String(file.stem.dropFirst(start.count)) : file.stem
    let parts = NameSeparators.unified(own).split(separator: "_").map(String.init).filter {
      !words.contains($0.lowercased()) && !$0.hasPrefix("sub-") && !$0.hasPrefix("ses-") && !$0.contains("label-")
        && !$0.hasPrefix("space-")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "_")
  }

  /// Sorts manual, consensus, the reference of the WMH challenge, rater 1, rater 2 before all others, then by name.
  static func order(of name: String) -> (Int, String) {
    let lower = name.lowercased()
    let plain = lower.replacing("simulated", with: "")
    let first = ["manual", "consensus", "wmh", "rater1", "rater2"]
    let rank = first.firstIndex(of: plain) ?? first.count
    return (rank, lower)
  }

  static func isSimulated(name: String, path: String) -> Bool {
    if name.lowercased().contains("simulated") || FileName(path).name.lowercased().contains("simulated") { return true }
    return FileSidecar.read(beside: FileName(path))?.isSimulated == true
  }
}
