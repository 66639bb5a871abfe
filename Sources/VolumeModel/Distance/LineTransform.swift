import CDistance

/// The pass of the distance transform along y or z, on a bundle of eight lines that lie side by side in memory.
///
/// A voxel of a line gets the least of height + (spacing (x - apex))^2 over the apexes of its line; how it is found is
/// told in `CDistance`.
struct LineTransform {
  typealias Lines = SIMD8<Double>
  static let width = Lines.scalarCount

  private let length: Int
  /// (k spacing)^2 for k from 1 - length to length - 1.
  private let squares: [Double]
  /// Squares above this become infinite.
  private let limit: Double
  private let instructionSet = fd_best_instruction_set()

  init(length: Int, spacingMM: Double, limit: Double = .infinity) {
    self.length = length
    self.limit = limit
    squares = (min(1 - length, 0)...max(length - 1, 0)).map { (Double($0) * spacingMM) * (Double($0) * spacingMM) }
  }

  /// - Parameters:
  ///   - heights: the bundle, one after the other for each apex.
  ///   - apexes: voxels of the line, ascending; at least one.
  ///   - result: receives the first `count` lines of the bundle.
  ///   - stride: how many numbers in `result` lie from one voxel of a line to the next.
  func run(
    heights: UnsafePointer<Lines>, apexes: UnsafeBufferPointer<Int32>, result: UnsafeMutablePointer<Double>,
    stride: Int, count: Int
  ) {
    guard count < Self.width else { return fill(heights, apexes, result, stride) }
    // A bundle at the edge has lines beyond it, which must not be written.
    withUnsafeTemporaryAllocation(of: Double.self, capacity: length * Self.width) { whole in
      guard let whole = whole.baseAddress else { return }
      fill(heights, apexes, whole, Self.width)
      for x in 0..<length {
        for line in 0..<count { result[x * stride + line] = whole[x * Self.width + line] }
      }
    }
  }

  private func fill(
    _ heights: UnsafePointer<Lines>, _ apexes: UnsafeBufferPointer<Int32>, _ result: UnsafeMutablePointer<Double>,
    _ stride: Int
  ) {
    squares.withUnsafeBufferPointer { squares in
      guard let lowest = squares.baseAddress else { return }
      var bundle = FDBundle(
        heights: UnsafeRawPointer(heights).assumingMemoryBound(to: Double.self), apexes: apexes.baseAddress,
        apexCount: apexes.count, squares: lowest + squares.count / 2, limit: limit, result: result,
        resultStride: stride, length: Int32(length))
      fd_lower_envelope(instructionSet, &bundle)
    }
  }
}
