internal import Glibc

/// Finds the number of the palette colour that looks nearest to a colour.
///
/// Nearest by CIE 1976 L*a*b* distance. Colours 0 to 15 are the user's own, so a palette of 256 is used from 16 on,
/// where the cube and the grey ramp are the same everywhere. Answers are remembered: a picture has few colours.
package struct PaletteMatcher: Sendable {
  private let numbers: ClosedRange<UInt8>
  private let coordinates: [SIMD3<Float>]
  private let hues: [Bool]
  private var remembered: [UInt64]

  private static let slots = 4096

  package init(_ depth: ColorDepth) {
    numbers = depth == .palette256 ? 16...255 : depth == .palette16 ? 0...15 : 0...7
    let colors = numbers.map(Self.color)
    coordinates = colors.map(Self.lab)
    hues = colors.map { $0.red != $0.green || $0.green != $0.blue }
    remembered = [UInt64](repeating: 0, count: Self.slots)
  }

  package mutating func number(nearestTo color: RGB) -> UInt8 { number(nearestTo: color, hasHue: false) }

  /// The nearest colour that is no grey.
  package mutating func huedNumber(nearestTo color: RGB) -> UInt8 { number(nearestTo: color, hasHue: true) }

  private mutating func number(nearestTo color: RGB, hasHue: Bool) -> UInt8 {
    let key =
      UInt64(color.red) << 16 | UInt64(color.green) << 8 | UInt64(color.blue) | (hasHue ? 1 << 25 : 1 << 24)
    let slot = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 52)
    if remembered[slot] >> 8 == key { return UInt8(truncatingIfNeeded: remembered[slot]) }
    let wanted = Self.lab(color)
    var best = 0
    var bestDistance = Float.infinity
    for (index, candidate) in coordinates.enumerated() where !hasHue || hues[index] {
      let difference = candidate - wanted
      let distance = (difference * difference).sum()
      if distance < bestDistance { (best, bestDistance) = (index, distance) }
    }
    let number = numbers.lowerBound + UInt8(best)
    remembered[slot] = key << 8 | UInt64(number)
    return number
  }

  /// The colour that xterm shows for a number.
  package static func color(_ number: UInt8) -> RGB {
    switch number {
    case 0..<16:
      return firstSixteen[Int(number)]
    case 16..<232:
      let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
      let index = Int(number) - 16
      return RGB(red: levels[index / 36], green: levels[index / 6 % 6], blue: levels[index % 6])
    default:
      let grey = 8 + (number - 232) * 10
      return RGB(red: grey, green: grey, blue: grey)
    }
  }

  private static let firstSixteen: [RGB] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
  ].map { RGB(red: $0.0, green: $0.1, blue: $0.2) }

  /// sRGB (IEC 61966-2-1, D65) to CIE L*a*b*.
  private static func lab(_ color: RGB) -> SIMD3<Float> {
    let (red, green, blue) = (linear[Int(color.red)], linear[Int(color.green)], linear[Int(color.blue)])
    let x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    let y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    let z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    func f(_ t: Double) -> Double { t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116 }
    return SIMD3(Float(116 * f(y) - 16), Float(500 * (f(x) - f(y))), Float(200 * (f(y) - f(z))))
  }

  private static let linear: [Double] = (0...255).map { value in
    let v = Double(value) / 255
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4)
  }
}
