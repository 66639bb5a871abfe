package import TerminalIO

/// Colours from low to high: five stops of viridis, whose brightness rises evenly for every kind of colour vision, and
/// which none of the marks has.
package enum HeatScale {
  private static let stops = [
    RGB(red: 0x44, green: 0x01, blue: 0x54), RGB(red: 0x3b, green: 0x52, blue: 0x8b),
    RGB(red: 0x21, green: 0x91, blue: 0x8c), RGB(red: 0x5e, green: 0xc9, blue: 0x62),
    RGB(red: 0xfd, green: 0xe7, blue: 0x25),
  ]

  /// - Parameter fraction: 0 to 1; values beyond are those of the ends.
  package static func colour(_ fraction: Float) -> RGB {
    let place = min(1, max(0, fraction)) * Float(stops.count - 1)
    let lower = min(Int(place), stops.count - 2)
    return stops[lower].mixed(with: stops[lower + 1], amount: Double(place) - Double(lower))
  }
}
