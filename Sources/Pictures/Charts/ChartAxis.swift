import Foundation

/// One axis: values to pixels, with ticks at round numbers.
struct ChartAxis {
  let ticks: [Double]
  private let lowest: Double
  private let highest: Double
  private let from: Int
  private let to: Int
  private let decimals: Int

  /// - Parameters:
  ///   - values: what the axis must hold; those not finite do not count.
  ///   - from, to: the pixels of its lowest and highest value.
  ///   - wanted: about how many ticks.
  init(holding values: [Double], from: Int, to: Int, ticks wanted: Int) {
    let finite = values.filter(\.isFinite)
    var low = finite.min() ?? 0
    var high = finite.max() ?? 1
    if high - low <= abs(high) * 1e-9 { (low, high) = (low - 0.5, high + 0.5) }
    // 1, 2 or 5 times a power of ten.
    let rough = (high - low) / Double(max(1, wanted))
    let power = pow(10, floor(log10(rough)))
    let step = power * ([1, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10)
    let first = (low / step - 1e-6).rounded(.up)
    let last = (high / step + 1e-6).rounded(.down)
    ticks = first <= last ? stride(from: first, through: last, by: 1).map { $0 * step + 0 } : []  // No -0.
    decimals = max(0, min(6, Int(-floor(log10(step) + 1e-9))))
    (lowest, highest) = (low, high)
    (self.from, self.to) = (from, to)
  }

  /// The pixel of a value; what lies outside is put on the edge.
  func pixel(_ value: Double) -> Int {
    let fraction = min(max((value - lowest) / (highest - lowest), 0), 1)
    return from + Int((fraction * Double(to - from)).rounded())
  }

  func text(_ value: Double) -> String { String(format: "%.\(decimals)f", value) }

  /// A number at the end of an axis that is drawn in letters.
  static func plain(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return rounded == rounded.rounded() && abs(rounded) < 1e9 ? String(Int(rounded)) : String(rounded)
  }
}
