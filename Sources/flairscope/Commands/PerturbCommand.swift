import ArgumentParser
import Foundation
import VolumeModel
import ViewerTUI

struct PerturbCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "perturb",
    abstract: "Make a noisy annotation from a mask, as raters make them.",
    discussion: """
      dilate and erode move every outline; elastic bends, turns and shifts it; polygon and smooth redraw it with few \
      corners or little detail; markov lets it wander; drop misses lesions; add marks bright spots that are none (give \
      the FLAIR). Outlines are changed in each axial slice, component by component; elastic changes lesions as a whole, by \
      lengths of at most a third of half their size, so that none is lost. The same seed gives the same mask.

      Examples:

        flairscope perturb mask.nii --kind elastic --seed 7 -o noisy.nii.gz
        flairscope perturb mask.nii --kind dilate --target-dice 0.8 -o noisy.nii
        flairscope perturb mask.nii --kind add --flair flair.nii -o noisy.nii
        flairscope perturb masks/* --kind polygon --rate 0.4 --output-folder F

      With --output-folder the outputs keep their inputs' names, --rate corrupts a fraction of the masks and writes the \
      others as they are, and each mask has a seed of its own, made of --seed and its name. --slice-rate corrupts a \
      fraction of the slices of each mask.
      """)

  @Argument(help: "The mask, or several with --output-folder.", completion: .file())
  var masks: [String]

  @OptionGroup var noise: NoiseArguments

  @Option(help: "Repeats a result, or asks for another.")
  var seed: UInt64 = 1

  @Option(name: [.short, .long], help: "The file to write, .nii or .nii.gz.", completion: .file())
  var output: String?

  @Option(help: "A folder for the noisy masks.", completion: .directory)
  var outputFolder: String?

  @Option(help: "The fraction of the masks that is corrupted.")
  var rate = 1.0

  @Option(help: "The fraction of the slices with lesions that is corrupted.")
  var sliceRate = 1.0

  @Option(help: "add: the FLAIR of the mask; for several masks one each, in their order.", completion: .file())
  var flair: [String] = []

  @Option(help: "add: the brain; an estimate by default.", completion: .file())
  var brainMask: [String] = []

  @OptionGroup var grids: GridArguments

  @Flag(help: "Replace outputs that exist.")
  var force = false

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  func validate() throws {
    guard (output == nil) != (outputFolder == nil) else {
      throw ValidationError("Say what to write: --output FILE, or --output-folder FOLDER.")
    }
    guard !masks.isEmpty else { throw ValidationError("Give a mask.") }
    guard output == nil || masks.count == 1 else { throw ValidationError("Several masks need --output-folder.") }
    for (name, fraction) in [("--rate", rate), ("--slice-rate", sliceRate)] where !(0...1).contains(fraction) {
      throw ValidationError("\(name) is a fraction from 0 to 1.")
    }
    if noise.kind.needsFlair {
      guard flair.count == masks.count else { throw ValidationError("--kind add needs --flair, one for each mask.") }
      guard brainMask.isEmpty || brainMask.count == masks.count else {
        throw ValidationError("Give one --brain-mask for each mask.")
      }
    } else if !flair.isEmpty || !brainMask.isEmpty {
      throw ValidationError("--flair and --brain-mask go with --kind add.")
    }
  }

  func run() throws {
    EndSignals.watch()
    let outputs = try outputPaths()
    for path in outputs { try Images.checkOutput(path, force: force, neverReplacing: inputs) }
    let corrupted = NoiseRate.corrupted(of: masks.count, rate: rate, seed: seed)
    var results: [PerturbedMask] = []
    var failures = 0
    var line = ProgressLine("perturbing", isSilent: masks.count == 1)
    for number in masks.indices {
      do {
        results.append(try perturb(number, to: outputs[number], isCorrupted: corrupted.contains(number)))
      } catch  where masks.count > 1 {
        Messages.error("\(error)")
        failures += 1
      }
      line.update(Double(number + 1) / Double(masks.count))
    }
    line.finish()
    if json {
      let document = PerturbDocument(
        kind: noise.kind, seed: seed, targetDice: noise.targetDice, rate: rate, sliceRate: sliceRate, masks: results)
      try JSONDocument(command: "perturb", document).write()
    } else {
      try Results.write(results.map { $0.text(kind: noise.kind) }.joined())
    }
    if failures > 0 { throw ExitCode(ExitStatus.someFailed.rawValue) }
  }

  private var inputs: [String] { masks + flair + brainMask }

  private func outputPaths() throws -> [String] {
    if let output { return [output] }
    guard let outputFolder else { return [] }
    try OutputFolder.make(outputFolder)
    var first: [String: String] = [:]
    return try masks.map { path in
      let name = Self.imageName(path)
      if let other = first.updateValue(path, forKey: name) {
        throw CommandFailure(
          .wrongUsage, "\(path): would be written under the name of \(other); perturb them into folders of their own")
      }
      return "\(outputFolder)/\(name)"
    }
  }

  /// The name of a mask's file, with an ending that can be written.
  private static func imageName(_ path: String) -> String {
    let name = URL(fileURLWithPath: path).lastPathComponent
    let lower = name.lowercased()
    guard !lower.hasSuffix(".nii"), !lower.hasSuffix(".nii.gz") else { return name }
    return (name.split(separator: ".").first.map(String.init) ?? name) + ".nii.gz"
  }

  private func perturb(_ number: Int, to output: String, isCorrupted: Bool) throws -> PerturbedMask {
    let path = masks[number]
    let loaded = try Images.readMask(path)
    var notes = loaded.notes.map { "\(path): \($0)" }
    let mask = loaded.mask
    guard mask.grid.hasBelievableSpacing || !isCorrupted else {
      throw FileError(
        .badData, path: path, problem: "its voxels are of an absurd size, so noise in millimetres cannot be made",
        advice: "correct the header")
    }
    let seed = outputFolder == nil ? self.seed : NoiseRate.seed(ofMember: Self.imageName(path), seed: self.seed)
    let slices = AxialSlices(mask.grid).occupied(by: mask)
    let chosen =
      isCorrupted ? NoiseRate.corrupted(of: slices.count, rate: sliceRate, seed: seed).map { slices[$0] } : []
    let bright = isCorrupted && noise.kind.needsFlair ? try brightTissue(number, mask, &notes) : nil
    if bright?.isEmpty == true { notes.append("\(path): no tissue is bright enough, so nothing is added") }
    // All slices are no choice: what is added to an empty mask, or beside its slices, stays.
    let sliceChoice = isCorrupted && sliceRate == 1 ? nil : Set(chosen)
    let noisy =
      (isCorrupted ? noise.targetDice : nil).map {
        noise.noise.tuned(toDice: $0, mask: mask, seed: seed, bright: bright, slices: sliceChoice)
      } ?? noise.noise.apply(to: mask, seed: seed, bright: bright, slices: sliceChoice)
    let changed = AxialSlices(mask.grid).occupied(by: mask.symmetricDifference(noisy.mask))
    if isCorrupted, let target = noise.targetDice, abs(noisy.dice - target) > 0.01 {
      notes.append("\(path): Dice \(ReadableNumber.text(noisy.dice)) is as near \(target) as this noise comes")
    }
    if isCorrupted, changed.isEmpty {
      notes.append("\(path): the noise changed no voxel; another strength or seed may change it")
    }
    try Images.write(noisy.mask, like: loaded.spatial, to: output, force: force, neverReplacing: inputs)
    for note in notes { Messages.note(note) }
    return PerturbedMask(
      path: path, output: output, isCorrupted: !changed.isEmpty, isChosen: isCorrupted, seed: seed, noisy: noisy,
      original: mask,
      slicesCorrupted: changed.count, slices: AxialSlices(mask.grid).occupied(by: mask.union(noisy.mask)).count,
      notes: notes)
  }

  private func brightTissue(_ number: Int, _ mask: Mask, _ notes: inout [String]) throws -> BrightTissue {
    let image = try Images.read(flair[number], on: mask.grid)
    notes += image.notes.map { "\(flair[number]): \($0)" }
    let brain = try grids.readBrain(brainMask.isEmpty ? nil : brainMask[number], of: image, notes: &notes)
    return BrightTissue(flair: image.volume, brain: brain.mask, awayFrom: mask)
  }
}
