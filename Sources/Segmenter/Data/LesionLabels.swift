package import VolumeModel

/// Which lesion each pixel of T belongs to, slice by slice. Lesions are found in the whole mask and in 3D, then numbered
/// from 1 within each slice, or within a block of slices.
package struct LesionLabels {
  package private(set) var slices: [Int: (labels: [UInt16], count: Int)] = [:]
  /// Of each slice the lesions of the whole mask that its numbers stand for.
  private var lesions: [Int: [Int]] = [:]

  package init(_ expert: Mask, frame: AxialFrame, window: SliceWindow) {
    let grid = expert.grid
    let all = Lesions(of: expert, connectivity: InverseWeighting.connectivity).lesions
    for (number, lesion) in all.enumerated() {
      var numbers: [Int: UInt16] = [:]
      lesion.forEachVoxel { voxel in
        let place = frame.position(ofLinearIndex: grid.linearIndex(voxel))
        let (column, row) = (place.column - window.column, place.row - window.row)
        guard column >= 0, row >= 0, column < window.width, row < window.height else { return }
        var slice = slices[place.slice] ?? ([UInt16](repeating: 0, count: window.width * window.height), 0)
        // Taken out while it changes, so that it is not copied.
        slices[place.slice] = nil
        if numbers[place.slice] == nil, slice.count < Int(UInt16.max) {
          slice.count += 1
          numbers[place.slice] = UInt16(slice.count)
          lesions[place.slice, default: []].append(number)
        }
        slice.labels[row * window.width + column] = numbers[place.slice] ?? 0
        slices[place.slice] = slice
      }
    }
  }

  /// The same of some slices together, [slice][row][column]: a lesion has one number in all of them.
  package func block(_ block: Range<Int>, pixelsPerSlice: Int) -> (labels: [UInt16], count: Int) {
    let present = Set(block.flatMap { lesions[$0] ?? [] }).sorted().prefix(Int(UInt16.max))
    let numbers = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, UInt16($0 + 1)) })
    let labels = block.flatMap { slice -> [UInt16] in
      guard let own = slices[slice] else { return [UInt16](repeating: 0, count: pixelsPerSlice) }
      let inBlock = [0] + (lesions[slice] ?? []).map { numbers[$0] ?? 0 }
      return own.labels.map { Int($0) < inBlock.count ? inBlock[Int($0)] : 0 }
    }
    return (labels, present.count)
  }
}
