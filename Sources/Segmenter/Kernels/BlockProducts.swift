internal import CKernels

/// The products between a fine map and one of half its extents, whose every voxel belongs to a block of 2x2x2 fine ones: a
/// strided convolution one way, a transposed convolution the other, and each the other's backward pass.
///
/// A line of coarse voxels belongs to four fine lines. Two neighbouring voxels of one of these, all channels of both, lie
/// side by side in memory, so that the line is a matrix as it is and nothing is moved.
struct BlockProducts {
  enum Direction {
    case toCoarse, toFine
    var reversed: Direction { self == .toCoarse ? .toFine : .toCoarse }
  }

  let fine: FeatureMap
  let coarse: FeatureMap
  /// [coarse channels][fine channels][2][2][2]
  let weight: ParameterBlock

  private static let lines = 4
  private static let rowsPerItem = 4

  /// Channels of two neighbouring fine voxels.
  private var pair: Int { 2 * fine.paddedChannels }
  private var lineFloats: Int { pair * coarse.paddedChannels }
  /// Of the packed weights, and of the sums of their gradient, which are [line][(dx, fine channel)][coarse channel].
  var weightFloats: Int { Self.lines * lineFloats }

  private var rowsPerImage: Int { coarse.depth * coarse.height }

  /// Floats from the first image's first number to a coarse line, numbered over all images.
  private func coarseOffset(_ row: Int) -> Int { row * coarse.width * coarse.paddedChannels }

  /// The same to one of the four fine lines that belong to it.
  private func fineOffset(_ row: Int, line: Int) -> Int {
    let (image, inside) = row.quotientAndRemainder(dividingBy: rowsPerImage)
    let (slice, y) = inside.quotientAndRemainder(dividingBy: coarse.height)
    return image * fine.floatsPerImage + (2 * slice + line / 2) * fine.floatsPerSlice
      + (2 * y + line % 2) * fine.width * fine.paddedChannels
  }

  /// Where the weight of a coarse channel, a fine channel and a place in the block lies.
  private func weightIndex(coarse channel: Int, fine other: Int, line: Int, dx: Int) -> Int {
    (channel * fine.channels + other) * 8 + line * 2 + dx
  }

  private func coarseMatrix(_ data: UnsafeMutablePointer<Float>) -> FSMatrix {
    FSMatrix(data, rows: coarse.width, columns: coarse.paddedChannels)
  }

  private func fineMatrix(_ data: UnsafeMutablePointer<Float>) -> FSMatrix {
    FSMatrix(data, rows: coarse.width, columns: pair)
  }

  /// The weights as `multiply` reads them in one direction: a matrix for each line, panel by panel.
  func pack(
    _ workspace: Workspace, _ slab: ParameterSlab, _ direction: Direction, into packed: UnsafeMutablePointer<Float>
  ) {
    let weights = workspace.parameters(weight, in: slab)
    let (coarseChannels, fineChannels) = (coarse.paddedChannels, fine.paddedChannels)
    packed.update(repeating: 0, count: weightFloats)
    workspace.pool.run(Self.lines) { line, _ in
      let own = packed + line * lineFloats
      for channel in 0..<coarse.channels {
        for other in 0..<fine.channels {
          for dx in 0..<2 {
            let paired = dx * fineChannels + other
            let (row, column, rows) =
              direction == .toCoarse ? (paired, channel, pair) : (channel, paired, coarseChannels)
            own[(column / panelWidth * rows + row) * panelWidth + column % panelWidth] =
              weights[weightIndex(coarse: channel, fine: other, line: line, dx: dx)]
          }
        }
      }
    }
  }

  /// The sum of all terms' products with their weights.
  /// - Parameters:
  ///   - terms: the maps' numbers, and their weights as `pack` has them.
  ///   - epilogue: for the whole sum.
  ///   - gate: laid out as `to`; only where it is positive the sum is kept.
  func multiply(
    _ part: BatchPart, _ direction: Direction,
    terms: [(from: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>)],
    to: UnsafeMutablePointer<Float>, _ epilogue: FSEpilogue, gate: UnsafeMutablePointer<Float>?
  ) {
    let rows = part.imageCount * rowsPerImage
    func step(_ number: Int, of count: Int) -> FSEpilogue {
      FSEpilogue(
        bias: number == 0 ? epilogue.bias : nil, accumulate: number > 0 || epilogue.accumulate,
        rectify: number == count - 1 && epilogue.rectify)
    }
    part.run(rows.dividedRoundingUp(by: Self.rowsPerItem)) { item, _ in
      for row in item * Self.rowsPerItem..<min(rows, (item + 1) * Self.rowsPerItem) {
        let own = coarseOffset(row)
        for line in 0..<Self.lines {
          let other = fineOffset(row, line: line)
          for (number, term) in terms.enumerated() {
            let weights = term.weights + line * lineFloats
            switch direction {
            case .toCoarse:
              part.kernels.product(
                fineMatrix(term.from + other),
                FSMatrix(panels: weights, rows: pair, columns: coarse.paddedChannels), coarseMatrix(to + own), 1,
                step(line * terms.count + number, of: Self.lines * terms.count))
            case .toFine:
              part.kernels.product(
                coarseMatrix(term.from + own),
                FSMatrix(panels: weights, rows: coarse.paddedChannels, columns: pair), fineMatrix(to + other), 1,
                step(number, of: terms.count))
            }
          }
          if direction == .toFine, let gate { part.kernels.gate(gate + other, to + other, coarse.width * pair) }
        }
        if direction == .toCoarse, let gate {
          part.kernels.gate(gate + own, to + own, coarse.width * coarse.paddedChannels)
        }
      }
    }
  }

  /// Adds what some coarse lines contribute to the weights' gradient.
  func addWeightGradient(
    _ part: BatchPart, _ rows: Range<Int>, fine: UnsafeMutablePointer<Float>, coarse: UnsafeMutablePointer<Float>,
    to sums: UnsafeMutablePointer<Float>
  ) {
    for row in rows {
      for line in 0..<Self.lines {
        part.kernels.product_transposed(
          fineMatrix(fine + fineOffset(row, line: line)), coarseMatrix(coarse + coarseOffset(row)),
          FSMatrix(sums + line * lineFloats, rows: pair, columns: self.coarse.paddedChannels), 1, true)
      }
    }
  }

  /// Adds the sums of the output's gradient over some coarse lines: of a fine output by channels of two neighbours.
  func addBiasGradient(
    _ part: BatchPart, _ rows: Range<Int>, of gradient: UnsafeMutablePointer<Float>, _ direction: Direction,
    to sums: UnsafeMutablePointer<Float>
  ) {
    for row in rows {
      guard direction == .toFine else {
        part.kernels.column_sums(coarseMatrix(gradient + coarseOffset(row)), sums)
        continue
      }
      for line in 0..<Self.lines {
        part.kernels.column_sums(fineMatrix(gradient + fineOffset(row, line: line)), sums)
      }
    }
  }

  /// Brings sums into the weights' order.
  func writeWeightGradient(_ workspace: Workspace, _ total: (_ index: Int) -> Float) {
    let gradient = workspace.gradients(weight)
    workspace.pool.run(coarse.channels) { channel, _ in
      for other in 0..<fine.channels {
        for line in 0..<Self.lines {
          for dx in 0..<2 {
            gradient[weightIndex(coarse: channel, fine: other, line: line, dx: dx)] = total(
              (line * pair + dx * fine.paddedChannels + other) * coarse.paddedChannels + channel)
          }
        }
      }
    }
  }
}
