internal import VolumeModel

/// Cuts windows out of axial slices.
struct SliceCutter {
  let frame: AxialFrame
  let window: SliceWindow
  let channels: [Volume<Float>]
  let scales: [IntensityScale]
  let brain: Mask

  /// [channel][row][column]; 0 outside the brain and outside the image.
  func intensities(slice: Int) -> [Float] {
    var result = [Float](repeating: 0, count: channels.count * window.width * window.height)
    let inside = brainPixels(slice: slice)
    for (number, (volume, scale)) in zip(channels, scales).enumerated() {
      let base = number * window.width * window.height
      volume.withScalars { scalars in
        for (pixel, index) in inside {
          let value = scalars[index]
          result[base + pixel] = value.isFinite ? scale(value) : 0
        }
      }
    }
    return result
  }

  /// [channel][slice][row][column] of a block of slices.
  func intensities(slices: Range<Int>) -> [Float] {
    guard slices.count > 1 else { return intensities(slice: slices.lowerBound) }
    let plane = window.width * window.height
    let pictures = slices.map { intensities(slice: $0) }
    return channels.indices.flatMap { channel in
      pictures.flatMap { $0[channel * plane..<(channel + 1) * plane] }
    }
  }

  /// Pixels of the window that lie in the brain, with the linear index of their voxels.
  func brainPixels(slice: Int) -> [(pixel: Int, index: Int)] {
    var found: [(pixel: Int, index: Int)] = []
    found.reserveCapacity(window.width * window.height)
    brain.words.withUnsafeBufferPointer { words in
      forEachPixel(slice: slice) { pixel, index in
        if contains(words, index) { found.append((pixel, index)) }
      }
    }
    return found
  }

  /// Whether the words of a mask on the brain's grid have the bit of a linear index set.
  func contains(_ words: UnsafeBufferPointer<UInt64>, _ index: Int) -> Bool {
    let width = brain.grid.shape.x
    let row = index / width
    let column = index - row * width
    return words[row * brain.wordsPerRow + column >> 6] >> UInt64(column & 63) & 1 == 1
  }

  /// Every pixel of the window that lies in the image, with the linear index of its voxel; none of a slice above or below it.
  func forEachPixel(slice: Int, _ body: (_ pixel: Int, _ index: Int) -> Void) {
    guard (0..<frame.sliceCount).contains(slice) else { return }
    let columns = max(0, -window.column)..<max(max(0, -window.column), min(window.width, frame.width - window.column))
    for row in 0..<window.height where (0..<frame.height).contains(window.row + row) {
      for column in columns {
        body(
          row * window.width + column,
          frame.linearIndex(column: window.column + column, row: window.row + row, slice: slice))
      }
    }
  }
}
