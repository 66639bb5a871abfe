internal import CKernels

/// Sums over the pixels of each channel of a map, image by image, and the sweep that uses what follows from them.
///
/// An image's pixels are always split into the same blocks, so that the sums have the same bits for any number of threads.
struct GroupSums {
  let map: FeatureMap
  let groups: Int
  let slot: ArenaSlot

  private static let blocks = 8
  /// Two sums a block, three coefficients an image.
  private static func floatsPerImage(_ map: FeatureMap) -> Int { (2 * blocks + 3) * map.paddedChannels }
  static func floats(_ map: FeatureMap, images: Int) -> Int { images * floatsPerImage(map) }

  /// Numbers that a group's statistics are over.
  var count: Double { Double(map.pixels * map.channels / groups) }

  /// Calls `body` with the channels of each group.
  func eachGroup(_ body: (_ channels: Range<Int>) -> Void) {
    let size = map.channels / groups
    for group in 0..<groups { body(group * size..<(group + 1) * size) }
  }

  private func place(_ part: BatchPart, image: Int) -> UnsafeMutablePointer<Float> {
    part.pointer(slot) + (part.images.lowerBound + image) * Self.floatsPerImage(map)
  }

  /// Sums of `first`, and of `first` times the deviation of `second` from the centre; with `centred` the first factor
  /// is its deviation too.
  func collect(
    _ part: BatchPart, _ first: UnsafeMutablePointer<Float>, centred: Bool = false,
    times second: UnsafeMutablePointer<Float>? = nil,
    from centre: (_ image: Int) -> UnsafeMutablePointer<Float>? = { _ in nil }
  ) {
    part.run(part.imageCount * Self.blocks) { item, _ in
      let image = item / Self.blocks
      let number = item % Self.blocks
      let pixels = block(number, of: Self.blocks, over: map.pixels)
      let offset = image * map.floatsPerImage + pixels.lowerBound * map.paddedChannels
      part.kernels.channel_sums(
        first + offset, second.map { $0 + offset }, centre(image), centred, pixels.count, map.paddedChannels,
        place(part, image: image) + 2 * number * map.paddedChannels)
    }
  }

  /// The sums of one image, blocks added up in double precision.
  struct Total {
    fileprivate let sums: UnsafeMutablePointer<Float>
    fileprivate let channels: Int

    private func total(_ index: Int) -> Double {
      (0..<GroupSums.blocks).reduce(0) { $0 + Double(sums[2 * $1 * channels + index]) }
    }

    func plain(_ channel: Int) -> Double { total(channel) }
    func product(_ channel: Int) -> Double { total(channels + channel) }
  }

  func total(_ part: BatchPart, image: Int) -> Total {
    Total(sums: place(part, image: image), channels: map.paddedChannels)
  }

  /// What each channel is combined with: result = p first + q second + r.
  struct Coefficients {
    fileprivate let base: UnsafeMutablePointer<Float>
    fileprivate let channels: Int

    /// q and r of a channel, where there is no first map.
    func set(_ channel: Int, _ p: Float, _ q: Float, _ r: Float) {
      base[channel] = p
      base[channels + channel] = q
      base[2 * channels + channel] = r
    }

    /// (factor first - mean - xh along) / s, with xh = (second - mean of the group) / s.
    func project(_ channel: Int, _ statistics: ChannelStatistics, factor: Float, mean: Float, along: Float) {
      let inverse = statistics.inverse[channel]
      let second = -inverse * inverse * along
      set(channel, factor * inverse, second, -inverse * mean - second * statistics.mean[channel])
    }

    /// Adds scale xh + shift.
    func add(_ channel: Int, _ statistics: ChannelStatistics, scale: Float, shift: Float) {
      let factor = scale * statistics.inverse[channel]
      base[channels + channel] += factor
      base[2 * channels + channel] += shift - factor * statistics.mean[channel]
    }
  }

  /// Cleared, so that padding channels stay zero.
  func coefficients(_ part: BatchPart, image: Int) -> Coefficients {
    let base = place(part, image: image) + 2 * Self.blocks * map.paddedChannels
    base.update(repeating: 0, count: 3 * map.paddedChannels)
    return Coefficients(base: base, channels: map.paddedChannels)
  }

  /// The sweep; `gate` keeps only what stands where it is positive.
  func combine(
    _ part: BatchPart, first: UnsafeMutablePointer<Float>?, second: UnsafeMutablePointer<Float>, rectifies: Bool,
    gate: UnsafeMutablePointer<Float>?, into target: UnsafeMutablePointer<Float>
  ) {
    part.run(part.imageCount * Self.blocks) { item, _ in
      let image = item / Self.blocks
      let pixels = block(item % Self.blocks, of: Self.blocks, over: map.pixels)
      let offset = image * map.floatsPerImage + pixels.lowerBound * map.paddedChannels
      part.kernels.channel_combination(
        first.map { $0 + offset }, second + offset,
        place(part, image: image) + 2 * Self.blocks * map.paddedChannels, pixels.count, map.paddedChannels,
        rectifies, gate.map { $0 + offset }, target + offset)
    }
  }
}

/// Mean and 1 / s of each channel's group.
struct ChannelStatistics {
  let mean: UnsafeMutablePointer<Float>
  let inverse: UnsafeMutablePointer<Float>
}
