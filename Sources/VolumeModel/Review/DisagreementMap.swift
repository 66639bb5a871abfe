/// Who says lesion where, as a number for each voxel: 1 for rater 1, 2 for rater 2, 4 for the prediction, added up. With
/// more than two raters every rater has a bit (1, 2, 4, 8, ...), and the prediction the one after the last. Any viewer of
/// label maps shows it, and nothing is lost.
public struct DisagreementMap: Sendable {
  /// The widest numbers that label maps have hold a bit for so many raters and the prediction; raters after these are
  /// left out.
  public static let mostRaters = 31

  /// How many raters there are.
  public let raterCount: Int
  /// A label number a voxel, for what set of masks it belongs to.
  public let labels: Volume<UInt32>
  /// The numbers that occur, ascending, background left out.
  public let numbers: [Int]

  /// The map of masks on one grid.
  public init(raters: [Mask], prediction: Mask?, on grid: VoxelGrid) {
    raterCount = raters.count
    var volume = Volume<UInt32>(grid: grid, filledWith: 0)
    let drawn = raters.prefix(Self.mostRaters)
    let bit = UInt32(Self.predictionBit(raterCount: raters.count))
    let marked = (raters + [prediction].compactMap { $0 }).reduce(Mask(grid: grid)) { $0.union($1) }
    var found: Set<UInt32> = []
    volume.withMutableScalars { scalars in
      for (index, mask) in drawn.enumerated() { mask.forEachLinearIndex { scalars[$0] |= 1 << UInt32(index) } }
      prediction?.forEachLinearIndex { scalars[$0] |= bit }
      marked.forEachLinearIndex { found.insert(scalars[$0]) }
    }
    labels = volume
    numbers = found.subtracting([0]).map { Int($0) }.sorted()
  }

  /// The number of the prediction: 4, or the one after the last rater's.
  public static func predictionBit(raterCount: Int) -> Int { 1 << max(2, min(raterCount, mostRaters)) }

  /// What each bit of the numbers says, ascending.
  public static func bits(raterCount: Int) -> [(bit: Int, meaning: String)] {
    (0..<max(2, min(raterCount, mostRaters))).map { (1 << $0, "rater \($0 + 1)") }
      + [(predictionBit(raterCount: raterCount), "prediction")]
  }

  /// What a number of the map means.
  public static func name(of label: Int, raterCount: Int = 2) -> String {
    let parts = bits(raterCount: raterCount).filter { label & $0.bit != 0 }.map(\.meaning)
    return parts.isEmpty ? "background" : parts.count == 1 ? "\(parts[0]) only" : parts.joined(separator: " and ")
  }

  /// What the bits mean, in a sentence.
  public static func description(raterCount: Int) -> String {
    let key = bits(raterCount: raterCount).map { "\($0.bit) \($0.meaning)" }.joined(separator: ", ")
    let left = raterCount > mostRaters ? "; raters after the \(mostRaters)th are left out" : ""
    return "Bit mask: \(key), added up\(left)"
  }

  /// Writes the labels in the narrowest numbers that hold all of its bits: uint8 for up to seven raters, uint16 for up to
  /// fifteen, uint32 beyond; otherwise as ``Images`` writes labels.
  public func write(
    like form: SpatialForm, to path: String, force: Bool, neverReplacing inputs: [String] = []
  ) throws(FileError) {
    let highest = Self.predictionBit(raterCount: raterCount)
    if highest <= 1 << 7 {
      try Images.write(narrowed(to: UInt8.self), like: form, to: path, force: force, neverReplacing: inputs)
    } else if highest <= 1 << 15 {
      try Images.write(narrowed(to: UInt16.self), like: form, to: path, force: force, neverReplacing: inputs)
    } else {
      try Images.write(labels, like: form, to: path, force: force, neverReplacing: inputs)
    }
  }

  private func narrowed<Label: FixedWidthInteger & Sendable>(to type: Label.Type) -> Volume<Label> {
    var volume = Volume<Label>(grid: labels.grid, filledWith: 0)
    labels.withScalars { wide in
      volume.withMutableScalars { scalars in
        for index in scalars.indices { scalars[index] = Label(truncatingIfNeeded: wide[index]) }
      }
    }
    return volume
  }
}

/// One label of a label map, for the description files of other programs.
public struct LabelDescription: Sendable, Hashable {
  /// The label in the volume.
  public let number: Int
  /// What the label means.
  public let name: String
  /// Of its colour, 0 to 255.
  public let red: UInt8
  /// Of its colour, 0 to 255.
  public let green: UInt8
  /// Of its colour, 0 to 255.
  public let blue: UInt8

  /// A label with its colour.
  public init(number: Int, name: String, red: UInt8, green: UInt8, blue: UInt8) {
    self.number = number
    self.name = name
    self.red = red
    self.green = green
    self.blue = blue
  }
}

/// Files that tell other programs what labels mean.
public enum LabelFile {
  /// The label description file of ITK-SNAP: number, red, green, blue, opacity, visibility, mesh visibility, name.
  public static func itkSnap(_ labels: [LabelDescription]) -> String {
    let header = """
      ################################################
      # ITK-SnAP Label Description File
      # File format:
      # IDX   -R-  -G-  -B-  -A--  VIS MSH  LABEL
      ################################################

      """
    let clear = "    0     0    0    0        0  0  0    \"Clear Label\"\n"
    return header + clear
      + labels.map { label in
        let numbers = [(label.number, 5), (Int(label.red), 6), (Int(label.green), 5), (Int(label.blue), 5)]
        return numbers.map { padded($0, to: $1) }.joined() + "        1  1  1    \"\(label.name.visibleOnOneLine)\"\n"
      }.joined()
  }

  /// The look-up table that BIDS wants beside a `_dseg` file.
  public static func bidsTable(_ labels: [LabelDescription]) -> String {
    "index\tname\tcolor\n"
      + labels.map { label in
        let color = [label.red, label.green, label.blue].map { hexadecimal($0) }.joined()
        return "\(label.number)\t\(label.name.visibleOnOneLine)\t#\(color)\n"
      }.joined()
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(0, width - digits.count)) + digits
  }

  private static func hexadecimal(_ value: UInt8) -> String {
    let digits = String(value, radix: 16)
    return digits.count < 2 ? "0" + digits : digits
  }
}
