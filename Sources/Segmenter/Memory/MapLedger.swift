/// The feature maps of a network under construction, with the layers that make and use them.
struct MapLedger: Sendable {
  private(set) var maps: [FeatureMap] = []
  private var makers: [Int] = []
  private var users: [[Int]] = []

  mutating func make(_ shape: MapShape, by layer: Int) -> FeatureMap {
    let map = FeatureMap(number: maps.count, shape: shape)
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

  func isTangent(_ map: FeatureMap, _ planner: NetworkPlanner) -> Bool { makers[map.number] >= planner.layerCount }

  /// The layers that see the map, first to last.
  private func layers(_ map: FeatureMap) -> (maker: Int, first: Int, last: Int) {
    let made = makers[map.number]
    return (made, users[map.number].min() ?? made, users[map.number].max() ?? made)
  }

  /// Values are kept until the last pass that reads them: backward, that is the first user's.
  func valueLifetime(_ map: FeatureMap, _ planner: NetworkPlanner) -> ClosedRange<Int> {
    let (maker, first, last) = layers(map)
    let isTangent = isTangent(map, planner)
    if planner.hasTangents, !isTangent { return planner.forwardTimes(maker).lowerBound...planner.lastTime }
    return planner.forwardTimes(maker)
      .lowerBound...(planner.trains && !isTangent
      ? planner.backwardTimes(first).upperBound : planner.forwardTimes(last).upperBound)
  }

  /// Gradients live from the last user's backward pass to the maker's.
  func gradientLifetime(_ map: FeatureMap, _ planner: NetworkPlanner) -> ClosedRange<Int> {
    planner.backwardTimes(layers(map).last).lowerBound...planner.backwardTimes(layers(map).maker).upperBound
  }

  /// Lifetimes in the place of one worker, who does one layer after the other.
  func valueLifetimeOfWorker(_ map: FeatureMap, _ planner: NetworkPlanner) -> ClosedRange<Int> {
    planner.forwardTime(layers(map).maker)...planner.forwardTime(layers(map).last)
  }

  func gradientLifetimeOfWorker(_ map: FeatureMap, _ planner: NetworkPlanner) -> ClosedRange<Int> {
    planner.backwardTime(layers(map).last)...planner.backwardTime(layers(map).maker)
  }
}
