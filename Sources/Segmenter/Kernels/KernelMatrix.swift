internal import CKernels

extension FSMatrix {
  /// A matrix that lies row by row.
  /// - Parameters:
  ///   - rowStride: floats from one row to the next; as many as there are columns where it is not given.
  ///   - matrixStride: floats from one matrix to the next, where there are several.
  init(
    _ data: UnsafeMutablePointer<Float>, rows: Int, columns: Int, rowStride: Int? = nil, matrixStride: Int = 0
  ) {
    self.init(
      data: data, rows: rows, columns: columns, rowStride: rowStride ?? columns, panelStride: panelWidth,
      matrixStride: matrixStride)
  }

  /// A matrix that lies panel by panel, each [row][column], as the right factor of a product does.
  init(panels data: UnsafeMutablePointer<Float>, rows: Int, columns: Int, matrixStride: Int = 0) {
    self.init(
      data: data, rows: rows, columns: columns, rowStride: panelWidth, panelStride: rows * panelWidth,
      matrixStride: matrixStride)
  }
}
