internal import Synchronization

/// A letter with marks that Unicode has no single character for, as one glyph of a cell.
///
/// A cell holds one scalar, so such a letter gets a number in the last private plane, which no text of a file may use.
/// The numbers are given out once for each letter and never taken back; there are few in any study.
enum GlyphCluster {
  private struct Known {
    var numbers: [String: UInt32] = [:]
    var texts: [String] = []
  }

  private static let first: UInt32 = 0x100000
  /// What a hostile file could make up is bounded.
  private static let most = 4096
  private static let known = Mutex(Known())

  /// The glyph of a letter with its marks; nil when too many different ones were seen.
  static func glyph(_ text: String) -> Unicode.Scalar? {
    known.withLock { known in
      if let number = known.numbers[text] { return Unicode.Scalar(first + number) }
      guard known.texts.count < most else { return nil }
      let number = UInt32(known.texts.count)
      known.numbers[text] = number
      known.texts.append(text)
      return Unicode.Scalar(first + number)
    }
  }

  /// The letter and its marks; nil for a glyph that is a character itself.
  static func text(of glyph: Unicode.Scalar) -> String? {
    guard glyph.value >= first else { return nil }
    return known.withLock { known in
      let number = Int(glyph.value - first)
      return known.texts.indices.contains(number) ? known.texts[number] : nil
    }
  }

  /// The letter without its marks.
  static func base(of glyph: Unicode.Scalar) -> Unicode.Scalar? {
    text(of: glyph)?.unicodeScalars.first
  }
}

extension Unicode.Scalar {
  /// What a terminal is sent to show the glyph of a cell: nothing for the second half of a wide one.
  var shownText: String {
    if self == Cell.secondHalf { return "" }
    return GlyphCluster.text(of: self) ?? String(Character(self))
  }
}
