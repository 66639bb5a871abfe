package import VolumeModel

/// Which lesion each pixel of T belongs to, slice by slice. Lesions are found in the whole mask and in 3D, then numbered
/// from 1 within each slice.
package struct LesionLabels {
  package private(set) var slices: [Int: (labels: [UInt16], count: Int)] = [:]

  package init(_ expert: Mask, frame: AxialFrame, window: SliceWindow) {
    let grid = expert.grid
    for lesion in Lesions(of: expert, connectivity: InverseWeighting.connectivity).lesions {
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
        }
        slice.labels[row * window.width + column] = numbers[place.slice] ?? 0
        slices[place.slice] = slice
      }
    }
  }
}
