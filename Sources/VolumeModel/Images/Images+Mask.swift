/// A binary mask as read, on the grid of its image.
public struct LoadedMask: Sendable {
  /// The file, as it was named.
  public let path: String
  /// The voxels that count: those of the labels asked for, or those with a value of 0.5 or more.
  public let mask: Mask
  /// What a writer carries over.
  public let spatial: SpatialForm
  /// What is unusual about the file, or was done to make it a mask on that grid, a sentence each.
  public let notes: [String]
  /// The labels that the file holds.
  public let labels: MaskLabels
  /// What was done to bring it to the image's grid, where it did not lie there; one of the notes.
  public var placement: String?
  /// What `Images.inspect` would say of the file, where that was asked for.
  var facts: FileFacts?
}

extension Images {
  /// Reads a mask and brings it to an image's grid.
  ///
  /// Every corner within a tenth of the smallest voxel edge is on the grid; more than 0.001 mm off is said. The same
  /// voxels in another axis order are re-ordered, with a note.
  /// - Parameters:
  ///   - path: a file, or `FILE:2` for the second of its volumes.
  ///   - resampleNearest: take the value of the nearest mask voxel for any other grid instead of refusing it.
  ///   - form: read the mask's place by this form, where its file has it.
  ///   - labels: which values are lesions; nil for what the file beside the mask says, or else 0.5 and more.
  ///   - image: how the image's file says where its voxels lie, to explain a difference.
  /// - Throws: `wrongGrid` with the difference, its cause and the way on in words, or what `read` throws.
  public static func readMask(
    _ path: String, on grid: VoxelGrid, resampleNearest: Bool = false, form: SpatialForm.Source? = nil,
    labels: LabelChoice? = nil, image: SpatialForm? = nil
  ) throws(FileError) -> LoadedMask {
    try readMask(path, labels: labels).moved(to: grid, resampleNearest: resampleNearest, form: form, image: image)
  }

  /// Reads a mask on its own grid.
  public static func readMask(_ path: String, labels: LabelChoice? = nil) throws(FileError) -> LoadedMask {
    try readMask(path, labels: labels, inspecting: false)
  }

  /// - Parameter isInspected: say what `inspect` would, without reading the file again.
  static func readMask(
    _ path: String, labels: LabelChoice? = nil, inspecting isInspected: Bool
  ) throws(FileError) -> LoadedMask {
    let place = VolumePath(path)
    var reader = try open(place.file)
    if isInspected { reader.summarize() }
    let choice = labels ?? LabelChoice(of: place.file, layoutValues: nil)
    let layout = reader.layout
    try layout.checkMemory(path: path)
    try reader.skip(volumes: layout.offset(ofVolume: place.volume, path: path))
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
              for bit in part.indices where choice.takes(part[bit]) { bits |= 1 << UInt64(bit) }
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
    if layout.volumeCount > 1 {
      notes.append(
        place.volume.map { "\(layout.volumeCount) volumes; volume \($0) is used" }
          ?? "\(layout.volumeCount) volumes; the first is used, \(path):2 names the second")
    }
    notes += choice.notes(found: values.labels)
    notes += values.notes(
      insideCount: mask.count, voxelCount: layout.voxelsPerVolume,
      areLabelsSaid: choice.values != nil || values.labels.count > 1)
    let labels = MaskLabels(
      found: choice.found(values.labels), isUndecided: choice.values == nil && values.labels.count > 1,
      problem: choice.problem(found: values.labels, isEmpty: mask.isEmpty, path: path))
    return LoadedMask(
      path: path, mask: mask, spatial: reader.header.spatial, notes: notes, labels: labels,
      facts: FileFacts(of: reader, place, labels: choice))
  }
}

extension VoxelLayout {
  /// How many volumes lie before the one that is asked for, from 1; none when nothing is asked.
  func offset(ofVolume number: Int?, path: String) throws(FileError) -> Int {
    guard let number else { return 0 }
    guard number >= 1, number <= volumeCount else {
      throw FileError(
        .badData, path: path, problem: "has no volume \(number), only \(volumeCount)",
        advice: "count from 1 to \(volumeCount)")
    }
    return number - 1
  }
}

extension LoadedMask {
  /// Brings a mask to an image's grid, as `Images.readMask` does.
  func moved(
    to grid: VoxelGrid, resampleNearest: Bool, form: SpatialForm.Source?, image: SpatialForm?
  ) throws(FileError) -> LoadedMask {
    let own = placed(by: form)
    func result(_ mask: Mask, _ note: String?) -> LoadedMask {
      LoadedMask(
        path: path, mask: mask, spatial: own.spatial, notes: own.notes + [note].compactMap { $0 },
        labels: own.labels, placement: note, facts: facts)
    }
    if let note = VoxelsOfAnImage.note(own.mask.grid, on: grid, form: form) {
      return result(own.mask.moved(to: grid), note)
    }
    switch GridFit(own.mask.grid, on: grid) {
    case .same: return result(own.mask.moved(to: grid), nil)
    case .near(let distance):
      return result(
        own.mask.moved(to: grid),
        "lies up to \(decimal(distance, 4)) mm off the image's voxels, less than a tenth of a voxel; taken as on its grid"
      )
    case .reordered:
      if let reordering = AxisReordering(from: own.mask.grid, to: grid, toleranceMM: GridFit.toleranceMM(on: grid)) {
        let codes = "\(own.mask.grid.orientation?.code ?? "?") to \(grid.orientation?.code ?? "?")"
        return result(reordering.apply(to: own.mask), "axes re-ordered from \(codes) to lie on the image")
      }
    case .other: break
    }
    let difference = own.mask.grid.difference(from: grid)
    let cause = GridDifferenceCause(of: own.spatial, on: grid, image: image)
    guard resampleNearest else {
      throw FileError(
        .wrongGrid, path: path, problem: "not on the image's grid: \(difference)",
        advice: cause?.advice ?? "give the mask of this image, or resample it with --resample nearest")
    }
    return result(
      own.mask.resampledNearest(on: grid),
      "resampled to the image's grid by nearest neighbour: \(difference)"
        + (cause.map { "; \($0.explanation)" } ?? ""))
  }

  /// The mask where another form of its file says that it lies; as it is where the file has no such form.
  fileprivate func placed(by form: SpatialForm.Source?) -> LoadedMask {
    guard let form, let grid = spatial.grid(by: form) else { return self }
    return LoadedMask(
      path: path, mask: mask.moved(to: grid), spatial: spatial.read(by: form, grid: grid),
      notes: notes + ["placed by its \(form.rawValue)"], labels: labels, facts: facts)
  }
}

/// What values a would-be mask holds.
struct MaskValues {
  private var others: Set<Float> = []
  /// Of all values but 0 and 1, kept or not.
  private var range: (smallest: Float, largest: Float)?
  private var otherCount = 0
  private var nanCount = 0
  private var holdsOne = false
  private static let mostKept = 256
  /// Masks have few labels; what holds more is an image.
  private static let mostLabels = 64

  /// The whole numbers above 0 that occur; empty for values between them, or for too many.
  var labels: [Int] {
    guard others.count < Self.mostLabels, others.allSatisfy({ $0 > 0 && $0 == $0.rounded() && $0 < 1e6 }) else {
      return []
    }
    return ((holdsOne ? [1] : []) + others.map { Int($0) }).sorted()
  }

  mutating func add(_ values: UnsafeBufferPointer<Float>) {
    var previous: Float = 0
    if !holdsOne { holdsOne = values.contains(1) }
    for value in values where value != 0 && value != 1 {
      otherCount += 1
      if value.isNaN {
        nanCount += 1
      } else if value != previous {
        range = (min(range?.smallest ?? value, value), max(range?.largest ?? value, value))
        if others.count < Self.mostKept { others.insert(value) }
      }
      previous = value
    }
  }

  /// - Parameter areLabelsSaid: whether another note tells of the labels.
  func notes(insideCount: Int, voxelCount: Int, areLabelsSaid: Bool) -> [String] {
    var notes: [String] = []
    if nanCount > 0 { notes.append("\(nanCount) voxels are NaN and lie outside the mask") }
    if !(areLabelsSaid && !labels.isEmpty), let (smallest, largest) = range {
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
    if insideCount == voxelCount {
      notes.append("every voxel lies in the mask")
    } else if insideCount > voxelCount / 2 {
      let percent = decimal(Double(insideCount) / Double(voxelCount) * 100, 1)
      notes.append("\(percent) % of all voxels lie in the mask, which no lesions do; is it the background?")
    }
    return notes
  }
}
