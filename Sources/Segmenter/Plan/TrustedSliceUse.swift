/// What a method does with slices whose annotation somebody vouches for.
public enum TrustedSliceUse: Sendable, Hashable {
  /// It has no use for them.
  case none
  /// They are set aside: neither trained on as other slices are nor validated on.
  case setAside
  /// They are all that it trains on.
  case only
}
