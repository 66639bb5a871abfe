internal import CKernels

/// Rows of an image that the layers of a ``MetaMaskNetwork`` work on at a time, with their margins: the memory of one worker,
/// zero where nothing was written.
///
/// A line that a 3x3 kernel reads is framed with zeros: one pixel before it, the kernel's margin after it.
struct MetaMaskStrip {
  private let width: Int
  private let height: Int
  private let inputs: Int
  private let image: Int
  let rows: Range<Int>
  private let input: UnsafePointer<Float>
  let parameters: UnsafePointer<Float>
  private let inputLines: UnsafeMutablePointer<Float>
  private let hiddenLines: UnsafeMutablePointer<Float>
  private let gradientLines: UnsafeMutablePointer<Float>
  /// One row of a layer as the kernels write it, 16 channels a pixel.
  let wide: UnsafeMutablePointer<Float>
  let wideGradients: UnsafeMutablePointer<Float>
  /// Where sums go that are another strip's to add up.
  let discarded: UnsafeMutablePointer<Float>
  let zeros: UnsafePointer<Float>

  private static let channels = MetaMaskLayout.channels
  private static let margin = Int(FS_THIN_MARGIN)
  /// Rows of a strip without its margins.
  static let rowCount = 16
  private static let (inputRows, hiddenRows, gradientRows) = (rowCount + 6, rowCount + 4, rowCount + 2)

  static func floats(width: Int, inputs: Int) -> Int {
    let line = width + 1 + Self.margin
    return inputRows * line * inputs + (hiddenRows + gradientRows) * line * Self.channels + 2 * width * panelWidth
      + 3 * panelWidth
  }

  init(
    _ memory: UnsafeMutablePointer<Float>, width: Int, height: Int, inputs: Int, image: Int, rows: Range<Int>,
    input: UnsafePointer<Float>, parameters: UnsafePointer<Float>
  ) {
    self.width = width
    self.height = height
    self.inputs = inputs
    self.image = image
    self.rows = rows
    self.input = input
    self.parameters = parameters
    let line = width + 1 + Self.margin
    inputLines = memory
    hiddenLines = inputLines + Self.inputRows * line * inputs
    gradientLines = hiddenLines + Self.hiddenRows * line * Self.channels
    wide = gradientLines + Self.gradientRows * line * Self.channels
    wideGradients = wide + width * panelWidth
    discarded = wideGradients + width * panelWidth
    // Never written to.
    zeros = UnsafePointer(discarded + 2 * panelWidth)
  }

  func isInside(_ row: Int) -> Bool { row >= 0 && row < height }

  func firstPixel(ofRow row: Int) -> Int { (image * height + row) * width }

  private func inputLine(_ row: Int) -> UnsafeMutablePointer<Float> {
    inputLines + (row - rows.lowerBound + 3) * (width + 1 + Self.margin) * inputs
  }

  private func hiddenLine(_ row: Int) -> UnsafeMutablePointer<Float> {
    hiddenLines + (row - rows.lowerBound + 2) * (width + 1 + Self.margin) * Self.channels
  }

  private func gradientLine(_ row: Int) -> UnsafeMutablePointer<Float> {
    gradientLines + (row - rows.lowerBound + 1) * (width + 1 + Self.margin) * Self.channels
  }

  func loadInputs(beyond: Int) {
    for row in rows.lowerBound - beyond..<rows.upperBound + beyond {
      let line = inputLine(row) + inputs
      guard isInside(row) else {
        line.update(repeating: 0, count: width * inputs)
        continue
      }
      line.update(from: input + firstPixel(ofRow: row) * inputs, count: width * inputs)
    }
  }

  /// Keeps the 8 channels there are of the row that a kernel wrote.
  private func keep(_ wide: UnsafeMutablePointer<Float>, in line: UnsafeMutablePointer<Float>) {
    for x in 0..<width { (line + (x + 1) * Self.channels).update(from: wide + x * panelWidth, count: Self.channels) }
  }

  func keepHidden(_ row: Int) { keep(wide, in: hiddenLine(row)) }

  func clearHidden(_ row: Int) { (hiddenLine(row) + Self.channels).update(repeating: 0, count: width * Self.channels) }

  func keepSecondGradient(_ row: Int) { keep(wideGradients, in: gradientLine(row)) }

  func clearSecondGradient(_ row: Int) {
    (gradientLine(row) + Self.channels).update(repeating: 0, count: width * Self.channels)
  }

  /// Through the first ReLU.
  func gateByHidden(_ row: Int) {
    let hidden = hiddenLine(row) + Self.channels
    for x in 0..<width {
      for channel in 0..<Self.channels where hidden[x * Self.channels + channel] <= 0 {
        wide[x * panelWidth + channel] = 0
      }
    }
  }

  private func lines(
    around row: Int, channels: Int, _ line: (Int) -> UnsafeMutablePointer<Float>
  ) -> FSLines {
    FSLines(above: line(row - 1), middle: line(row), below: line(row + 1), width: width, channels: channels)
  }

  func inputLines(around row: Int) -> FSLines { lines(around: row, channels: inputs, inputLine) }

  func hiddenLines(around row: Int) -> FSLines { lines(around: row, channels: Self.channels, hiddenLine) }

  func secondGradientLines(around row: Int) -> FSLines { lines(around: row, channels: Self.channels, gradientLine) }
}
