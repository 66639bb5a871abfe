import VolumeModel
import ViewerTUI

/// One mask that was perturbed, or written as it is, for people and in JSON.
struct PerturbedMask: Encodable {
  let path: String
  let output: String
  /// Whether anything changed.
  let isCorrupted: Bool
  /// Whether noise was to be made, which may have changed nothing.
  let isChosen: Bool
  let seed: UInt64
  let noisy: NoisyAnnotation
  let lesionsBefore: Int
  let lesionsAfter: Int
  let slicesCorrupted: Int
  let slices: Int
  let notes: [String]

  init(
    path: String, output: String, isCorrupted: Bool, isChosen: Bool, seed: UInt64, noisy: NoisyAnnotation,
    original: Mask,
    slicesCorrupted: Int, slices: Int, notes: [String]
  ) {
    self.path = path
    self.output = output
    self.isCorrupted = isCorrupted
    self.isChosen = isChosen
    self.seed = seed
    self.noisy = noisy
    lesionsBefore = Lesions(of: original, connectivity: .edges).count
    lesionsAfter = Lesions(of: noisy.mask, connectivity: .edges).count
    self.slicesCorrupted = slicesCorrupted
    self.slices = slices
    self.notes = notes
  }

  func text(kind: NoiseKind) -> String {
    guard isCorrupted else {
      return "\(name: path): \(isChosen ? "the noise changed nothing" : "not chosen"); as it is, to \(name: output)\n"
    }
    let ratio = ReadableNumber.text(noisy.volumeRatio)
    return """
      \(name: path): \(kind.rawValue), \(ReadableNumber.short(noisy.strength)) \(kind.strengthUnit), seed \(seed)
        Dice \(ReadableNumber.text(noisy.dice)), volume x \(ratio), lesions \(lesionsBefore) before, \(lesionsAfter) \
      after, \(slicesCorrupted) of \(slices) slices
        written to \(name: output)

      """
  }

  private enum CodingKeys: String, CodingKey {
    case path, output, corrupted, chosen, seed, strength, dice, volume_ratio, voxels_before, voxels_after
    case lesions_before, lesions_after, slices_corrupted, slices, notes
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(path, forKey: .path)
    try container.encode(output, forKey: .output)
    try container.encode(isCorrupted, forKey: .corrupted)
    try container.encode(isChosen, forKey: .chosen)
    try container.encode(seed, forKey: .seed)
    try container.encode(isCorrupted ? noisy.strength : nil, forKey: .strength)
    try container.encode(noisy.dice, forKey: .dice)
    try container.encode(noisy.volumeRatio, forKey: .volume_ratio)
    try container.encode(noisy.overlap.referenceVoxels, forKey: .voxels_before)
    try container.encode(noisy.overlap.candidateVoxels, forKey: .voxels_after)
    try container.encode(lesionsBefore, forKey: .lesions_before)
    try container.encode(lesionsAfter, forKey: .lesions_after)
    try container.encode(slicesCorrupted, forKey: .slices_corrupted)
    try container.encode(slices, forKey: .slices)
    try container.encode(notes, forKey: .notes)
  }
}

/// What `perturb --json` prints.
struct PerturbDocument: Encodable {
  let kind: NoiseKind
  let seed: UInt64
  let targetDice: Double?
  let rate: Double
  let sliceRate: Double
  let masks: [PerturbedMask]

  private enum CodingKeys: String, CodingKey { case kind, seed, target_dice, rate, slice_rate, strength_unit, masks }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(kind.strengthUnit, forKey: .strength_unit)
    try container.encode(seed, forKey: .seed)
    try container.encode(targetDice, forKey: .target_dice)
    try container.encode(rate, forKey: .rate)
    try container.encode(sliceRate, forKey: .slice_rate)
    try container.encode(masks, forKey: .masks)
  }
}
