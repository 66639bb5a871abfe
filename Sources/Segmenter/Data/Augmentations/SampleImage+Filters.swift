internal import Foundation
internal import VolumeModel

extension SampleImage {
  /// Gaussian noise in the brain.
  mutating func addNoise(deviation: Double, random: inout RandomStream) {
    for pixel in values.indices where isBrain[pixel] { values[pixel] += Float(deviation * random.normal()) }
  }

  /// A Gaussian over the brain alone: what lies outside takes no part.
  package mutating func blur(sigma: Double) {
    let radius = Int((3 * sigma).rounded(.up))
    let kernel = (-radius...radius).map { Float(exp(-Double($0 * $0) / (2 * sigma * sigma))) }
    var (sums, weights) = (values, isBrain.map { $0 ? Float(1) : 0 })
    for pixel in sums.indices where !isBrain[pixel] { sums[pixel] = 0 }
    for step in [1, width] {
      sums = filtered(sums, kernel, radius: radius, step: step)
      weights = filtered(weights, kernel, radius: radius, step: step)
    }
    for pixel in values.indices where isBrain[pixel] { values[pixel] = sums[pixel] / weights[pixel] }
  }

  /// Along rows with a step of 1, along columns with one of the width.
  private func filtered(_ plane: [Float], _ kernel: [Float], radius: Int, step: Int) -> [Float] {
    let length = step == 1 ? width : height
    return plane.indices.map { pixel in
      let place = step == 1 ? pixel % width : pixel / width
      var sum: Float = 0
      for offset in max(-radius, -place)...min(radius, length - 1 - place) {
        sum += kernel[offset + radius] * plane[pixel + offset * step]
      }
      return sum
    }
  }

  /// Takes values at pixels that are larger by a factor, between the pixels by linear interpolation, and brings them back
  /// to the pixels of the image in the same way.
  package mutating func coarsen(by factor: Double) {
    let columns = max(2, Int((Double(width) / factor).rounded()))
    let rows = max(2, Int((Double(height) / factor).rounded()))
    let (toColumn, toRow) = (Double(width) / Double(columns), Double(height) / Double(rows))
    let coarse = (0..<columns * rows).map { pixel in
      Self.value(
        of: values, width: width, height: height, x: (Double(pixel % columns) + 0.5) * toColumn - 0.5,
        y: (Double(pixel / columns) + 0.5) * toRow - 0.5)
    }
    for pixel in values.indices where isBrain[pixel] {
      values[pixel] = Self.value(
        of: coarse, width: columns, height: rows, x: (Double(pixel % width) + 0.5) / toColumn - 0.5,
        y: (Double(pixel / width) + 0.5) / toRow - 0.5)
    }
  }

  /// Bilinear; beyond the edge as at the edge.
  private static func value(of plane: [Float], width: Int, height: Int, x: Double, y: Double) -> Float {
    let (x, y) = (min(max(x, 0), Double(width - 1)), min(max(y, 0), Double(height - 1)))
    let (column, row) = (min(Int(x), max(width - 2, 0)), min(Int(y), max(height - 2, 0)))
    let (right, below) = (min(column + 1, width - 1), min(row + 1, height - 1))
    let (fx, fy) = (Float(x - Double(column)), Float(y - Double(row)))
    let upper = plane[row * width + column] + fx * (plane[row * width + right] - plane[row * width + column])
    let lower = plane[below * width + column] + fx * (plane[below * width + right] - plane[below * width + column])
    return upper + fy * (lower - upper)
  }
}
