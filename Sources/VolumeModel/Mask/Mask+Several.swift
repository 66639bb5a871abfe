extension Mask {
  /// What any of the masks, which lie on one grid, holds; nil where there are none.
  public static func union(of masks: [Mask]) -> Mask? { masks.dropFirst().reduce(masks.first) { $0?.union($1) } }

  /// What all of the masks, which lie on one grid, hold; nil where there are none.
  public static func intersection(of masks: [Mask]) -> Mask? {
    masks.dropFirst().reduce(masks.first) { $0?.intersection($1) }
  }
}
