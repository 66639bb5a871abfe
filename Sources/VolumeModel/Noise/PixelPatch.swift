/// Pixels of a rectangle of a slice, in or out. The rectangle may reach beyond the slice.
package struct PixelPatch: Sendable, Hashable {
  /// The column and row of the first pixel.
  package let origin: SIMD2<Int>
  package let width: Int
  package let height: Int
  /// Columns fastest.
  private(set) var pixels: [Bool]

  init(origin: SIMD2<Int>, width: Int, height: Int) {
    self.origin = origin
    self.width = max(width, 0)
    self.height = max(height, 0)
    pixels = [Bool](repeating: false, count: self.width * self.height)
  }

  /// One component of a mask of one slice, in its own box.
  init(_ component: Lesion) {
    let box = component.boundingBox
    self.init(origin: SIMD2(box.lower.x, box.lower.y), width: box.shape.x, height: box.shape.y)
    component.forEachVoxel { self[$0.x, $0.y] = true }
  }

  /// A mask of one slice, in the box of what it holds with a margin.
  package init(_ slice: Mask, margin: Int) {
    guard let box = slice.boundingBox else {
      self.init(origin: .zero, width: 0, height: 0)
      return
    }
    self.init(
      origin: SIMD2(box.lower.x - margin, box.lower.y - margin), width: box.shape.x + 2 * margin,
      height: box.shape.y + 2 * margin)
    slice.forEachLinearIndex { index in
      let pixel = slice.grid.voxel(atLinearIndex: index)
      self[pixel.x, pixel.y] = true
    }
  }

  /// By column and row of the slice; outside the rectangle nothing is in, and nothing can be put in.
  subscript(column: Int, row: Int) -> Bool {
    get { index(column, row).map { pixels[$0] } ?? false }
    set { if let index = index(column, row) { pixels[index] = newValue } }
  }

  private func index(_ column: Int, _ row: Int) -> Int? {
    let x = column - origin.x
    let y = row - origin.y
    return x >= 0 && y >= 0 && x < width && y < height ? x + width * y : nil
  }

  var columns: Range<Int> { origin.x..<origin.x + width }
  var rows: Range<Int> { origin.y..<origin.y + height }
  var isEmpty: Bool { !pixels.contains(true) }

  /// The first pixel that is in, row by row; the origin when none is.
  var firstPixel: SIMD2<Int> {
    guard let first = pixels.firstIndex(of: true) else { return origin }
    return SIMD2(origin.x + first % width, origin.y + first / width)
  }

  /// Calls `body` with every pixel that is in, row by row.
  func forEachPixel(_ body: (SIMD2<Int>) -> Void) {
    for (index, isIn) in pixels.enumerated() where isIn {
      body(SIMD2(origin.x + index % width, origin.y + index / width))
    }
  }

  /// The pixel that is in and lies nearest the mean position of all that are.
  var centralPixel: SIMD2<Int>? {
    var sum = SIMD2<Double>.zero
    var count = 0.0
    forEachPixel {
      sum += SIMD2<Double>($0)
      count += 1
    }
    let middle = sum / max(count, 1)
    var nearest: SIMD2<Int>?
    var smallest = Double.infinity
    forEachPixel { pixel in
      let d = SIMD2<Double>(pixel) - middle
      if (d * d).sum() < smallest { (nearest, smallest) = (pixel, (d * d).sum()) }
    }
    return nearest
  }

  /// Puts the pixels into a mask of one slice; those beyond its edges are lost.
  package func insert(into slice: inout Mask) {
    forEachPixel { pixel in
      let voxel = SIMD3(pixel.x, pixel.y, 0)
      if slice.grid.contains(voxel) { slice[voxel] = true }
    }
  }
}
