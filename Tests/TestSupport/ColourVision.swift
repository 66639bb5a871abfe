import Foundation
package import TerminalIO
import Testing

/// Colour as eyes see it, written from the papers and apart from the program's own conversions.
package enum ColourVision: String, CaseIterable, CustomTestStringConvertible {
  case usual, protanopia, deuteranopia

  package var testDescription: String { rawValue }

  /// Severity 1.0 of Machado, Oliveira and Fernandes, IEEE TVCG 15(6), 2009, on linear RGB.
  private var matrix: [[Double]] {
    switch self {
    case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protanopia:
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    case .deuteranopia:
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    }
  }

  /// CIE 1976 difference of two colours.
  package func distance(_ a: RGB, _ b: RGB) -> Double {
    let (p, q) = (lab(a), lab(b))
    return zip(p, q).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
  }

  private func lab(_ colour: RGB) -> [Double] {
    let seen = matrix.map { row in min(1, max(0, zip(row, Self.linear(colour)).map { $0 * $1 }.reduce(0, +))) }
    let x = 0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]
    let y = 0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2]
    let z = 0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]
    func f(_ t: Double) -> Double { t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116 }
    let (fx, fy, fz) = (f(x / 0.95047), f(y), f(z / 1.08883))
    return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)]
  }

  private static func linear(_ colour: RGB) -> [Double] {
    [colour.red, colour.green, colour.blue].map { value in
      let v = Double(value) / 255
      return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4)
    }
  }

  /// The contrast ratio of WCAG 2.2.
  package static func contrast(_ a: RGB, _ b: RGB) -> Double {
    func luminance(_ colour: RGB) -> Double {
      let rgb = linear(colour)
      return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
    }
    let (p, q) = (luminance(a), luminance(b))
    return (max(p, q) + 0.05) / (min(p, q) + 0.05)
  }
}
