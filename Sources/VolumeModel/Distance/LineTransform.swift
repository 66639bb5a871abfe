/// The pass of the distance transform along y or z. Lines lie side by side in memory, so eight at a time (a cache line)
/// are gathered, transformed and written back.
struct LineTransform {
  private let length: Int
  private let spacingMM: Double
  private let limit: Double
  /// Room for eight lines and for the envelope of one, reused from line to line.
  private var scratch: [Double]

  private static let tile = 8

  init(length: Int, spacingMM: Double, limit: Double) {
    self.length = length
    self.spacingMM = spacingMM
    self.limit = limit
    scratch = [Double](repeating: 0, count: length * Self.tile + 4 * length + 1)
  }

  /// Transforms `lines` lines that begin at `start`, `start + 1`, ...; a line steps by `stride`.
  mutating func run(on field: UnsafeMutableBufferPointer<Double>, from start: Int, stride: Int, lines: Int) {
    let length = self.length
    let spacingMM = self.spacingMM
    let limit = self.limit
    scratch.withUnsafeMutableBufferPointer { scratch in
      let heights = UnsafeMutableBufferPointer(rebasing: scratch[..<(length * Self.tile)])
      let envelope = LowerEnvelope(scratch: scratch, from: length * Self.tile, length: length, spacingMM: spacingMM)
      var line = 0
      while line < lines {
        let count = min(Self.tile, lines - line)
        var lowest = Double.infinity
        for q in 0..<length {
          let source = start + line + q * stride
          for k in 0..<count {
            let value = field[source + k]
            heights[k * length + q] = value
            lowest = value < lowest ? value : lowest
          }
        }
        if lowest < .infinity {
          for k in 0..<count {
            envelope.lower(UnsafeMutableBufferPointer(rebasing: heights[k * length..<(k + 1) * length]), limit: limit)
          }
          for q in 0..<length {
            let target = start + line + q * stride
            for k in 0..<count { field[target + k] = heights[k * length + q] }
          }
        }
        line += count
      }
    }
  }
}

/// The lowest of the parabolas height + (spacing (x - apex))^2 that stand on the voxels of one line.
private struct LowerEnvelope {
  private let apexes: UnsafeMutableBufferPointer<Double>
  private let apexHeights: UnsafeMutableBufferPointer<Double>
  private let lifted: UnsafeMutableBufferPointer<Double>  // height + (spacing apex)^2
  private let borders: UnsafeMutableBufferPointer<Double>  // where a parabola begins to be the lowest
  private let spacingMM: Double

  init(scratch: UnsafeMutableBufferPointer<Double>, from start: Int, length: Int, spacingMM: Double) {
    apexes = UnsafeMutableBufferPointer(rebasing: scratch[start..<start + length])
    apexHeights = UnsafeMutableBufferPointer(rebasing: scratch[start + length..<start + 2 * length])
    lifted = UnsafeMutableBufferPointer(rebasing: scratch[start + 2 * length..<start + 3 * length])
    borders = UnsafeMutableBufferPointer(rebasing: scratch[start + 3 * length..<start + 4 * length + 1])
    self.spacingMM = spacingMM
  }

  /// Replaces the heights of a line by the envelope; values above `limit` become infinite.
  @inline(__always)
  func lower(_ heights: UnsafeMutableBufferPointer<Double>, limit: Double) {
    let scale = 1 / (2 * spacingMM * spacingMM)
    var top = -1
    for q in 0..<heights.count where heights[q] < .infinity {
      let position = Double(q)
      let lift = heights[q] + (position * spacingMM) * (position * spacingMM)
      var border = -Double.infinity
      while top >= 0 {
        border = (lift - lifted[top]) * scale / (position - apexes[top])
        guard border <= borders[top] else { break }
        top -= 1
      }
      top += 1
      apexes[top] = position
      apexHeights[top] = heights[q]
      lifted[top] = lift
      borders[top] = border
    }
    guard top >= 0 else { return }
    borders[top + 1] = .infinity
    var k = 0
    for x in 0..<heights.count {
      let position = Double(x)
      while borders[k + 1] < position { k += 1 }
      let step = (position - apexes[k]) * spacingMM
      let value = apexHeights[k] + step * step
      heights[x] = value <= limit ? value : .infinity
    }
  }
}
