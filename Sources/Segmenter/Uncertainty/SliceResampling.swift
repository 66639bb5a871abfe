internal import Foundation

/// A turn of a slice about its middle, mirrored left to right before it or not.
struct SliceResampling: Sendable, Hashable {
  var degrees: Double
  var isMirrored: Bool

  /// What brings a resampled slice back. A mirrored turn is its own inverse.
  var inverse: SliceResampling { isMirrored ? self : SliceResampling(degrees: -degrees, isMirrored: false) }

  /// The slice turned, bilinear; 0 from outside.
  func resample(
    _ source: UnsafeBufferPointer<Float>, width: Int, height: Int, into target: UnsafeMutableBufferPointer<Float>,
    stride: Int = 1
  ) {
    let angle = degrees * .pi / 180
    let (sine, cosine) = (Float(sin(angle)), Float(cos(angle)))
    let mirror: Float = isMirrored ? -1 : 1
    let middle = (column: Float(width - 1) / 2, row: Float(height - 1) / 2)
    for row in 0..<height {
      let dy = Float(row) - middle.row
      for column in 0..<width {
        let dx = (Float(column) - middle.column) * mirror
        let x = cosine * dx - sine * dy + middle.column
        let y = sine * dx + cosine * dy + middle.row
        target[(row * width + column) * stride] = Self.value(source, x, y, width: width, height: height)
      }
    }
  }

  private static func value(
    _ source: UnsafeBufferPointer<Float>, _ x: Float, _ y: Float, width: Int, height: Int
  ) -> Float {
    // A place on the last row or column, or a rounding error beyond it, counts as inside.
    let edge: Float = 1e-3
    guard x >= -edge, y >= -edge, x <= Float(width - 1) + edge, y <= Float(height - 1) + edge else { return 0 }
    let x0 = min(max(Int(x.rounded(.down)), 0), max(width - 2, 0))
    let y0 = min(max(Int(y.rounded(.down)), 0), max(height - 2, 0))
    let (x1, y1) = (min(x0 + 1, width - 1), min(y0 + 1, height - 1))
    let (fx, fy) = (x - Float(x0), y - Float(y0))
    let upper = source[y0 * width + x0] * (1 - fx) + source[y0 * width + x1] * fx
    let lower = source[y1 * width + x0] * (1 - fx) + source[y1 * width + x1] * fx
    return upper * (1 - fy) + lower * fy
  }
}
