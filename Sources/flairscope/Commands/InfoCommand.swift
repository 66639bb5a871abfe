import ArgumentParser
import VolumeModel

struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Say what image files hold: grid, orientation, number type, range, and what is unusual about them.")

  @Argument(help: "Image files: NIfTI, MGH or MGZ, NRRD, MetaImage.", completion: .file())
  var files: [String]

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  func run() throws {
    EndSignals.watch()
    var all: [FileFacts] = []
    for file in files {
      var facts = Images.inspect(file)
      if let failure = facts.failure { Messages.error(failure.description) }
      if let first = all.first(where: \.isUsable), let note = Self.displacement(of: facts, from: first) {
        facts.notes.append(note)
      }
      all.append(facts)
    }
    if json {
      try JSONDocument(command: "info", Document(files: all)).write()
    } else {
      try Results.write(all.filter(\.isUsable).map(InfoText.block).joined(separator: "\n"))
    }
    guard let failure = all.lazy.compactMap(\.failure).first else { return }
    let status = files.count == 1 ? ExitStatus(of: failure) : .someFailed
    throw ExitCode(status.rawValue)
  }

  /// The trap that a shape hides: as many voxels, but elsewhere.
  private static func displacement(of facts: FileFacts, from first: FileFacts) -> String? {
    guard let grid = facts.grid, let other = first.grid, grid.shape == other.shape, !grid.matches(other) else {
      return nil
    }
    return "of the shape of \(first.path), but not on its grid: \(grid.difference(from: other))"
  }

  private struct Document: Encodable { let files: [FileFacts] }
}

/// The facts of a file as a block of lines for people.
enum InfoText {
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
    return facts.path + "\n"
      + lines.map { label, value in
        "  " + label + String(repeating: " ", count: width - label.count) + "  " + value + "\n"
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
