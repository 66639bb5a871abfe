/// Why two grids differ, where a known slip explains it.
public enum GridDifferenceCause: Sendable, Hashable {
  /// It lies on what the image's other form says.
  case imageForm(SpatialForm.Source)
  /// Its own other form lies on the image.
  case ownForm(SpatialForm.Source)
  /// It says nothing of its place, and has the image's shape.
  case noPlace
  /// Its array has two axes exchanged, and the header is still the image's.
  case transposed
  /// The signs of axes were changed in the header, as between RAS and LPS.
  case mirroredAxes(String)
  /// Shifted along the axes by a half of a voxel.
  case halfVoxel
  /// Shifted by whole voxels.
  case wholeVoxels(SIMD3<Int>)

  /// - Parameters:
  ///   - form: how the file says where its voxels lie.
  ///   - grid: the image's grid.
  ///   - image: how the image's file says where its voxels lie, where that is known.
  public init?(of form: SpatialForm, on grid: VoxelGrid, image: SpatialForm?) {
    func lies(_ affine: Affine?, _ shape: SIMD3<Int>, on other: VoxelGrid) -> Bool {
      guard let affine else { return false }
      return GridFit(VoxelGrid(shape: shape, affine: affine), on: other) != .other
    }
    if let image, let other = image.otherForm,
      lies(form.grid.affine, form.grid.shape, on: VoxelGrid(shape: grid.shape, affine: other.affine))
    {
      self = .imageForm(other.source)
    } else if let other = form.otherForm, lies(other.affine, form.grid.shape, on: grid) {
      self = .ownForm(other.source)
    } else if form.grid.shape == grid.shape, VoxelsOfAnImage.isPlaceless(form) {
      self = .noPlace
    } else if Self.isTransposed(form.grid, grid) {
      self = .transposed
    } else if let axes = Self.mirroredAxes(form.grid, grid) {
      self = .mirroredAxes(axes)
    } else if let shift = Self.shift(form.grid, grid) {
      self = shift
    } else {
      return nil
    }
  }

  /// What explains the difference and what to do, for the end of a message.
  var advice: String { parts.why + parts.what }

  /// What explains the difference.
  var explanation: String { parts.why }

  private var parts: (why: String, what: String) {
    switch self {
    case .imageForm(let source):
      ("it lies where the image's \(source.rawValue) says", ": read that with --use-form \(source.rawValue)")
    case .ownForm(let source):
      ("its own \(source.rawValue) lies on the image", ": read that with --use-form \(source.rawValue)")
    case .noPlace:
      (
        "its header says nothing of its place, as of an array saved without one",
        ": if its voxels are the image's, take them so with --use-form image"
      )
    case .transposed:
      ("its array has axes exchanged, under the image's own header", ": write it again in the image's order")
    case .mirroredAxes(let axes):
      (
        "its header has the sign of \(axes) changed, as between RAS and LPS",
        ": correct the header, or take the nearest voxels with --resample nearest"
      )
    case .halfVoxel:
      (
        "it is shifted by half a voxel, as when corners are taken for centres",
        ": correct the header, or --resample nearest"
      )
    case .wholeVoxels(let shift):
      (
        "it is shifted by \(shift.x), \(shift.y), \(shift.z) voxels, as after cropping",
        ": --resample nearest brings it over"
      )
    }
  }

  private static func isTransposed(_ grid: VoxelGrid, _ image: VoxelGrid) -> Bool {
    func sorted(_ shape: SIMD3<Int>) -> [Int] { [shape.x, shape.y, shape.z].sorted() }
    guard grid.shape != image.shape, sorted(grid.shape) == sorted(image.shape) else { return false }
    return VoxelGrid(shape: image.shape, affine: grid.affine).matches(image)
  }

  private static func mirroredAxes(_ grid: VoxelGrid, _ image: VoxelGrid) -> String? {
    guard grid.shape == image.shape else { return nil }
    for (signs, name) in [
      (SIMD3(-1.0, -1, 1), "x and y"), (SIMD3(-1.0, 1, 1), "x"), (SIMD3(1.0, -1, 1), "y"), (SIMD3(1.0, 1, -1), "z"),
    ] {
      let columns = grid.affine.columns
      let mirrored = Affine(
        columns: (columns.0 * signs, columns.1 * signs, columns.2 * signs), origin: grid.affine.origin * signs)
      if case .other = GridFit(VoxelGrid(shape: grid.shape, affine: mirrored), on: image) { continue }
      return name
    }
    return nil
  }

  /// A shift alone, in voxels of the image.
  private static func shift(_ grid: VoxelGrid, _ image: VoxelGrid) -> GridDifferenceCause? {
    let moved = Affine(columns: image.affine.columns, origin: grid.affine.origin)
    let own = VoxelGrid(shape: grid.shape, affine: grid.affine)
    guard own.largestCornerDistanceMM(to: VoxelGrid(shape: grid.shape, affine: moved)) < 0.01,
      let place = image.affine.voxel(atWorldMM: grid.affine.origin)
    else { return nil }
    func isNear(_ value: Double, _ other: Double) -> Bool { abs(value - other) < GridFit.tolerance }
    let parts = (0..<3).map { abs(place[$0]) }
    if parts.contains(where: { isNear($0, 0.5) }), parts.allSatisfy({ isNear($0, 0.5) || isNear($0, 0) }) {
      return .halfVoxel
    }
    let whole = SIMD3<Double>(place.x.rounded(), place.y.rounded(), place.z.rounded())
    guard (0..<3).allSatisfy({ isNear(place[$0], whole[$0]) }),
      max(abs(whole.x), max(abs(whole.y), abs(whole.z))) < 10_000
    else { return nil }
    return .wholeVoxels(SIMD3<Int>(whole))
  }
}
