internal import CKernels

/// What Winograd's F(4x4, 3x3) of one convolution works on, in two and in three dimensions: how its maps are cut into
/// tiles, and where transformed tiles and weights lie.
struct WinogradDomain {
  let geometry: ConvolutionGeometry
  let tilesX: Int
  /// Tiles of an image, or of one of its slices.
  let tilesPerSlice: Int

  static let positions = 36
  /// Tiles that one item of a transform works on where a layer transforms all of them before it multiplies.
  static let transformTiles = 14

  init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
    tilesX = geometry.width.dividedRoundingUp(by: 4)
    tilesPerSlice = tilesX * geometry.height.dividedRoundingUp(by: 4)
  }

  /// One cache line more than a position's floats, so that the 36 positions do not share cache sets.
  static func positionStride(_ floats: Int) -> Int { floats + cacheLineFloats }

  /// Floats of so many transformed numbers, at all positions.
  static func floats(_ count: Int) -> Int { positions * positionStride(count) }

  /// Channels of all sources, and of the output, padded to whole panels.
  var inputs: Int { geometry.paddedInputs }
  var outputs: Int { geometry.paddedOutputs }
  /// Transformed weights of a 3x3 kernel for all channels.
  var weightFloats: Int { Self.floats(inputs * outputs) }

  /// The values or gradients of a map, as the transforms see them: every slice is a picture of its own.
  func tiled(_ map: FeatureMap, at data: UnsafeMutablePointer<Float>) -> FSTiledMap {
    FSTiledMap(
      data: data, imageStride: map.floatsPerSlice, pixelStride: map.paddedChannels, height: map.height,
      width: map.width, tilesX: tilesX, tilesPerImage: tilesPerSlice)
  }

  /// The weights for `count` of the inputs from `firstInput` on.
  func weightShape(firstInput: Int, count: Int) -> FSWeightShape {
    FSWeightShape(outputs: geometry.outputs, inputs: geometry.inputs, firstInput: firstInput, inputCount: count)
  }

  /// Up to a panel of a source's channels: `first` is the first of them there, `number` the panel's among those of all
  /// sources.
  struct SourcePanel {
    let map: FeatureMap
    let gradientWrite: GradientWrite?
    let firstInput: Int
    let first: Int
    let number: Int
    var count: Int { min(panelWidth, map.channels - first) }
  }

  /// All panels of all sources, in order.
  var sourcePanels: [SourcePanel] {
    zip(geometry.placedSources, geometry.gradientWrites).flatMap { source, gradientWrite in
      (0..<source.map.channels.panels).map { panel in
        SourcePanel(
          map: source.map, gradientWrite: gradientWrite, firstInput: source.firstInput + panel * panelWidth,
          first: panel * panelWidth, number: source.firstRow / panelWidth + panel)
      }
    }
  }

  /// The bias of every output, 0 of padding.
  func writeBias(_ workspace: Workspace, to slot: ArenaSlot) {
    let addend = workspace.arena.pointer(slot)
    let biases = workspace.parameters(geometry.bias, in: geometry.biasSlab)
    for output in 0..<outputs { addend[output] = output < geometry.outputs ? biases[output] : 0 }
  }

  /// The gradient of the bias from sums over some of the tiles each.
  func writeBiasGradient(_ workspace: Workspace, _ sums: UnsafeMutablePointer<Float>, count: Int) {
    let gradient = workspace.gradients(geometry.bias)
    for output in 0..<geometry.outputs {
      gradient[output] = (0..<count).reduce(0) { $0 + sums[$1 * outputs + output] }
    }
  }

  /// B^T d B of some tiles of all sources, side by side.
  func transformSources(_ part: BatchPart, _ tiles: Range<Int>, into side: WinogradSide, at row: Int) {
    for (map, _, firstRow) in geometry.placedSources {
      part.kernels.winograd_input(
        tiled(map, at: part.values(map)),
        side.block(tiles, at: row, channel: firstRow, channels: map.paddedChannels))
    }
  }

  /// B^T g B of the output's gradient, for the gradient of the sources.
  func transformOutputGradient(_ part: BatchPart, _ tiles: Range<Int>, into side: WinogradSide, at row: Int) {
    part.kernels.winograd_input(
      tiled(geometry.output, at: part.gradients(geometry.output)), side.block(tiles, at: row, channels: outputs))
  }

  /// A g A^T of the output's gradient, for the gradient of the weights; the sum over pixels is added to `bias`.
  func expandOutputGradient(
    _ part: BatchPart, _ tiles: Range<Int>, into side: WinogradSide, at row: Int, bias: UnsafeMutablePointer<Float>
  ) {
    part.kernels.winograd_output_gradient(
      tiled(geometry.output, at: part.gradients(geometry.output)), side.block(tiles, at: row, channels: outputs), bias)
  }

  /// Calls `body` for a few of the tiles at a time.
  static func forEachBlock(_ part: BatchPart, _ tiles: Range<Int>, _ body: (Range<Int>) -> Void) {
    part.run(tiles.count.dividedRoundingUp(by: transformTiles)) { item, _ in
      let first = tiles.lowerBound + item * transformTiles
      body(first..<min(tiles.upperBound, first + transformTiles))
    }
  }
}

/// Transformed tiles: [position][panel of channels][tile][channel], those of several slices one behind the other.
struct WinogradSide {
  let base: UnsafeMutablePointer<Float>
  let channels: Int
  /// In all slices.
  let tiles: Int

  private var panelStride: Int { tiles * panelWidth }
  private var positionStride: Int { WinogradDomain.positionStride(channels * tiles) }
  var floats: Int { WinogradDomain.floats(channels * tiles) }

  /// Some tiles of a map, with as many channels from `channel` on; `row` is the place of the first here.
  func block(_ tiles: Range<Int>, at row: Int, channel: Int = 0, channels: Int) -> FSTileBlock {
    FSTileBlock(
      data: base + channel / panelWidth * panelStride + row * panelWidth, channels: channels,
      first: tiles.lowerBound, count: tiles.count, positionStride: positionStride, panelStride: panelStride)
  }

  /// All tiles by channels at one position; those of the others follow.
  func matrix(at position: Int = 0) -> FSMatrix { matrix(rows: 0..<tiles, at: position) }

  /// The same for some of the tiles.
  func matrix(rows: Range<Int>, at position: Int = 0) -> FSMatrix {
    FSMatrix(
      data: base + position * positionStride + rows.lowerBound * panelWidth, rows: rows.count, columns: channels,
      rowStride: panelWidth, panelStride: panelStride, matrixStride: positionStride)
  }

  /// The same for one panel of channels.
  func matrix(panel: Int) -> FSMatrix {
    FSMatrix(
      data: base + panel * panelStride, rows: tiles, columns: panelWidth, rowStride: panelWidth,
      panelStride: panelStride, matrixStride: positionStride)
  }
}

/// Transformed weights by `rows` and `columns`, packed in panels of columns; or sums of their gradient, row by row.
struct WinogradWeights {
  let base: UnsafeMutablePointer<Float>
  let rows: Int
  let columns: Int

  private var positionStride: Int { WinogradDomain.positionStride(rows * columns) }
  var floats: Int { WinogradDomain.floats(rows * columns) }

  /// As the transforms of weights see them.
  /// - Parameter sumStride: floats from one of several sums to the next.
  func transformed(sumCount: Int = 1, sumStride: Int = 0) -> FSTransformedWeights {
    FSTransformedWeights(
      data: base, rows: rows, columns: columns, positionStride: positionStride, sumCount: sumCount,
      sumStride: sumStride)
  }

  /// The packed weights at one position; those of the others follow.
  func matrix(at position: Int = 0) -> FSMatrix {
    FSMatrix(panels: base + position * positionStride, rows: rows, columns: columns, matrixStride: positionStride)
  }

  /// The sums at one position; those of the others follow.
  func sums(at position: Int = 0) -> FSMatrix {
    FSMatrix(base + position * positionStride, rows: rows, columns: columns, matrixStride: positionStride)
  }
}
