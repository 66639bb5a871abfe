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

  /// Values are kept until the last pass that reads them: backward, that is the first user's.
  func valueLifetime(_ map: FeatureMap, _ planner: NetworkPlanner) -> ClosedRange<Int> {
    let made = planner.forwardTime(makers[map.number])
    let last = users[map.number].max() ?? made
    let first = users[map.number].min() ?? made
    return made...(planner.trains ? planner.backwardTime(first) : last)
  }

  /// Gradients live from the last user's backward pass to the maker's.
  func gradientLifetime(_ map: FeatureMap, _ planner: NetworkPlanner) -> ClosedRange<Int> {
    let last = users[map.number].max() ?? makers[map.number]
    return planner.backwardTime(last)...planner.backwardTime(makers[map.number])
  }
}
