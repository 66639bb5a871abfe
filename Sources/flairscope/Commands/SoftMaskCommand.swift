import ArgumentParser
import Foundation
import VolumeModel

struct SoftMaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "softmask",
    abstract: "Grow a soft rim around an expert mask and write it: 1 on the mask, the label on the rim, 0 elsewhere.",
    discussion: """
      The rim takes voxels near the mask, nearest shell first, brightest on FLAIR first within a shell, until mask and \
      rim together have the size asked for. Voxels outside the brain, farther away than the reach, or darker than the \
      FLAIR threshold are never taken. Written as float32 on the FLAIR's grid.
      """)

  @Option(help: "The FLAIR image.", completion: .file())
  var flair: String?

  @Option(help: "The expert mask, on the FLAIR's grid.", completion: .file())
  var mask: String?

  @Option(
    name: [.short, .long], help: "The file to write, .nii or .nii.gz; with --cases a folder for all.",
    completion: .file())
  var output: String

  @OptionGroup(title: "Many cases, the mask of rater 1 of each") var many: CasesArguments

  @Option(
    help: "The brain; by default the voxels of a skull-stripped FLAIR that are not zero, else an estimate.",
    completion: .file())
  var brainMask: String?

  @Option(help: "How far from the mask a voxel may lie, in mm.")
  var reach = 3.0

  @OptionGroup var softMask: SoftMaskArguments
  @OptionGroup var grids: GridArguments

  @Flag(help: "Replace the output if it exists.")
  var force = false

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  func validate() throws {
    guard reach.isFinite, reach > 0 else { throw ValidationError("--reach must be a positive number of millimetres.") }
    if many.cases != nil {
      if flair != nil || mask != nil || brainMask != nil {
        throw ValidationError("Give --flair and --mask or --cases, not both.")
      }
    } else if flair == nil || mask == nil {
      throw ValidationError("Give --flair FILE and --mask FILE, or --cases.")
    }
  }

  func run() throws {
    EndSignals.watch()
    guard many.cases == nil, let flair, let mask else { return try runOnCases() }
    let grown = try written(flair: flair, mask: mask, labels: nil, brainMask: brainMask, output: output)
    for note in grown.notes + grown.report.warnings { Messages.note(note) }
    if json {
      try JSONDocument(command: "softmask", grown).write()
    } else {
      try Results.write(text(grown.report))
    }
  }

  private func written(
    flair: String, mask: String, labels: LabelChoice?, brainMask: String?, output: String
  ) throws -> Document {
    let inputs = [flair, mask] + (brainMask.map { [$0] } ?? [])
    try Images.checkOutput(output, force: force, neverReplacing: inputs)
    let image = try Images.read(flair, form: grids.reading.useForm)
    var notes = image.notes.map { "\(flair): \($0)" }
    let expert = try grids.readMask(
      mask, on: image.grid, image: image.spatial, flair: image, labels: labels, notes: &notes
    ).mask
    if let warning = MirrorCheck(expert, on: image.volume)?.note { notes.append("\(mask): \(warning)") }
    let brain = try grids.readBrain(brainMask, of: image, notes: &notes)
    let growth = SoftMaskGrowth(expert: expert, flair: image.volume, brain: brain.mask, reachMM: reach)
    let soft = growth.softMask(softMask.parameters)
    try Images.write(soft.volume(), like: image.spatial, to: output, force: force, neverReplacing: inputs)
    return Document(
      flair: flair, mask: mask, output: output, command: self, growth: growth, soft: soft, brain: brain, notes: notes)
  }

  /// A soft mask of the first rater of every case, and one table.
  private func runOnCases() throws {
    let command = self
    try OutputFolder.make(output)
    let results = try many.work("soft masks", reading: grids.reading, bytesPerVoxel: 32) { files in
      guard let rater = files.raters.first else {
        throw FileError(.badData, path: files.flair, problem: "has no mask", advice: "a soft mask grows around one")
      }
      let name = DerivedName(flair: files.flair, caseName: files.name)
      let stem = name.stem(label: "lesion", description: "soft", suffix: "probseg")
      return try command.written(
        flair: files.flair, mask: rater.path, labels: rater.labelChoice, brainMask: files.brainMask,
        output: "\(command.output)/\(stem).nii.gz")
    }
    var table = TextTable([
      ("case", .left), ("expert voxels", .right), ("grown", .right), ("size reached", .right), ("threshold", .right),
      ("written", .left),
    ])
    for (files, grown) in results.values {
      for note in grown.notes + grown.report.warnings { Messages.note("\(files.name): \(note)") }
      table.add([
        files.name, "\(grown.report.expertVoxels)", "\(grown.report.grownVoxels)",
        ReadableNumber.text(grown.report.reachedSize), ReadableNumber.text(grown.report.threshold, decimals: 2),
        grown.output,
      ])
    }
    if json {
      let cases = results.values.map { StudyDocument.Entry(case: $0.files.name, grown: $0.value) }
      try JSONDocument(command: "softmask", StudyDocument(cases: cases, failures: results.failures)).write()
    } else {
      try Results.write(table.text)
    }
    try results.end()
  }

  private struct StudyDocument: Encodable {
    struct Entry: Encodable {
      let `case`: String
      let grown: Document

      private enum CodingKeys: String, CodingKey { case `case` }

      /// The fields of the mask stand beside the case's name.
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(`case`, forKey: .case)
        try grown.encode(to: encoder)
      }
    }

    let cases: [Entry]
    let failures: [String]
  }

  private func text(_ report: SoftMaskReport) -> String {
    let source = softMask.threshold == .automatic ? "mean + 0.5 SD of the brain" : "given"
    var table = TextTable([("soft mask", .left), ("", .right), ("", .left)])
    table.add(["size reached", ReadableNumber.text(report.reachedSize), "of \(ReadableNumber.text(softMask.size))"])
    table.add(["label", ReadableNumber.text(report.label), ""])
    table.add(["FLAIR threshold", ReadableNumber.text(report.threshold, decimals: 2), source])
    table.add(["expert voxels", "\(report.expertVoxels)", ""])
    table.add(["grown voxels", "\(report.grownVoxels)", "of \(report.targetVoxels) wanted"])
    let dark = report.candidateVoxelsBeforeThreshold - report.candidateVoxels
    let within = "within \(ReadableNumber.text(reach, decimals: 1)) mm"
    table.add(["candidates", "\(report.candidateVoxels)", "\(within); \(dark) more are too dark"])
    return table.text + "written to \(name: output)\n"
  }

  private struct Document: Encodable {
    let flair: String
    let mask: String
    let output: String
    let size: Double
    let scope: GrowthScope
    let reach_mm: Double
    let brain_mean: Double
    let brain_sd: Double
    let brain_voxels: Int
    let brain_source: String
    let notes: [String]
    let report: SoftMaskReport

    init(
      flair: String, mask: String, output: String, command: SoftMaskCommand, growth: SoftMaskGrowth, soft: SoftMask,
      brain: BrainMask,
      notes: [String]
    ) {
      self.flair = flair
      self.mask = mask
      self.output = output
      size = command.softMask.size
      scope = command.softMask.scope
      reach_mm = command.reach
      brain_mean = growth.statistics.mean
      brain_sd = growth.statistics.standardDeviation
      brain_voxels = growth.statistics.voxelCount
      brain_source = brain.source.name
      self.notes = notes
      report = soft.report
    }

    private enum CodingKeys: String, CodingKey {
      case flair, mask, output, size, scope, reach_mm, brain_mean, brain_sd, brain_voxels, brain_source, notes
    }

    /// The report's fields stand beside the others.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(flair, forKey: .flair)
      try container.encode(mask, forKey: .mask)
      try container.encode(output, forKey: .output)
      try container.encode(size, forKey: .size)
      try container.encode(scope, forKey: .scope)
      try container.encode(reach_mm, forKey: .reach_mm)
      try container.encode(brain_mean, forKey: .brain_mean)
      try container.encode(brain_sd, forKey: .brain_sd)
      try container.encode(brain_voxels, forKey: .brain_voxels)
      try container.encode(brain_source, forKey: .brain_source)
      try container.encode(notes, forKey: .notes)
      try report.encode(to: encoder)
    }
  }
}
