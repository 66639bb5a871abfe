/// Where the parameters of a ``MetaMaskNetwork`` lie: in the slab tensor after tensor as PyTorch has them, and packed as
/// the kernels read them, [tap][input][panel of outputs].
struct MetaMaskLayout {
  static let channels = 8

  let inputs: Int
  let first: Range<Int>
  let firstBias: Range<Int>
  let second: Range<Int>
  let secondBias: Range<Int>
  let last: Range<Int>
  let lastBias: Int

  let packedFirstBias: Int
  let packedSecond: Int
  let packedSecondBias: Int
  let packedLast: Int
  let packedLastBias: Int
  /// Floats of packed parameters; a part of a gradient is laid out alike.
  let packedCount: Int
  /// Behind the packed parameters: the second convolution turned round, for the gradient of its source.
  var packedTurned: Int { packedCount }
  var packedCountWithTurned: Int { packedCount + 9 * Self.channels * panelWidth }

  init(inputs: Int) {
    let (n, panel) = (Self.channels, panelWidth)
    self.inputs = inputs
    first = 0..<9 * n * inputs
    firstBias = first.upperBound..<first.upperBound + n
    second = firstBias.upperBound..<firstBias.upperBound + 9 * n * n
    secondBias = second.upperBound..<second.upperBound + n
    last = secondBias.upperBound..<secondBias.upperBound + n
    lastBias = last.upperBound
    packedFirstBias = 9 * inputs * panel
    packedSecond = packedFirstBias + panel
    packedSecondBias = packedSecond + 9 * n * panel
    packedLast = packedSecondBias + panel
    packedLastBias = packedLast + panel
    packedCount = packedLastBias + panel
  }

  /// Every parameter: its index in the slab and its place among the packed ones.
  func forEachParameter(_ body: (_ index: Int, _ place: Int) -> Void) {
    let (n, panel) = (Self.channels, panelWidth)
    for output in 0..<n {
      for tap in 0..<9 {
        for input in 0..<inputs {
          body((output * inputs + input) * 9 + tap, (tap * inputs + input) * panel + output)
        }
        for input in 0..<n {
          body(
            second.lowerBound + (output * n + input) * 9 + tap, packedSecond + (tap * n + input) * panel + output)
        }
      }
      body(firstBias.lowerBound + output, packedFirstBias + output)
      body(secondBias.lowerBound + output, packedSecondBias + output)
      body(last.lowerBound + output, packedLast + output)
    }
    body(lastBias, packedLastBias)
  }

  func pack(_ values: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>) {
    forEachParameter { packed[$1] = values[$0] }
    let n = Self.channels
    for tap in 0..<9 {
      for output in 0..<n {
        for input in 0..<n {
          packed[packedTurned + (tap * n + output) * panelWidth + input] =
            values[second.lowerBound + (output * n + input) * 9 + 8 - tap]
        }
      }
    }
  }
}
