/// How well a set of samples, masks that a probabilistic model draws, stands for a set of readers' masks of the same case.
///
/// With d(a, b) = 1 - IoU, 0 for two empty masks, and means over all pairs, a mask with itself among them, as the published
/// code has them:
///
///     D^2 = 2 E d(sample, reader) - E d(sample, sample') - E d(reader, reader')
///
/// is the squared generalised energy distance (Szekely and Rizzo, J. Stat. Plan. Inference 143, 2013; used by Kohl et al., A
/// probabilistic U-Net, NeurIPS 2018): 0 for two sets of the same masks, large when samples miss the readers or all agree
/// where readers do not.
public struct SampleAgreement: Sendable, Hashable, Codable {
  /// Masks of the model.
  public let samples: Int
  /// Masks of people.
  public let readers: Int
  /// D^2.
  public let squaredEnergyDistance: Double
  /// The mean d of two different samples: how far they differ among themselves. A mask is not paired with itself here, which
  /// would make a small set look less diverse than a large one. Nil for a single sample.
  public let sampleDiversity: Double?
  /// The same of the readers.
  public let readerDiversity: Double?
  /// E d(sample, reader).
  public let crossDistance: Double
  /// The mean Dice of samples and readers in the pairing in which it is largest; each set is repeated up to the least common
  /// multiple of their numbers, so that every sample and every reader counts as often as any other of its set.
  public let matchedDice: Double

  private enum CodingKeys: String, CodingKey {
    case samples, readers
    case squaredEnergyDistance = "squared_energy_distance"
    case sampleDiversity = "sample_diversity"
    case readerDiversity = "reader_diversity"
    case crossDistance = "cross_distance"
    case matchedDice = "matched_dice"
  }

  /// The largest number of pairs that are matched.
  public static let mostPairs = 2000

  /// - Returns: nil when a set is empty, masks differ in shape, or the least common multiple of the sets' numbers is above
  ///   ``mostPairs``.
  public init?(samples: [Mask], readers: [Mask]) {
    guard let first = samples.first, !readers.isEmpty,
      (samples + readers).allSatisfy({ $0.grid.shape == first.grid.shape })
    else { return nil }
    let pairs = Self.leastCommonMultiple(samples.count, readers.count)
    guard pairs <= Self.mostPairs else { return nil }
    self.samples = samples.count
    self.readers = readers.count
    let cross = samples.map { sample in readers.map { OverlapCounts(reference: $0, candidate: sample) } }
    crossDistance = Self.mean(cross.flatMap { $0.map(Self.distance) })
    sampleDiversity = Self.diversity(samples)
    readerDiversity = Self.diversity(readers)
    func expected(_ diversity: Double?, _ count: Int) -> Double {
      (diversity ?? 0) * Double(count - 1) / Double(count)
    }
    squaredEnergyDistance =
      2 * crossDistance - expected(sampleDiversity, samples.count) - expected(readerDiversity, readers.count)
    let gains = (0..<pairs).map { row in
      (0..<pairs).map { cross[row % samples.count][$0 % readers.count].dice }
    }
    matchedDice = Self.mean(Assignment.best(gains).enumerated().map { gains[$0][$1] })
  }

  private static func distance(_ overlap: OverlapCounts) -> Double {
    let union = overlap.unionVoxels
    return union > 0 ? 1 - Double(overlap.truePositives) / Double(union) : 0
  }

  /// The mean d of two different masks of a set.
  private static func diversity(_ masks: [Mask]) -> Double? {
    guard masks.count > 1 else { return nil }
    var sum = 0.0
    for (number, one) in masks.enumerated() {
      for other in masks[(number + 1)...] { sum += distance(OverlapCounts(reference: one, candidate: other)) }
    }
    return sum / Double(masks.count * (masks.count - 1) / 2)
  }

  private static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(max(numbers.count, 1)) }

  private static func leastCommonMultiple(_ a: Int, _ b: Int) -> Int {
    var (x, y) = (a, b)
    while y != 0 { (x, y) = (y, x % y) }
    return a / x * b
  }
}
