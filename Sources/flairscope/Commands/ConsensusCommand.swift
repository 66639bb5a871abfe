import ArgumentParser
import VolumeModel

struct ConsensusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consensus",
    abstract: "Make one mask out of several raters' masks.",
    discussion: """
      staple estimates each rater's sensitivity and specificity and writes the voxels marked with a probability of one \
      half or more; majority leaves ties to the background; mean writes the fraction of raters as float32. With two raters \
      staple often cannot decide, and says so. Its answer depends on how much background takes part: --domain.
      """)

  @Option(help: "staple, majority, union, intersection or mean.")
  var method = FusionMethod.staple

  @Option(
    help: """
      The background that staple counts: the whole volume, or a box around all masks plus 10 voxels. Default: volume.
      """)
  var domain: STAPLEDomain?

  @Option(name: [.short, .long], help: "The file to write, .nii or .nii.gz.", completion: .file())
  var output: String

  @Option(help: "Where to write STAPLE's probabilities too, as float32.", completion: .file())
  var outputProbability: String?

  @Argument(help: "Two or more masks; the others are brought to the first one's grid.", completion: .file())
  var masks: [String]

  @OptionGroup var grids: GridArguments

  @Flag(help: "Replace outputs that exist.")
  var force = false

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  func validate() throws {
    guard masks.count >= 2 else { throw ValidationError("Give two or more masks.") }
    guard masks.count <= VotePatterns.mostRaters else {
      throw ValidationError("Give at most \(VotePatterns.mostRaters) masks.")
    }
    let uses: [OptionUse<FusionMethod>] = [
      OptionUse("--output-probability", outputProbability != nil, by: [.staple]),
      OptionUse("--domain", domain != nil, by: [.staple]),
    ]
    try OptionUse.check(uses, for: method) { "--method \($0.joined(separator: " or "))" }
  }

  func run() throws {
    EndSignals.watch()
    for path in [output] + (outputProbability.map { [$0] } ?? []) {
      try Images.checkOutput(path, force: force, neverReplacing: masks)
    }
    let first = try grids.readMask(masks[0])
    var notes = first.notes.map { "\(masks[0]): \($0)" }
    var all = [first.mask]
    for path in masks.dropFirst() {
      all.append(try grids.readMask(path, on: first.mask.grid, isOneOfSeveral: true, notes: &notes).mask)
    }
    guard let votes = VotePatterns(all) else {
      throw CommandFailure(.badData, "\(masks[0]): the masks do not lie on one grid")
    }
    let result = try write(votes, like: first.spatial)
    if let warning = result.warning { notes.append(warning) }
    for note in notes { Messages.note(note) }
    if json {
      let document = Document(result: result, masks: masks, output: output, notes: notes)
      try JSONDocument(command: "consensus", document).write()
    } else {
      try Results.write(text(result))
    }
  }

  private func write(_ votes: VotePatterns, like form: SpatialForm) throws -> Fused {
    let marked = votes.grid.voxelCount - votes.counts[0]
    let staple =
      method == .staple
      ? STAPLE(votes, unmarkedVoxels: domain == .box ? STAPLE.unmarkedVoxels(around: votes) : nil) : nil
    var voxels: Int
    if method == .mean {
      try Images.write(votes.volume(votes.means), like: form, to: output, force: force, neverReplacing: masks)
      voxels = marked
    } else {
      let mask = staple?.mask(of: votes) ?? method.mask(of: votes) ?? Mask(grid: votes.grid)
      try Images.write(mask, like: form, to: output, force: force, neverReplacing: masks)
      voxels = mask.count
    }
    if let outputProbability, let staple {
      try Images.write(
        votes.volume(staple.probability), like: form, to: outputProbability, force: force, neverReplacing: masks)
    }
    // Without probabilities a voxel is undecided when half of the raters marked it.
    let ties = votes.counts.indices.reduce(0) { sum, pattern in
      2 * votes.votes(ofPattern: pattern) == votes.raters ? sum + votes.counts[pattern] : sum
    }
    return Fused(
      staple: staple, voxels: voxels, undecided: staple?.undecidedVoxels(of: votes) ?? ties, marked: marked,
      total: votes.grid.voxelCount, raters: votes.raters, method: method)
  }

  private func text(_ fused: Fused) -> String {
    var table = TextTable([("rater", .left), ("sensitivity", .right), ("specificity", .right)])
    for (index, mask) in masks.enumerated() {
      table.add([
        mask, ReadableNumber.text(fused.staple?.sensitivity[index], decimals: 4),
        ReadableNumber.text(fused.staple?.specificity[index], decimals: 6),
      ])
    }
    var text = fused.staple == nil ? "" : table.text + "\n"
    text += "\(method.rawValue): \(fused.voxels) voxels of \(fused.marked) that anyone marked"
    text += "; \(fused.undecided) undecided"
    if let iterations = fused.staple?.iterations { text += "; \(iterations) iterations" }
    return text + "\nwritten to \(name: output)\n"
  }

  private struct Fused {
    let staple: STAPLE?
    let voxels: Int
    let undecided: Int
    let marked: Int
    let total: Int
    let raters: Int
    let method: FusionMethod

    /// What STAPLE cannot do, said where it could not.
    var warning: String? {
      guard let staple else { return nil }
      guard marked > 0 else { return "no rater marked anything: sensitivity and specificity are n/a" }
      let fraction =
        "\(ReadableNumber.text(100 * Double(undecided) / Double(marked), decimals: 1)) % of the marked voxels"
      if raters == 2 {
        return
          "two raters: nothing tells STAPLE which of them is right; \(fraction) are undecided and count as marked; "
          + "consider --method intersection or union, or a review of the disagreements"
      }
      guard undecided > 0 || staple.iterations >= 1000 else { return nil }
      return "STAPLE could not decide \(fraction), which count as marked; consider --method majority"
    }
  }

  private struct Document: Encodable {
    let result: Fused
    let masks: [String]
    let output: String
    let notes: [String]

    private enum CodingKeys: String, CodingKey {
      case method, raters, sensitivity, specificity, iterations, prior, voxels, output, notes
      case undecidedShare = "undecided_share"
      case undecidedVoxels = "undecided_voxels"
      case markedVoxels = "marked_voxels"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(result.method, forKey: .method)
      try container.encode(masks, forKey: .raters)
      try container.encode(result.staple?.sensitivity, forKey: .sensitivity)
      try container.encode(result.staple?.specificity, forKey: .specificity)
      try container.encode(result.staple?.iterations, forKey: .iterations)
      try container.encode(result.staple?.prior, forKey: .prior)
      try container.encode(result.voxels, forKey: .voxels)
      try container.encode(Double(result.undecided) / Double(max(result.total, 1)), forKey: .undecidedShare)
      try container.encode(result.undecided, forKey: .undecidedVoxels)
      try container.encode(result.marked, forKey: .markedVoxels)
      try container.encode(output, forKey: .output)
      try container.encode(notes, forKey: .notes)
    }
  }
}
