internal import CKernels
internal import COpenBLAS

/// Who multiplies the patches of a convolution with its weights.
enum PatchProducts {
  /// The kernels of this package.
  case own
  /// OpenBLAS with one thread a call; the pool's threads are the parallelism.
  case openBLAS

  /// Where the weight of a patch's column and an output channel lies: own products read panels of outputs, OpenBLAS
  /// plain rows.
  func weightIndex(column: Int, output: Int, depth: Int, outputs: Int) -> Int {
    switch self {
    case .own: (output / panelWidth * depth + column) * panelWidth + output % panelWidth
    case .openBLAS: column * outputs + output
    }
  }

  /// target = patches * weights (+ bias), or added to the target; with ReLU when `rectifies`.
  func multiply(
    patches: UnsafeMutablePointer<Float>, rows: Int, depth: Int, weights: UnsafeMutablePointer<Float>, outputs: Int,
    target: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>?, rectifies: Bool, accumulates: Bool,
    kernels: FSKernels
  ) {
    switch self {
    case .own:
      kernels.product(
        FSMatrix(patches, rows: rows, columns: depth), FSMatrix(panels: weights, rows: depth, columns: outputs),
        FSMatrix(target, rows: rows, columns: outputs), 1,
        FSEpilogue(bias: bias, accumulate: accumulates, rectify: rectifies))
    case .openBLAS:
      if let bias { for row in 0..<rows { (target + row * outputs).update(from: bias, count: outputs) } }
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(outputs), Int32(depth), 1, patches, Int32(depth),
        weights, Int32(outputs), bias != nil || accumulates ? 1 : 0, target, Int32(outputs))
      if rectifies { kernels.gate(target, target, rows * outputs) }
    }
  }

  /// sums += the transposed patches times the gradient; sums is [column][output].
  func addTransposed(
    patches: UnsafeMutablePointer<Float>, rows: Int, depth: Int, gradient: UnsafeMutablePointer<Float>, outputs: Int,
    sums: UnsafeMutablePointer<Float>, kernels: FSKernels
  ) {
    switch self {
    case .own:
      kernels.product_transposed(
        FSMatrix(patches, rows: rows, columns: depth), FSMatrix(gradient, rows: rows, columns: outputs),
        FSMatrix(sums, rows: depth, columns: outputs), 1, true)
    case .openBLAS:
      cblas_sgemm(
        CblasRowMajor, CblasTrans, CblasNoTrans, Int32(depth), Int32(outputs), Int32(rows), 1, patches, Int32(depth),
        gradient, Int32(outputs), 1, sums, Int32(outputs))
    }
  }

  /// OpenBLAS' own threads would fight with the pool's, and an exit while they work can hang.
  static func quietOpenBLAS() { openblas_set_num_threads(1) }
}
