/// The voxels that exactly the same raters marked.
public struct RaterPattern: Sendable {
  /// Who marked them, from 0; nil for all rarer patterns together.
  public let raters: [Int]?
  /// Where they are.
  public let mask: Mask

  /// "r1 r3", or how many rarer patterns it stands for.
  public var name: String { raters.map { $0.map { "r\($0 + 1)" }.joined(separator: " ") } ?? "other patterns" }
}

extension RaterConsensus {
  /// What the same raters marked, the largest volume first.
  /// - Parameter most: at most so many; where there are more, the last stands for all the others.
  public func patterns(atMost most: Int) -> [RaterPattern] {
    let ordered = votes.patterns.indices.filter { votes.patterns[$0] != 0 }
      .sorted { (votes.counts[$1], votes.patterns[$0]) < (votes.counts[$0], votes.patterns[$1]) }
    let named = ordered.count > most ? ordered.prefix(max(0, most - 1)) : ordered[...]
    var found = named.map { number in
      RaterPattern(
        raters: (0..<votes.raters).filter { votes.patterns[number] >> UInt64($0) & 1 == 1 },
        mask: votes.mask { $0 == number })
    }
    let rest = Set(ordered.dropFirst(named.count))
    if !rest.isEmpty { found.append(RaterPattern(raters: nil, mask: votes.mask { rest.contains($0) })) }
    return found
  }
}
