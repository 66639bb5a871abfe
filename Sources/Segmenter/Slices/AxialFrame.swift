package import VolumeModel

/// Axial slices of a grid in one standing, whatever the file's axis order: columns grow to the patient's left, rows to
/// the front, slices to the head. Files whose sides are unknown are taken axis by axis as they are.
package struct AxialFrame: Sendable, Hashable {
  package let width: Int
  package let height: Int
  package let sliceCount: Int
  /// Millimetres between columns, rows and slices.
  package let spacingMM: SIMD3<Double>
  /// Linear index of column 0, row 0, slice 0, and the steps from there.
  private let origin: Int
  private let columnStep: Int
  private let rowStep: Int
  private let sliceStep: Int

  package init(_ grid: VoxelGrid) {
    let shape = grid.shape
    let strides = [1, shape.x, shape.x * shape.y]
    var axes = [0, 1, 2]
    var isReversed = [false, false, false]
    if let orientation = grid.orientation {
      axes = (0..<3).map { orientation.voxelAxis(alongWorldAxis: $0) }
      let directions = orientation.directions
      isReversed = [
        directions[axes[0]] != .left, directions[axes[1]] != .anterior, directions[axes[2]] != .superior,
      ]
    }
    var origin = 0
    var steps = [0, 0, 0]
    for (axis, reversed) in zip(0..<3, isReversed) {
      let stride = strides[axes[axis]]
      steps[axis] = reversed ? -stride : stride
      if reversed { origin += stride * (shape[axes[axis]] - 1) }
    }
    width = shape[axes[0]]
    height = shape[axes[1]]
    sliceCount = shape[axes[2]]
    let spacing = grid.spacingMM
    spacingMM = SIMD3(spacing[axes[0]], spacing[axes[1]], spacing[axes[2]])
    self.origin = origin
    (columnStep, rowStep, sliceStep) = (steps[0], steps[1], steps[2])
  }

  package func linearIndex(column: Int, row: Int, slice: Int) -> Int {
    origin + column * columnStep + row * rowStep + slice * sliceStep
  }

  /// Where a linear index of the grid lies in the frame.
  package func position(ofLinearIndex index: Int) -> (column: Int, row: Int, slice: Int) {
    var rest = index
    var found = [0, 0, 0]
    let steps = [columnStep, rowStep, sliceStep]
    let extents = [width, height, sliceCount]
    // The largest step is divided out first; a reversed axis counts down from its end.
    for axis in (0..<3).sorted(by: { abs(steps[$0]) > abs(steps[$1]) }) {
      let size = abs(steps[axis])
      let coordinate = rest / size
      rest -= coordinate * size
      found[axis] = steps[axis] > 0 ? coordinate : extents[axis] - 1 - coordinate
    }
    return (found[0], found[1], found[2])
  }
}

/// A rectangle of columns and rows.
package struct SliceWindow: Sendable, Hashable {
  package var column: Int
  package var row: Int
  package var width: Int
  package var height: Int

  /// Pixels that networks see around a brain on every side: 4 keep rotated brains inside, whatever the pixels' size.
  static let margin = 4

  /// The window of the network around a brain: its box with a margin, grown evenly to multiples of `multiple`. It may
  /// reach beyond the image; what is outside counts as zero.
  package init(around box: SliceWindow, margin: Int, multiple: Int) {
    func grown(_ start: Int, _ extent: Int) -> (Int, Int) {
      let needed = (extent + 2 * margin).dividedRoundingUp(by: multiple) * multiple
      return (start - (needed - extent) / 2, needed)
    }
    (column, width) = grown(box.column, box.width)
    (row, height) = grown(box.row, box.height)
  }

  package init(column: Int, row: Int, width: Int, height: Int) {
    self.column = column
    self.row = row
    self.width = width
    self.height = height
  }

  /// A window of another size with the same centre.
  func resized(width: Int, height: Int) -> SliceWindow {
    SliceWindow(
      column: column - (width - self.width) / 2, row: row - (height - self.height) / 2, width: width, height: height)
  }
}

extension AxialFrame {
  /// The box of a mask in the frame: columns and rows, and the slices it touches; nil when the mask is empty.
  package func box(of mask: Mask) -> (window: SliceWindow, slices: Range<Int>)? {
    guard let box = mask.boundingBox else { return nil }
    let first = position(ofLinearIndex: mask.grid.linearIndex(box.lower))
    let last = position(ofLinearIndex: mask.grid.linearIndex(box.upper &- SIMD3(1, 1, 1)))
    let columns = min(first.column, last.column)...max(first.column, last.column)
    let rows = min(first.row, last.row)...max(first.row, last.row)
    let slices = min(first.slice, last.slice)...max(first.slice, last.slice)
    let window = SliceWindow(
      column: columns.lowerBound, row: rows.lowerBound, width: columns.count, height: rows.count)
    return (window, slices.lowerBound..<slices.upperBound + 1)
  }
}
