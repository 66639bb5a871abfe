import ArgumentParser
import VolumeModel

struct CompareSetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare-sets",
    abstract: "Compare a set of sampled masks with the masks of several readers, as distributions.",
    discussion: """
      The generalised energy distance (Kohl et al., NeurIPS 2018) says how well the samples stand for the readers: 0 when \
      both sets are the same masks, larger when samples miss the readers, or all agree where readers do not. Sample and \
      reader diversity say how far two masks of a set differ in the mean; matched Dice is the mean Dice of the best pairing of \
      samples with readers. Distances are 1 - IoU.

      Example:

        flairscope compare-sets --samples s1.nii s2.nii s3.nii --readers r1.nii r2.nii
      """)

  @Option(parsing: .upToNextOption, help: "Masks that a model drew, or any other set.", completion: .file())
  var samples: [String]
  @Option(
    parsing: .upToNextOption, help: "Masks of readers; all are brought to the first one's grid.", completion: .file())
  var readers: [String]
  @OptionGroup var grids: GridArguments
  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  func validate() throws {
    guard !samples.isEmpty, !readers.isEmpty else { throw ValidationError("Give --samples and --readers.") }
    guard samples.count <= 200, readers.count <= 200 else { throw ValidationError("Give at most 200 masks of a set.") }
  }

  func run() throws {
    EndSignals.watch()
    let first = try grids.readMask(readers[0])
    var notes = first.notes.map { "\(readers[0]): \($0)" }
    func read(_ paths: some Sequence<String>) throws -> [Mask] {
      try paths.map { try grids.readMask($0, on: first.mask.grid, isOneOfSeveral: true, notes: &notes).mask }
    }
    let readerMasks = [first.mask] + (try read(readers.dropFirst()))
    let sampleMasks = try read(samples)
    for note in notes { Messages.note(note) }
    guard let agreement = SampleAgreement(samples: sampleMasks, readers: readerMasks) else {
      throw CommandFailure(
        .wrongUsage,
        "\(samples.count) samples and \(readers.count) readers cannot be paired evenly; give numbers of which one divides "
          + "the other")
    }
    if json {
      try JSONDocument(
        command: "compare-sets", Document(samples: samples, readers: readers, agreement: agreement, notes: notes)
      ).write()
    } else {
      try Results.write(Self.text(agreement))
    }
  }

  private static func text(_ agreement: SampleAgreement) -> String {
    var table = TextTable([("measure", .left), ("value", .right)])
    table.add(["squared energy distance", ReadableNumber.text(agreement.squaredEnergyDistance)])
    table.add(["sample diversity", ReadableNumber.text(agreement.sampleDiversity)])
    table.add(["reader diversity", ReadableNumber.text(agreement.readerDiversity)])
    table.add(["matched Dice", ReadableNumber.text(agreement.matchedDice)])
    return "\(agreement.samples) samples, \(agreement.readers) readers\n\n\(table.text)"
  }

  private struct Document: Encodable {
    let samples: [String]
    let readers: [String]
    let agreement: SampleAgreement
    let notes: [String]
  }
}
