/// Which members of a set are corrupted: a fraction of them, chosen by a shuffle.
public enum NoiseRate {
  /// The places of the `rate * count` members, rounded, that are corrupted. With one seed a larger rate corrupts the
  /// same members and more.
  public static func corrupted(of count: Int, rate: Double, seed: UInt64) -> Set<Int> {
    var random = RandomStream(seed: seed, name: "noise rate")
    let order = random.permutation(max(count, 0))
    let fraction = min(max(rate, 0), 1)
    return Set(order.prefix(Int((fraction * Double(order.count)).rounded())))
  }

  /// The seed of one member of a set, which depends on its name and not on its place. It fits into a JSON number.
  public static func seed(ofMember name: String, seed: UInt64) -> UInt64 {
    var random = RandomStream(seed: seed, name: name)
    return random.next() >> 11
  }
}
