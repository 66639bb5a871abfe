import CDistance
import Testing

@Suite struct DistanceEnvelopeTests {
  /// Those that the processor has.
  static let instructionSets = (0...fd_best_instruction_set().rawValue).compactMap(FDInstructionSet.init(rawValue:))

  /// The same bits, since all of them only add and compare.
  @Test(arguments: instructionSets, [(1, 1), (2, 1), (7, 3), (64, 64), (182, 80), (218, 5)])
  func everyInstructionSetFindsTheLeastExactly(instructionSet: FDInstructionSet, size: (length: Int, apexes: Int)) {
    var random = SeededGenerator(seed: UInt64(size.length))
    let width = Int(FD_LINES)
    let apexes = (0..<size.length).shuffled(using: &random).prefix(size.apexes).sorted().map { Int32($0) }
    // Numbers without rounding, for which every order of search has to find the same; many of them are equally good.
    let heights = (0..<apexes.count * width).map { _ in Double(Int.random(in: 0..<40, using: &random)) * 0.25 }
    let squares = (1 - size.length..<size.length).map { (Double($0) * 0.5) * (Double($0) * 0.5) }
    let limit = 25.0
    let stride = width + 3
    var result = [Double](repeating: -1, count: size.length * stride)
    heights.withUnsafeBufferPointer { heights in
      apexes.withUnsafeBufferPointer { apexes in
        squares.withUnsafeBufferPointer { squares in
          result.withUnsafeMutableBufferPointer { result in
            var bundle = FDBundle(
              heights: heights.baseAddress, apexes: apexes.baseAddress, apexCount: apexes.count,
              squares: squares.baseAddress.map { $0 + (size.length - 1) }, limit: limit, result: result.baseAddress,
              resultStride: stride, length: Int32(size.length))
            fd_lower_envelope(instructionSet, &bundle)
          }
        }
      }
    }
    for x in 0..<size.length {
      let expected = (0..<stride).map { line in
        guard line < width else { return -1.0 }
        let least =
          apexes.indices.map { heights[$0 * width + line] + squares[x - Int(apexes[$0]) + size.length - 1] }
          .min() ?? .infinity
        return least > limit ? .infinity : least
      }
      #expect(Array(result[x * stride..<(x + 1) * stride]) == expected)
    }
  }
}
