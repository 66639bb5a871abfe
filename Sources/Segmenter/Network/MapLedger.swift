/// The feature maps of a network under construction, with the layers that make and use them.
struct MapLedger {
  private(set) var maps: [FeatureMap] = []
  private var makers: [Int] = []
  private var users: [[Int]] = []

  mutating func make(
    by layer: Int, height: Int, width: Int, channels: Int, paddedChannels: Int, isRectified: Bool
  ) -> FeatureMap {
    let map = FeatureMap(
      number: maps.count, height: height, width: width, channels: channels, paddedChannels: paddedChannels,
      isRectified: isRectified)
    maps.append(map)
    makers.append(layer)
    users.append([])
    return map
  }

  mutating func use(_ map: FeatureMap, by layer: Int) { users[map.number].append(layer) }

  /// Whether only layers of one run by image see the map; `outside` are maps that are filled or read from outside.
  func isPerWorker(_ map: FeatureMap, _ planner: NetworkPlanner, outside: [FeatureMap]) -> Bool {
    guard !outside.contains(map), let last = users[map.number].max() else { return false }
    let layers = planner.neighbours(of: makers[map.number])
    return layers.count > 1 && layers.contains(last)
  }

  /// Values are kept until the last pass that reads them: backward, that is the first user's.
  func valueLifetime(_ map: FeatureMap, _ planner: NetworkPlanner) -> ClosedRange<Int> {
    let made = makers[map.number]
    let start = planner.forwardTimes(made).lowerBound
    return start...(planner.trains
      ? planner.backwardTimes(users[map.number].min() ?? made).upperBound
      : planner.forwardTimes(users[map.number].max() ?? made).upperBound)
  }

  /// Gradients live from the last user's backward pass to the maker's.
  func gradientLifetime(_ map: FeatureMap, _ planner: NetworkPlanner) -> ClosedRange<Int> {
    let last = users[map.number].max() ?? makers[map.number]
    return planner.backwardTimes(last).lowerBound...planner.backwardTimes(makers[map.number]).upperBound
  }
}
