import VolumeModel

/// The facts of a file as a block of lines for people.
enum InfoText {
  /// Folders first, then files.
  static func text(_ report: InfoReport) -> String {
    (report.folders.filter { !$0.isEmpty }.map(FolderText.block) + report.files.filter(\.isUsable).map(block)).joined(
      separator: "\n")
  }

  static func block(_ facts: FileFacts) -> String {
    var lines: [(String, String)] = []
    func add(_ label: String, _ value: String?) { if let value { lines.append((label, value)) } }
    add(
      "format",
      facts.format.map {
        "\($0)\(facts.isCompressed == true ? ", compressed" : ""), \(facts.datatype ?? ""), \(facts.endian ?? "")-endian"
      })
    add("shape", facts.shape.map { $0.map(String.init).joined(separator: " x ") })
    add("voxel", facts.spacingMM.map { $0.map(number).joined(separator: " x ") + " mm" })
    add("axes", facts.axes.map { "\($0) (\(facts.affineSource?.rawValue ?? ""))" } ?? "orientation unknown")
    if let affine = facts.affine {
      let cells = affine.prefix(3).map { $0.map(number) }
      let width = cells.joined().map(\.count).max() ?? 0
      for (row, cell) in cells.enumerated() {
        let text = cell.map { String(repeating: " ", count: width - $0.count) + $0 }.joined(separator: "  ")
        add(row == 0 ? "affine" : "", text)
      }
    }
    if let minimum = facts.minimum, let maximum = facts.maximum, let mean = facts.mean {
      add("values", "\(number(minimum)) to \(number(maximum)), mean \(number(mean))")
    }
    add("non-zero", facts.nonzeroVoxels.map { "\($0) voxels" })
    for note in facts.notes { add("note", note) }
    let width = lines.map(\.0.count).max() ?? 0
    return facts.path.visibleOnOneLine + "\n"
      + lines.map { label, value in
        "  " + label + String(repeating: " ", count: width - label.count) + "  " + value.visibleOnOneLine + "\n"
      }.joined()
  }

  /// Six significant digits, for reading; `--json` has them all.
  private static func number(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    let magnitude = abs(value)
    guard magnitude < 1e9, magnitude >= 1e-4 else { return "\(value)" }
    var scale = 1.0
    while magnitude * scale < 1e5, scale < 1e9 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
