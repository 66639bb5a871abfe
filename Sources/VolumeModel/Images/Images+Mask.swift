/// A binary mask as read, on the grid of its image.
public struct LoadedMask: Sendable {
  /// The file, as it was named.
  public let path: String
  /// The voxels with a value of 0.5 or more.
  public let mask: Mask
  /// What a writer carries over.
  public let spatial: SpatialForm
  /// What is unusual about the file, or was done to make it a mask on that grid, a sentence each.
  public let notes: [String]
}

extension Images {
  /// Reads a mask and brings it to an image's grid: a voxel is inside when its value is 0.5 or more.
  ///
  /// The same grid (every corner within 0.001 mm) is taken as it is; the same voxels in another axis order are
  /// re-ordered, with a note.
  /// - Parameter resampleNearest: take the value of the nearest mask voxel for any other grid instead of refusing it.
  /// - Throws: `wrongGrid` with the difference in words, or what `read` throws.
  public static func readMask(
    _ path: String, on grid: VoxelGrid, resampleNearest: Bool = false
  ) throws(FileError) -> LoadedMask {
    let own = try readMask(path)
    if own.mask.grid.matches(grid), (own.mask.grid.orientation == nil) == (grid.orientation == nil) {
      return LoadedMask(path: path, mask: own.mask.moved(to: grid), spatial: own.spatial, notes: own.notes)
    }
    let bothKnown = own.mask.grid.orientation != nil && grid.orientation != nil
    if bothKnown, let reordering = AxisReordering(from: own.mask.grid, to: grid) {
      let codes = "\(own.mask.grid.orientation?.code ?? "?") to \(grid.orientation?.code ?? "?")"
      return LoadedMask(
        path: path, mask: reordering.apply(to: own.mask), spatial: own.spatial,
        notes: own.notes + ["axes re-ordered from \(codes) to lie on the image"])
    }
    let difference = own.mask.grid.difference(from: grid)
    guard resampleNearest else {
      throw FileError(
        .wrongGrid, path: path, problem: "not on the image's grid: \(difference)",
        advice: "give the mask of this image, or resample it with --resample nearest")
    }
    return LoadedMask(
      path: path, mask: own.mask.resampledNearest(on: grid), spatial: own.spatial,
      notes: own.notes + ["resampled to the image's grid by nearest neighbour: \(difference)"])
  }

  /// Reads a mask on its own grid.
  public static func readMask(_ path: String) throws(FileError) -> LoadedMask {
    var reader = try open(path)
    let layout = reader.layout
    try layout.checkMemory(path: path)
    var mask = Mask(grid: reader.header.spatial.grid)
    var values = MaskValues()
    let (width, wordsPerRow) = (layout.shape.x, mask.wordsPerRow)
    var failure: FileError?
    mask.withMutableWords { words in
      var row = 0
      do throws(FileError) {
        try reader.forEachPiece(voxelCount: layout.voxelsPerVolume, multiple: width, as: Float.self) { piece in
          for start in stride(from: 0, to: piece.count, by: width) {
            for word in 0..<wordsPerRow {
              let first = start + word * 64
              let part = UnsafeBufferPointer(rebasing: piece[first..<first + min(64, width - word * 64)])
              // Nearly all of a mask is zero, and all bits of a zero are.
              guard part.reduce(0, { $0 | $1.bitPattern }) != 0 else { continue }
              values.add(part)
              var bits: UInt64 = 0
              for bit in part.indices where part[bit] >= 0.5 { bits |= 1 << UInt64(bit) }
              words[row * wordsPerRow + word] = bits
            }
            row += 1
          }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    try reader.finish()
    var notes = reader.notes
    if layout.volumeCount > 1 { notes.append("\(layout.volumeCount) volumes; the first is used") }
    notes += values.notes(insideCount: mask.count, voxelCount: layout.voxelsPerVolume)
    return LoadedMask(path: path, mask: mask, spatial: reader.header.spatial, notes: notes)
  }
}

/// What values a would-be mask holds.
struct MaskValues {
  private var others: Set<Float> = []
  private var otherCount = 0
  private var nanCount = 0
  private static let mostKept = 256

  mutating func add(_ values: UnsafeBufferPointer<Float>) {
    var previous: Float = 0
    for value in values where value != 0 && value != 1 {
      otherCount += 1
      if value.isNaN { nanCount += 1 } else if value != previous, others.count < Self.mostKept { others.insert(value) }
      previous = value
    }
  }

  func notes(insideCount: Int, voxelCount: Int) -> [String] {
    var notes: [String] = []
    if nanCount > 0 { notes.append("\(nanCount) voxels are NaN and lie outside the mask") }
    if let smallest = others.min(), let largest = others.max() {
      let sorted = others.sorted()
      let isFew = sorted.count <= 8 && sorted.allSatisfy { $0 == $0.rounded() }
      let list =
        isFew
        ? sorted.map { decimal(Double($0), 4) }.joined(separator: ", ")
        : "\(others.count)\(others.count == Self.mostKept ? "+" : "") between \(decimal(Double(smallest), 4)) and "
          + decimal(Double(largest), 4)
      if others.count >= 64, largest > 1 {
        notes.append(
          "looks like an image, not a mask: \(others.count)\(others.count == Self.mostKept ? "+" : "") values from "
            + "\(decimal(Double(smallest), 4)) to \(decimal(Double(largest), 4)); binarised at 0.5")
      } else {
        notes.append("values other than 0 and 1 (\(list)); binarised at 0.5")
      }
    }
    if insideCount == 0 { notes.append("the mask is empty") }
    if insideCount == voxelCount { notes.append("every voxel lies in the mask") }
    return notes
  }
}
