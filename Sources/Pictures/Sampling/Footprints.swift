/// Which voxels each sample of one screen axis covers: whole and part voxels with their fractions for area means, and the
/// voxels that belong to the sample for pooled marks.
///
/// A voxel belongs to a sample when they overlap by at least half of the smaller of the two. Along an axis every voxel
/// in view then belongs to at least one sample, so a mark can never fall between samples, and to at most two, so marks
/// don't swell.
package struct Footprints: Sendable {
  /// Voxels with a fraction in the mean of sample i: `meanStart[i] ..< meanEnd[i]`, empty outside the volume.
  package let meanStart: [Int]
  package let meanEnd: [Int]
  /// The fraction of the first and last voxel of that range, in voxels; those between count 1.
  package let firstFraction: [Float]
  package let lastFraction: [Float]
  /// Voxels pooled into sample i: `poolStart[i] ..< poolEnd[i]`.
  package let poolStart: [Int]
  package let poolEnd: [Int]

  package init(samples: Int, origin: Double, voxelsPerSample: Double, voxels: Int) {
    var meanStart = [Int](repeating: 0, count: samples)
    var meanEnd = meanStart
    var poolStart = meanStart
    var poolEnd = meanStart
    var firstFraction = [Float](repeating: 0, count: samples)
    var lastFraction = firstFraction
    let least = 0.5 * min(1, voxelsPerSample) - 1e-9
    for i in 0..<samples {
      let from = origin + Double(i) * voxelsPerSample
      let to = from + voxelsPerSample
      let low = max(0, Int(from.rounded(.down)))
      let high = min(voxels, Int(to.rounded(.up)))
      guard low < high else { continue }
      func overlap(_ voxel: Int) -> Double { min(to, Double(voxel + 1)) - max(from, Double(voxel)) }
      meanStart[i] = low
      meanEnd[i] = high
      firstFraction[i] = Float(max(0, overlap(low)))
      lastFraction[i] = high - 1 == low ? 0 : Float(max(0, overlap(high - 1)))
      var first = low
      while first < high, overlap(first) < least { first += 1 }
      var last = high
      while last > first, overlap(last - 1) < least { last -= 1 }
      poolStart[i] = first
      poolEnd[i] = last
    }
    self.meanStart = meanStart
    self.meanEnd = meanEnd
    self.firstFraction = firstFraction
    self.lastFraction = lastFraction
    self.poolStart = poolStart
    self.poolEnd = poolEnd
  }

  /// How much of a voxel counts in the mean of a sample whose range holds it.
  @inline(__always)
  func meanFraction(of voxel: Int, in sample: Int) -> Float {
    voxel == meanStart[sample] ? firstFraction[sample] : voxel == meanEnd[sample] - 1 ? lastFraction[sample] : 1
  }

  /// Whether two samples have the same mean, since they cover the same voxels by the same parts.
  func hasSameMean(_ a: Int, _ b: Int) -> Bool {
    meanStart[a] == meanStart[b] && meanEnd[a] == meanEnd[b] && firstFraction[a] == firstFraction[b]
      && lastFraction[a] == lastFraction[b]
  }
}
