/// Classes of lesions by volume, as in below 10, 10 to 50, 50 to 150 and above 150 mm^3.
public struct LesionSizeClasses: Sendable, Hashable {
  /// Where a class ends and the next begins, ascending; the number itself belongs to the larger lesions.
  public let boundsMM3: [Double]

  /// The usual classes.
  public static let standard = LesionSizeClasses(ascending: [10, 50, 150])

  /// - Returns: nil when the bounds are not positive, finite and ascending.
  public init?(boundsMM3: [Double]) {
    guard boundsMM3.allSatisfy({ $0 > 0 && $0.isFinite }), zip(boundsMM3, boundsMM3.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    self.init(ascending: boundsMM3)
  }

  private init(ascending: [Double]) { boundsMM3 = ascending }

  /// How many classes.
  public var count: Int { boundsMM3.count + 1 }

  /// The class of a lesion.
  public func index(ofVolumeMM3 volume: Double) -> Int { boundsMM3.firstIndex { volume < $0 } ?? boundsMM3.count }

  /// The classes in words, the smallest first: "<10", "10-50", ">=150".
  public var names: [String] {
    guard let first = boundsMM3.first, let last = boundsMM3.last else { return ["all"] }
    let middle = zip(boundsMM3, boundsMM3.dropFirst()).map { "\(decimal($0, 3))-\(decimal($1, 3))" }
    return ["<\(decimal(first, 3))"] + middle + [">=\(decimal(last, 3))"]
  }
}
