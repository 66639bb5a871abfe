/// A picture of square pixels, the top row first.
package struct Raster: Hashable, Sendable {
  package let width: Int
  package let height: Int
  /// Row by row, `width * height` of them.
  package private(set) var pixels: [RGB]

  /// A picture of one colour; a negative size counts as 0.
  package init(width: Int, height: Int, filledWith colour: RGB = .black) {
    self.width = max(0, width)
    self.height = max(0, height)
    pixels = [RGB](repeating: colour, count: self.width * self.height)
  }

  /// A picture of rows of pixels; a last row that is not whole is left out.
  package init(width: Int, pixels: [RGB]) {
    self.width = max(0, width)
    height = self.width > 0 ? pixels.count / self.width : 0
    self.pixels = pixels
    self.pixels.removeLast(pixels.count - self.width * height)
  }

  /// The pixel at column `x` and row `y`. Outside the picture reading gives black and writing does nothing.
  package subscript(x: Int, y: Int) -> RGB {
    get {
      guard x >= 0, x < width, y >= 0, y < height else { return .black }
      return pixels[y * width + x]
    }
    set {
      guard x >= 0, x < width, y >= 0, y < height else { return }
      pixels[y * width + x] = newValue
    }
  }

  /// Fills the part of a rectangle that lies in the picture.
  package mutating func fill(x: Int, y: Int, width: Int, height: Int, with colour: RGB) {
    let columns = max(0, x)..<max(max(0, x), min(self.width, x + width))
    for row in max(0, y)..<max(max(0, y), min(self.height, y + height)) {
      for column in columns { pixels[row * self.width + column] = colour }
    }
  }

  /// Copies a smaller picture to a place; what would lie outside is left out.
  package mutating func place(_ picture: Raster, x: Int, y: Int) {
    for row in 0..<picture.height {
      for column in 0..<picture.width { self[x + column, y + row] = picture[column, row] }
    }
  }

  /// The picture with its channels brought to multiples of a step, and white as it is: fewer colours take fewer bytes.
  package func rounded(to step: Int) -> Raster {
    guard step > 1 else { return self }
    let table = (0...255).map { UInt8(min(255, ($0 + step / 2) / step * step)) }
    var rounded = self
    rounded.pixels = pixels.map {
      RGB(red: table[Int($0.red)], green: table[Int($0.green)], blue: table[Int($0.blue)])
    }
    return rounded
  }

  /// Whether no pixel has a hue.
  package var isGrey: Bool {
    pixels.allSatisfy { $0.red == $0.green && $0.green == $0.blue }
  }
}
