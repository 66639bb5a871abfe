/// Classes of places in the brain, as in periventricular, juxtacortical and infratentorial, by the labels of an image.
public struct RegionClasses: Sendable {
  /// What lesions belong to that lie in no class.
  public static let outside = "outside"

  private let labels: Volume<Float>
  private let labelNames: [Int: String]
  private let grid: VoxelGrid
  /// Whether the labels lie on a grid of their own, so that the nearest voxel counts.
  private let isNearest: Bool

  /// - Parameters:
  ///   - labels: whole numbers; 0 and less are no class.
  ///   - names: of the labels; one without a name is called after its number.
  public init(labels: Volume<Float>, names: [Int: String] = [:]) {
    self.init(labels: labels, names: names, on: labels.grid, isNearest: false)
  }

  private init(labels: Volume<Float>, names: [Int: String], on grid: VoxelGrid, isNearest: Bool) {
    self.labels = labels
    labelNames = names.filter { $0.key > 0 && !LabelNames.isBackground($0.value) }
    self.grid = grid
    self.isNearest = isNearest
  }

  /// What a label without a name is called.
  private static func word(ofLabel label: Int) -> String { "label \(label)" }

  /// Classes of several cases, each once: named ones in the order given, then labels without a name by their numbers, then those
  /// that lie nowhere.
  static func inOrder(_ given: [String]) -> [String] {
    func number(_ name: String) -> Int? {
      name.split(separator: " ").last.flatMap { Int($0) }.flatMap { word(ofLabel: $0) == name ? $0 : nil }
    }
    var named: [String] = []
    for name in given where number(name) == nil && name != outside && !named.contains(name) { named.append(name) }
    return named + Set(given.compactMap(number)).sorted().map(word) + (given.contains(outside) ? [outside] : [])
  }

  /// The classes that have a name, by their numbers.
  public var names: [String] { labelNames.sorted { $0.key < $1.key }.map(\.value) }

  /// The class of a lesion: that of most of its voxels, of equal ones the smaller number, where being in no class counts as
  /// the number 0.
  public func name(of lesion: Lesion) -> String {
    var counts: [Int: Int] = [:]
    lesion.forEachVoxel { counts[label(at: $0), default: 0] += 1 }
    let most = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0
    return most > 0 ? labelNames[most] ?? Self.word(ofLabel: most) : Self.outside
  }

  private func label(at voxel: SIMD3<Int>) -> Int {
    var place = voxel
    if isNearest {
      guard
        let there = labels.grid.affine.voxel(
          atWorldMM: grid.affine.worldMM(ofVoxel: SIMD3<Double>(voxel))), all(there .> -1), all(there .< 1e6)
      else { return 0 }
      place = SIMD3<Int>(there.rounded(.toNearestOrAwayFromZero))
    }
    return labels.grid.contains(place) ? Int(exactly: labels[place]) ?? 0 : 0
  }
}

extension RegionClasses {
  /// Reads a label map, with the names that a list of labels beside it gives.
  /// - Parameter resampleNearest: take the value of the nearest voxel for any other grid, instead of refusing it.
  /// - Throws: `badData` for values that are no labels, `wrongGrid`, or what `Images.read` throws.
  static func read(
    _ path: String, on grid: VoxelGrid, resampleNearest: Bool, form: SpatialForm.Source?
  ) throws(FileError) -> (classes: RegionClasses, notes: [String]) {
    let image: LoadedImage
    var notes: [String] = []
    do throws(FileError) {
      image = try Images.read(path, on: grid, form: form)
    } catch {
      guard error.kind == .wrongGrid, resampleNearest else { throw error }
      image = try Images.read(path, form: form)
      notes.append("regions by the nearest voxel of another grid")
    }
    // What is far outside the labels of any atlas is an intensity.
    guard image.volume.scalars.allSatisfy({ Int(exactly: $0) != nil && abs($0) < 1e6 }) else {
      throw FileError(
        .badData, path: path, problem: "has values that are no whole numbers",
        advice: "give a label map, in which each region has a number")
    }
    let names = LabelNames.beside(VolumePath(path).file)?.names ?? [:]
    return (
      RegionClasses(labels: image.volume, names: names, on: grid, isNearest: !notes.isEmpty),
      (image.notes + notes).map { "\(FileName(path).name): \($0)" }
    )
  }
}
