import ArgumentParser
import VolumeModel

struct BrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "brain",
    abstract: "Estimate the brain mask of a FLAIR and write it.",
    discussion: """
      A skull-stripped scan is recognised: its brain is every voxel that is not background. In any other scan the brain \
      is the tissue as bright as brain, in the shape that brains have, whatever the voxel size. What speaks against \
      trusting the mask is said: an implausible volume, an outline unlike a brain's, unequal halves, a brain cut off by \
      the image. The mask is written on the FLAIR's grid, and other commands take it as --brain-mask; without it they \
      make the same estimate.

      Examples:

        flairscope brain sub-01_FLAIR.nii.gz -o sub-01_desc-brain_mask.nii.gz
        flairscope brain flair.nii --output brain.nii --json
        flairscope train --case sub-01 --output run
      """)

  @Argument(help: "The FLAIR image.", completion: .file())
  var flair: String

  @Option(name: [.short, .long], help: "The file to write, .nii or .nii.gz.", completion: .file())
  var output: String

  @Flag(help: "Replace the output if it exists.")
  var force = false

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  func run() throws {
    EndSignals.watch()
    try Images.checkOutput(output, force: force, neverReplacing: [flair])
    let image = try Images.read(flair)
    let estimate = BrainEstimate(of: image.volume)
    try Images.write(estimate.mask, like: image.spatial, to: output, force: force, neverReplacing: [flair])
    let notes = (image.notes + estimate.notes).map { "\(flair): \($0)" } + estimate.doubts.map { "doubtful: \($0)" }
    for note in notes { Messages.note(note) }
    if json {
      let document = Document(
        flair: flair, output: output, method: estimate.method, doubtful: estimate.isDoubtful,
        volumeML: estimate.volumeML, voxels: estimate.mask.count, notes: notes)
      try JSONDocument(command: "brain", document).write()
    } else {
      let volume = ReadableNumber.text(estimate.volumeML, decimals: 0)
      let verdict = estimate.isDoubtful ? ", doubtful: look at it" : ""
      try Results.write(
        "brain of \(volume) ml (\(estimate.method.explanation))\(verdict)\nwritten to \(name: output)\n")
    }
  }

  private struct Document: Encodable {
    let flair: String
    let output: String
    let method: BrainMethod
    let doubtful: Bool
    let volumeML: Double
    let voxels: Int
    let notes: [String]

    enum CodingKeys: String, CodingKey {
      case flair, output, method, doubtful, voxels, notes
      case volumeML = "volume_ml"
    }
  }
}
