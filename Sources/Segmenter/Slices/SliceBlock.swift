/// A run of consecutive slices that a network sees at once, and those of them that are looked at. A network of pictures has
/// blocks of one slice.
package struct SliceBlock: Sendable, Hashable {
  /// May lie below the scan's first slice: what is outside counts as zero.
  package let first: Int
  /// The slices of which the block speaks, each in one block alone.
  package let kept: Range<Int>

  /// Side by side, and as far beyond one end of the slices as beyond the other: no slice is in two blocks, so that some
  /// can be held out.
  package static func sideBySide(_ slices: Range<Int>, depth: Int) -> [SliceBlock] {
    let count = slices.count.dividedRoundingUp(by: depth)
    let start = slices.lowerBound - (count * depth - slices.count) / 2
    return (0..<count).map { number in
      let first = start + number * depth
      return SliceBlock(first: first, kept: (first..<first + depth).clamped(to: slices))
    }
  }

  /// Overlapping by at least half (the overlap-tile strategy of Ronneberger et al., MICCAI 2015, along the slices): of each
  /// block the middle is kept, whose neighbours on both sides the network has seen, and at the ends of the scan the ends.
  package static func overlapping(_ slices: Range<Int>, depth: Int) -> [SliceBlock] {
    let beyond = slices.count - depth
    guard beyond > 0 else { return sideBySide(slices, depth: depth) }
    let steps = beyond.dividedRoundingUp(by: max(1, depth / 2))
    let firsts = (0...steps).map { slices.lowerBound + beyond * $0 / steps }
    // Between two blocks, the middle of what they have in common.
    let bounds = zip(firsts, firsts.dropFirst()).map { ($0 + depth + $1) / 2 }
    return zip(firsts, zip([slices.lowerBound] + bounds, bounds + [slices.upperBound])).map {
      SliceBlock(first: $0, kept: $1.0..<$1.1)
    }
  }
}
