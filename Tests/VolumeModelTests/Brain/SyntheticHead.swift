import VolumeModel

/// A head made of shells around an ellipsoid with two temporal lobes and a cerebellum, in air with noise: what a scanner
/// would show of a simple head, with the brain known.
struct SyntheticHead {
  var spacingMM = SIMD3(1.0, 1.0, 1.0)
  /// Brightness of fat relative to brain; below 1 as in fat-suppressed scans.
  var fat = 2.0
  var gain = 100.0
  var offset = 0.0
  /// Whether voxels that are air are exactly zero.
  var zeroAir = false
  /// The voxel axes' directions.
  var axes = "RAS"
  /// Millimetres cut off at the top.
  var cutMM = 0.0

  static let extentMM = SIMD3(200.0, 230.0, 190.0)

  func make() -> (flair: Volume<Float>, brain: Mask) {
    let order = axes.map { "RL".contains($0) ? 0 : "AP".contains($0) ? 1 : 2 }
    let signs = axes.map { "RAS".contains($0) ? 1.0 : -1.0 }
    var shape = SIMD3<Int>.zero
    var columns = [SIMD3<Double>](repeating: .zero, count: 3)
    var origin = SIMD3<Double>.zero
    var extent = Self.extentMM
    extent.z -= cutMM
    for axis in 0..<3 {
      let world = order[axis]
      shape[axis] = Int(extent[world] / spacingMM[world])
      columns[axis][world] = signs[axis] * spacingMM[world]
      origin[world] = signs[axis] > 0 ? 0 : Double(shape[axis] - 1) * spacingMM[world]
    }
    let grid = VoxelGrid(
      shape: shape, affine: Affine(columns: (columns[0], columns[1], columns[2]), origin: origin))
    var flair = Volume<Float>(grid: grid, filledWith: 0)
    var brain = Mask(grid: grid)
    var random = RandomStream(seed: 7, name: "head")
    for index in 0..<grid.voxelCount {
      let voxel = grid.voxel(atLinearIndex: index)
      let (value, isBrain) = Self.tissue(at: grid.affine.worldMM(ofVoxel: SIMD3<Double>(voxel)), fat: fat)
      if isBrain { brain[voxel] = true }
      // Magnitude noise, as of a receiver with two channels.
      let real = value + 0.04 * random.normal()
      let imaginary = 0.04 * random.normal()
      let magnitude = (real * real + imaginary * imaginary).squareRoot()
      flair[voxel] = Float(value == 0 && zeroAir ? 0 : gain * magnitude + offset)
    }
    return (flair, brain)
  }

  /// Brightness relative to brain at a place in mm, and whether it is brain.
  private static func tissue(at place: SIMD3<Double>, fat: Double) -> (value: Double, isBrain: Bool) {
    func depth(_ centre: SIMD3<Double>, _ radii: SIMD3<Double>) -> Double {
      let p = (place - centre) / radii
      return (1 - (p * p).sum().squareRoot()) * radii.min()
    }
    let cerebrum = depth(SIMD3(100, 115, 110), SIMD3(66, 83, 60))
    let lobes = max(
      depth(SIMD3(62, 132, 78), SIMD3(22, 36, 22)), depth(SIMD3(138, 132, 78), SIMD3(22, 36, 22)))
    let cerebellum = depth(SIMD3(100, 75, 68), SIMD3(50, 32, 26))
    // The base of the skull is flat between the lobes.
    let base = place.z < 92 && lobes <= 0 && cerebellum <= 0
    let inside = max(base ? min(cerebrum, place.z - 92) : cerebrum, max(lobes, cerebellum))
    let ventricles = max(
      depth(SIMD3(90, 115, 118), SIMD3(6, 26, 10)), depth(SIMD3(110, 115, 118), SIMD3(6, 26, 10)))
    if inside > 0 { return (ventricles > 0 ? 0.2 : 1, true) }
    switch -inside {
    case ..<2: return (0.2, false)
    case ..<8: return (0.1, false)
    case ..<15: return (fat, false)
    default:
      let neck = depth(SIMD3(100, 95, 10), SIMD3(55, 65, 60))
      return (neck > 0 ? 0.7 + 0.5 * (Int(place.x / 9 + place.y / 7) % 2 == 0 ? 1 : 0) : 0, false)
    }
  }
}
