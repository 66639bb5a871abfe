import Pictures
import VolumeModel

/// Tools that make voxels of those that are there: holes, copies, shapes between slices, voxels alike.
extension Viewer {
  /// How far from the crosshair a flood leads.
  private static let floodReachMM = 20.0

  /// Adds the voxels that a way through like intensities joins to the crosshair.
  /// - Parameter text: how far the FLAIR may be from the crosshair's: `10%` of it, or in its own unit; 10 % where empty.
  mutating func flood(_ text: String = "") -> [Effect] {
    let image = scan.channels[0].image
    let value = Double(image[place.cursor])
    guard value.isFinite else {
      warn("no FLAIR value under the crosshair")
      return []
    }
    var tolerance = 0.1 * abs(value)
    if !text.isEmpty {
      guard let given = number(text, for: "flood", within: 0...1e9) else { return [] }
      tolerance = text.hasSuffix("%") ? given * abs(value) : given
    }
    let found = VoxelRegion.similar(
      to: place.cursor, in: image, tolerance: Float(tolerance), inside: scan.brain, reachMM: Self.floodReachMM)
    let effects = draw(
      found.region, adds: true, of: editedLesion(touching: found.region),
      "flooded with FLAIR \(Wording.intensity(value)) ± \(Wording.intensity(tolerance))")
    if !effects.isEmpty, found.isLimited, let said = interface.message {
      interface.message = .note("\(said.text); the flood ends \(Int(Self.floodReachMM)) mm from the crosshair")
    }
    return effects
  }

  /// Fills the lesion's holes on the slice shown, or those that are closed in all directions.
  mutating func fillHoles(_ text: String = "") -> [Effect] {
    guard text.isEmpty || text == "lesion" else {
      warnUsage("fill-holes")
      return []
    }
    let (grid, axis, cursor) = (scan.grid, geometry.normal.voxelAxis, place.cursor)
    return edit("filled", unchanged: text.isEmpty ? "no hole on this slice" : "no hole in the lesion") { voxels in
      voxels.union(voxels.holes(onSlice: text.isEmpty ? (cursor[axis], axis) : nil, on: grid))
    }
  }

  /// Copies the lesion's voxels on the slice shown to the one before or after it, and goes there.
  mutating func copyToSlice(by step: Int) -> [Effect] {
    let (grid, normal) = (scan.grid, geometry.normal)
    let target = slice + step
    guard (0..<normal.count).contains(target) else {
      say(step > 0 ? "last slice" : "first slice")
      return []
    }
    let (axis, here) = (normal.voxelAxis, place.cursor)
    var way = SIMD3<Int>(repeating: 0)
    way[axis] = normal.index(target) - here[axis]
    let effects = edit(
      "copied to slice \(target + 1)", unchanged: "the lesion has nothing on this slice, or the same on the next"
    ) {
      voxels in
      voxels.union(voxels.part(onSlice: here[axis], acrossVoxelAxis: axis, on: grid).moved(by: way, on: grid))
    }
    if !effects.isEmpty { place.cursor = here &+ way }
    return effects
  }

  /// Fills the slices between two on which the lesion is drawn: those about the slice shown, or two slices named.
  mutating func interpolateSlices(_ text: String = "") -> [Effect] {
    let (grid, normal) = (scan.grid, geometry.normal)
    let axis = normal.voxelAxis
    let words = text.split(separator: " ").map(String.init)
    var named: [Int]?
    if !words.isEmpty {
      let numbers = words.compactMap(Int.init).filter { (1...normal.count).contains($0) }
      guard words.count == 2, numbers.count == 2 else {
        warnUsage("interpolate")
        return []
      }
      named = numbers.map { normal.index($0 - 1) }.sorted()
    }
    let here = place.cursor[axis]
    let unchanged =
      named == nil
      ? "no slice to fill here: go to one without voxels of the lesion, between two that have some"
      : "no slice to fill between these, or their outlines lie too far apart"
    return edit("interpolated between slices", unchanged: unchanged) { voxels in
      let drawn = voxels.slices(acrossVoxelAxis: axis, on: grid)
      guard let ends = named ?? Self.gap(about: here, among: drawn) else { return voxels }
      return voxels.union(voxels.interpolated(between: ends[0], and: ends[1], acrossVoxelAxis: axis, on: grid))
    }
  }

  /// The drawn slices before and after one that is not drawn.
  private static func gap(about slice: Int, among drawn: [Int]) -> [Int]? {
    guard !drawn.contains(slice), let first = drawn.last(where: { $0 < slice }),
      let last = drawn.first(where: { $0 > slice })
    else { return nil }
    return [first, last]
  }
}
