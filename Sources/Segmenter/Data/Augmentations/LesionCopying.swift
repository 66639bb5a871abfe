internal import VolumeModel

/// Copies a lesion of another patient, with the tissue around it, into a training slice: CarveMix (Zhang et al., NeuroImage
/// 2023) in the plane, at the lesion's own place in the brain.
package struct LesionCopying: Sendable {
  /// Of the training samples.
  static let chance = 0.5
  /// The tissue around the lesion that is copied with it, in pixels.
  static let margin = 0...3

  private let patients: [String]
  /// Training slices that hold a lesion.
  private let donors: [Int]
  private let seed: UInt64

  /// - Returns: nil where all training slices are of one patient.
  package init?(_ cases: [TrainingCase], store: SliceStore, seed: UInt64) {
    patients = cases.map(\.patient)
    donors = store.training.indices.filter { store.training[$0].classes.contains(TrainingSlice.expert) }
    self.seed = seed
    let patients = patients
    guard Set(donors.map { patients[store.training[$0].caseNumber] }).count > 1 else { return nil }
  }

  /// The slice with a lesion copied into it, or as it is: by chance, or where the copied tissue would reach out of the brain.
  package func changed(_ slice: TrainingSlice, sample: UInt64, in store: SliceStore) -> TrainingSlice {
    var random = RandomStream(seed: seed, name: "augmentation-lesions", index: sample)
    guard random.uniform() < Self.chance else { return slice }
    let patient = patients[slice.caseNumber]
    let others = donors.filter { patients[store.training[$0].caseNumber] != patient }
    guard !others.isEmpty else { return slice }
    let donor = store.training[others[random.index(below: others.count)]]
    let lesion = donor.classes.indices.filter { donor.classes[$0] == TrainingSlice.expert }
    let region = Self.surroundings(
      of: Self.component(of: donor, around: lesion[random.index(below: lesion.count)], width: store.width),
      margin: random.index(below: Self.margin.count) + Self.margin.lowerBound, in: donor, width: store.width)
    return slice.with(region, of: donor) ?? slice
  }

  /// The pixels of T that hang together with one, corners included.
  private static func component(of slice: TrainingSlice, around start: Int, width: Int) -> [Int] {
    var found = Set([start])
    var open = [start]
    while let pixel = open.popLast() {
      for next in neighbours(of: pixel, within: 1, width: width, count: slice.classes.count)
      where slice.classes[next] == TrainingSlice.expert && found.insert(next).inserted {
        open.append(next)
      }
    }
    return found.sorted()
  }

  /// A lesion with the brain no farther from it than the margin.
  private static func surroundings(of lesion: [Int], margin: Int, in slice: TrainingSlice, width: Int) -> [Int] {
    var region = Set(lesion)
    for pixel in lesion {
      for next in neighbours(of: pixel, within: margin, width: width, count: slice.classes.count)
      where slice.classes[next] != 0 {
        region.insert(next)
      }
    }
    return region.sorted()
  }

  private static func neighbours(of pixel: Int, within reach: Int, width: Int, count: Int) -> [Int] {
    let (row, column) = (pixel / width, pixel % width)
    var all: [Int] = []
    for y in max(0, row - reach)...min(count / width - 1, row + reach) {
      for x in max(0, column - reach)...min(width - 1, column + reach)
      where reach == 1 || (y - row) * (y - row) + (x - column) * (x - column) <= reach * reach {
        all.append(y * width + x)
      }
    }
    return all
  }
}

extension TrainingSlice {
  /// The slice with the pixels of a region as another slice has them; nil where that would reach out of this one's brain.
  func with(_ region: [Int], of donor: TrainingSlice) -> TrainingSlice? {
    guard region.allSatisfy({ classes[$0] != 0 }) else { return nil }
    var (values, kinds, numbers) = (intensities, classes, lesions)
    let channels = values.count / kinds.count
    for pixel in region {
      for channel in 0..<channels {
        values[channel * kinds.count + pixel] = donor.intensities[channel * kinds.count + pixel]
      }
      kinds[pixel] = donor.classes[pixel]
      if !numbers.isEmpty { numbers[pixel] = kinds[pixel] == Self.expert ? UInt16(lesionCount + 1) : 0 }
    }
    return TrainingSlice(
      caseNumber: caseNumber, slice: slice, intensities: values, classes: kinds, lesions: numbers,
      lesionCount: lesionCount + (numbers.isEmpty ? 0 : 1))
  }
}
