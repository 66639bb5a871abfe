/// Three lengths as people write them, in the unit they have.
func sizesText(_ sizes: SIMD3<Double>) -> String {
  // What three decimals would show as zero is told as it is.
  (0..<3).map { sizes[$0] != 0 && abs(sizes[$0]) < 0.0005 ? "\(sizes[$0])" : decimal(sizes[$0], 3) }
    .joined(separator: " x ")
}

/// Bytes in gigabytes, as in "1.3 GB".
func gigabytesText(_ bytes: Int) -> String { "\(decimal(Double(bytes) / 1e9, 1)) GB" }

/// A number with at most `places` decimals, without trailing zeros.
func decimal(_ value: Double, _ places: Int) -> String {
  guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
  var power = 1.0
  for _ in 0..<places { power *= 10 }
  let rounded = (value * power).rounded() / power
  return rounded == rounded.rounded() ? String(Int(rounded)) : "\(rounded)"
}
