internal import VolumeModel

/// The voxels of every lesion that training slices hold.
package struct LesionSampling: Sendable {
  /// A pixel of a training slice's window.
  package struct Place: Sendable, Hashable {
    /// Counted over all cases.
    package let lesion: Int
    /// Among the training slices.
    package let slice: Int
    /// Of a block of slices counted through all of them.
    package let pixel: Int
  }
  private let lesions: [[Place]]

  package init(_ cases: [TrainingCase], store: SliceStore) {
    var lesions: [[Place]] = []
    for (number, one) in cases.enumerated() {
      var numbers: [Int: (slice: Int, firstPixel: Int)] = [:]
      for (index, slice) in store.training.enumerated() where slice.caseNumber == number {
        for z in 0..<store.depth { numbers[slice.slice + z] = (index, z * store.width * store.height) }
      }
      let grid = one.target.grid
      for lesion in Lesions(of: one.lesionRegion, connectivity: .corners).lesions {
        var places: [Place] = []
        for run in lesion.runs {
          let (y, z) = (Int(run.row) % grid.shape.y, Int(run.row) / grid.shape.y)
          for x in Int(run.lower)..<Int(run.upper) {
            let at = store.frames[number].position(ofLinearIndex: grid.linearIndex(SIMD3(x, y, z)))
            let (column, row) = (at.column - store.windows[number].column, at.row - store.windows[number].row)
            guard let place = numbers[at.slice], (0..<store.width).contains(column), (0..<store.height).contains(row)
            else { continue }
            places.append(
              Place(
                lesion: lesions.count, slice: place.slice, pixel: place.firstPixel + row * store.width + column))
          }
        }
        if !places.isEmpty { lesions.append(places) }
      }
    }
    self.lesions = lesions
  }

  /// A voxel of a lesion, drawn as said in `SampleSelection.lesions`, for half of the samples; for the others nil.
  package func place(seed: UInt64, sample: UInt64) -> Place? {
    var random = RandomStream(seed: seed, name: "lesion-sampling", index: sample)
    guard !lesions.isEmpty, random.uniform() < 0.5 else { return nil }
    // A case in proportion to its lesions and then one of them is any lesion of all cases with the same chance.
    let lesion = lesions[random.index(below: lesions.count)]
    return lesion[random.index(below: lesion.count)]
  }
}
