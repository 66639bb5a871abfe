/// How many layers a U-Net's stages have, and where it drops units.
struct UNetLayerCounts {
  private let architecture: UNetArchitecture

  init(_ architecture: UNetArchitecture) { self.architecture = architecture }

  /// Two convolutions with what follows them.
  private var block: Int { architecture.normalisation == .none ? 2 : 4 }

  private func dropouts(atLevel level: Int) -> Int { dropoutPlace(atLevel: level) == nil ? 0 : 1 }

  /// Block and pooling.
  func down(atLevel level: Int) -> Int { block + 1 }

  /// Transposed convolution, block and dropout.
  func up(atLevel level: Int) -> Int { 1 + block + dropouts(atLevel: level) }

  /// All levels, the bottleneck and the head.
  var all: Int {
    let levels = architecture.levels
    return (0..<levels).reduce(0) { $0 + down(atLevel: $1) + up(atLevel: $1) } + block + dropouts(atLevel: levels) + 1
  }

  /// The place of the dropout after the block at a level on the way up; the bottleneck is at level `levels`.
  func dropoutPlace(atLevel level: Int) -> Dropout.Place? {
    guard let dropout = architecture.dropout, dropout.rate > 0 else { return nil }
    let candidates: [Dropout.Place] =
      level == architecture.levels
      ? [.bottleneck]
      : (level == 0 ? [.lastDecoder] : []) + (level == architecture.levels - 1 ? [.firstDecoder] : [])
    return candidates.first(where: dropout.places.contains)
  }
}
