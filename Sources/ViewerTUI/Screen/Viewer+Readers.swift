import Pictures
import TerminalIO
import VolumeModel

/// What the readers said of the lesion under the crosshair, in the panel of an adjudication.
extension Viewer {
  /// How many rows it takes.
  var readersHeight: Int { review.adjudication.map { min($0.readers.count, 7) + 1 } ?? 0 }

  func drawReaders(_ column: inout PanelColumn, on frame: inout Frame) {
    guard let adjudication = review.adjudication else { return }
    let places = adjudication.places
    column.heading(
      "Readers", trailing: "\(places.count { review.isDecided($0) })/\(places.count) differences decided", on: &frame)
    let row = lesionInHand
    for (index, reader) in adjudication.readers.prefix(readersHeight - 1).enumerated() {
      let word = row.flatMap { $0.words.indices.contains(index) ? $0.words[index] : nil }
      column.line(
        "\(index + 1) \(reader.name): \(word.map { sentence($0) } ?? "no lesion here")",
        ink: word?.verdict == nil ? interface.theme.quiet : interface.theme.text, on: &frame)
    }
  }

  /// "approved, rater 1, 0.31 ml, periventricular"
  func sentence(_ word: ReaderWord) -> String {
    var parts = [word.verdict?.rawValue ?? "undecided"]
    if word.verdict == .approved, let choice = word.choice {
      parts.append(Wording.volume(mm3: Double(choice.voxels.voxelCount) * scan.grid.voxelVolumeMM3))
      parts.append(scan.maskNames.title(choice.source))
    }
    if let lesionClass = word.lesionClass { parts.append(lesionClass.title) }
    if !word.reason.isEmpty { parts.append(word.reason) }
    if word.isFlagged { parts.append("flagged") }
    if !word.comment.isEmpty { parts.append("\"\(word.comment)\"") }
    return parts.joined(separator: ", ")
  }
}
