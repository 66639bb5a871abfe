/// Range, mean and counts of a stream of values, and what they suggest to a person.
struct ValueSummary {
  private(set) var count = 0
  private(set) var nanCount = 0
  private(set) var infiniteCount = 0
  /// Finite values that are not zero.
  private(set) var nonzeroCount = 0
  private var sum = 0.0
  private var smallest = Double.infinity
  private var largest = -Double.infinity
  private var fractionCount = 0
  private var labels: Set<Double> = []
  private static let mostLabels = 64

  var finiteCount: Int { count - nanCount - infiniteCount }
  var minimum: Double? { finiteCount > 0 ? smallest : nil }
  var maximum: Double? { finiteCount > 0 ? largest : nil }
  var mean: Double? { finiteCount > 0 && sum.isFinite ? sum / Double(finiteCount) : nil }

  mutating func add(_ values: UnsafeBufferPointer<Double>) {
    var (nan, finite, nonzero) = (0, 0, 0)
    // A sum for each piece keeps the rounding of long sums small.
    var (pieceSum, low, high) = (0.0, Double.infinity, -Double.infinity)
    for value in values {
      if value.isFinite {
        finite += 1
        nonzero += value != 0 ? 1 : 0
        pieceSum += value
        low = value < low ? value : low
        high = value > high ? value : high
      } else if value.isNaN {
        nan += 1
      }
    }
    count += values.count
    nanCount += nan
    infiniteCount += values.count - finite - nan
    nonzeroCount += nonzero
    sum += pieceSum
    smallest = min(smallest, low)
    largest = max(largest, high)
    addLabels(values)
  }

  /// Keeps the distinct values while they are few; most images have too many after the first piece.
  private mutating func addLabels(_ values: UnsafeBufferPointer<Double>) {
    guard labels.count <= Self.mostLabels else { return }
    var previous = Double.nan
    for value in values where value != previous && value.isFinite {
      previous = value
      // Slope times a stored number is seldom whole to the last bit: 255 of 1/255 is 1.
      let whole = value.rounded()
      let isWhole = abs(value - whole) < 1e-6 && (whole != 0 || value == 0)
      if labels.insert(isWhole ? whole : value).inserted {
        if !isWhole { fractionCount += 1 }
        if labels.count > Self.mostLabels { return }
      }
    }
  }

  /// Whether there are more values than masks and label maps have.
  var isManyValued: Bool { labels.count > Self.mostLabels }

  /// The values of a label map but 0, ascending: few, whole, and not those of a plain mask; empty for other files.
  var labelValues: [Int] { labels == [0, 1] ? [] : wholeValues }

  /// The values of a mask or a label map but 0, ascending; empty for other files.
  var wholeValues: [Int] {
    guard !isManyValued, fractionCount == 0, nanCount == 0, let minimum, let maximum, minimum >= 0, minimum < maximum,
      maximum < 1e6
    else { return [] }
    return labels.map { Int($0) }.filter { $0 > 0 }.sorted()
  }

  /// - Parameter use: what is made of a label map as a mask.
  func notes(asMask use: String) -> [String] {
    var notes: [String] = []
    if nanCount > 0 { notes.append("\(nanCount) voxels are NaN and count as background") }
    if infiniteCount > 0 { notes.append("\(infiniteCount) voxels are infinite and count as background") }
    guard let minimum, let maximum else { return notes }
    if minimum == maximum {
      notes.append("every voxel is \(decimal(minimum, 6))")
    } else if minimum >= 0, maximum <= 1.0001, fractionCount > 0 {
      notes.append("values between 0 and 1, as of a probability map; as a mask they are binarised at 0.5")
    } else if !isManyValued, fractionCount == 0, minimum >= 0, labels != [0, 1] {
      let sorted = labels.sorted().map { decimal($0, 0) }
      let list =
        sorted.count > 10
        ? "\(sorted.prefix(8).joined(separator: ", ")), ... \(sorted.last ?? "")" : sorted.joined(separator: ", ")
      notes.append("\(labels.count) different whole values (\(list)), as of a label map; as a mask: \(use)")
    }
    return notes
  }
}
